import { count } from '../model/count.ts';
import type { LoggersView, WorkerLoggersView } from '../model/loggers-view.ts';
import { toPrintableLine, toPrintableLines } from '../model/printable.ts';
import { releaseOf } from '../model/worker-version.ts';
import { type Colors, colorsFor } from './colors.ts';
import { alignColumns } from './table.ts';

/** The loggers of each worker, once if all workers agree, and the scope of a change. */
export function renderLoggersPage(view: LoggersView, options: { readonly color: boolean }): string {
  const colors = colorsFor(options);
  const [first, ...others] = view.workers;
  const levels = (worker: WorkerLoggersView) =>
    'loggers' in worker ? JSON.stringify(worker.loggers.map(({ name, level }) => [name, level])) : worker.url;
  const isSame =
    first !== undefined && others.length > 0 && others.every((one) => levels(one) === levels(first));
  const blocks =
    first && isSame
      ? [workerLines({ ...first, url: `${first.url} and ${count(others.length, 'other URL')}` }, colors)]
      : view.workers.map((worker) => workerLines(worker, colors));
  const change = changeLines(view);
  return `${[...blocks, ...(change.length > 0 ? [change] : [])].map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function workerLines(worker: WorkerLoggersView, colors: Colors): string[] {
  const url = colors.bold(toPrintableLine(worker.url));
  if ('problem' in worker) {
    return [url, ...toPrintableLines(worker.problem).map((line) => `  ${colors.red(line)}`)];
  }
  const rows = worker.loggers.map(({ name, level, lastModified }) => [
    toPrintableLine(level),
    toPrintableLine(name),
    lastModified === null ? '' : `since ${lastModified}`,
  ]);
  if (rows.length === 0) return [url, '  no level set: inherits the level of its parent logger'];
  return [url, ...alignColumns(rows).map((line) => `  ${line}`)];
}

function changeLines({ cluster, change, workers }: LoggersView): string[] {
  if (change === null) return [];
  const { logger, level, reached } = change;
  const what = `${toPrintableLine(cluster)}: ${toPrintableLine(logger)} is set to ${level}`;
  const until = 'until a worker is restarted';
  if (reached === 'cluster') return [`${what} on every worker of the cluster, ${until}`];
  const where =
    workers.length === 1
      ? 'only on the worker at this URL'
      : `only on the workers at these ${workers.length} URLs`;
  return [
    `${what} ${where}, ${until}: Kafka Connect before ${releaseOf('loggerScope')} cannot set a level for the whole cluster`,
  ];
}
