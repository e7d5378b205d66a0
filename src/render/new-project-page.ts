import type { NewProjectView } from '../init/create-project.ts';
import type { NewFileView } from '../init/write-new-files.ts';
import { count } from '../model/count.ts';
import { toPrintableLine } from '../model/printable.ts';
import { colorsFor } from './colors.ts';
import { type CommandWord, quoteForShell } from './shell.ts';
import { alignColumns } from './table.ts';

/** How the result of `init` is shown. */
export interface NewProjectPage {
  readonly color: boolean;
  readonly next: NextSteps;
}

/** The result of `init` for people: files written and kept, defaults used, what to run next. */
export function renderNewProject(view: NewProjectView, { color, next }: NewProjectPage): string {
  const colors = colorsFor({ color });
  const lines = alignColumns(view.files.map(rowOf)).flatMap((line, index) => [
    /^[+~]/.test(line) ? colors.green(line) : line,
    ...noteOf(view.files[index]),
  ]);
  const numberOf = (outcome: NewFileView['outcome']) =>
    view.files.filter((file) => file.outcome === outcome).length;
  const [extended, updated] = [numberOf('extended'), numberOf('updated')];
  const closing = [
    `${count(numberOf('written'), 'file')} written`,
    ...(extended > 0 ? [`${extended} extended`] : []),
    ...(updated > 0 ? [`${updated} updated`] : []),
    `${numberOf('kept')} left unchanged.`,
  ].join(', ');
  const remarks = view.remarks.map(toPrintableLine);
  return [...lines, '', closing, ...remarks, ...stepLines(next), ''].join('\n');
}

function stepLines({ commands, otherwise }: NextSteps): readonly string[] {
  if (commands.length === 0) return [];
  const last = otherwise === undefined ? [] : [otherwise];
  return ['', 'Next:', ...commands.map((command) => `  ${command}`), ...last];
}

const signs = { written: '+', extended: '~', updated: '~', kept: '=' } as const;

function rowOf({ path, purpose, outcome }: NewFileView): string[] {
  const what = {
    written: purpose,
    extended: `${purpose}: lines added`,
    updated: `${purpose}: updated`,
    kept: 'exists, left unchanged',
  };
  return [`${signs[outcome]} ${toPrintableLine(path)}`, what[outcome]];
}

function noteOf(file: NewFileView | undefined): string[] {
  return file?.note ? [`    ${toPrintableLine(file.note)}`] : [];
}

/** What to run after `init`. */
export interface NextSteps {
  /** Ready to be pasted, in this order. */
  readonly commands: readonly string[];
  /** A sentence with one more command, for another situation. */
  readonly otherwise: string | undefined;
}

/**
 * The commands to run after `init`. `repeated`: options that they repeat, such as `-C`. None where the connectors are
 * imported at once, because the import names the next one.
 */
export function stepsAfterInit(view: NewProjectView, repeated: readonly CommandWord[]): NextSteps {
  const { cluster, worker, importConfirmed } = view;
  if (importConfirmed) return { commands: [], otherwise: undefined };
  const run = (...words: string[]) => ['connect-sync', ...words, ...repeated].map(quoteForShell).join(' ');
  const [plan, validate] = [run('plan', '--cluster', cluster.name), run('validate')];
  const importAll = run('import', '--cluster', cluster.name, '--secrets', '.env');
  if (worker?.answered === true) {
    const first = worker.connectors > 0 ? importAll : validate;
    return { commands: [first, plan], otherwise: undefined };
  }
  const port = worker === null ? undefined : loopbackPort(cluster.url ?? '');
  const sandbox = `connect-sync sandbox${port === 8083 ? '' : ` --port ${port}`} &`;
  return {
    commands: [validate, ...(port === undefined ? [] : [sandbox]), plan],
    otherwise: `If connectors run on the cluster already, create their files: ${importAll}`,
  };
}

/** The port of a URL that a sandbox could listen at; undefined if it is another machine. */
function loopbackPort(url: string): number | undefined {
  const match = /^http:\/\/(?:localhost|127\.0\.0\.1)(?::(\d+))?$/.exec(url);
  return match ? Number(match[1] ?? 80) : undefined;
}
