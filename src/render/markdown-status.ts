import { count } from '../model/count.ts';
import type { ConnectorStatusView, InstanceView, StatusView } from '../model/status-view.ts';
import { codeSpan, inertSentence, tableCode } from './markdown/inert-text.ts';
import { firstThen, fixed, listed, type Part, stacked, wrapped } from './markdown/part.ts';
import type { NextCommands } from './next-command.ts';
import { nextSteps } from './next-step.ts';
import { causeText } from './outcome-lines.ts';
import { healthText, isHealthy, statusCounts } from './status-page.ts';

const longestDocument = 60_000;

/**
 * Connector states for job summaries and issues: connectors that are not healthy with root causes and, if the words of
 * commands are given, what to do next; then the others.
 */
export function renderStatusAsMarkdown(views: readonly StatusView[], next?: NextCommands): string {
  const text = stacked(views.map((view) => clusterPart(view, next)))(longestDocument - 1);
  return text === '' ? '' : `${text}\n`;
}

function clusterPart(view: StatusView, next: NextCommands | undefined): Part {
  const { cluster, connectors } = view;
  const broken = connectors.filter((connector) => !isHealthy(connector));
  return firstThen(
    fixed(`## Status of ${codeSpan(cluster)}: ${summaryOf(view)}`),
    stacked([
      wrapped(
        '### Not healthy\n\n',
        items(broken, (one) => item(one, cluster, next)),
      ),
      fold(
        'Paused or stopped',
        connectors.filter(({ health }) => health.kind === 'suspended'),
      ),
      fold(
        'Healthy',
        connectors.filter(({ health }) => health.kind === 'healthy'),
      ),
    ]),
  );
}

function summaryOf(view: StatusView): string {
  const all = Object.values(view.counts).reduce((sum, one) => sum + one, 0);
  if (all > 0 && view.counts.healthy === all)
    return all === 1 ? '1 connector, healthy' : `${count(all, 'connector')}, all healthy`;
  return [count(all, 'connector'), ...statusCounts(view)].join(', ');
}

function fold(title: string, connectors: readonly ConnectorStatusView[]): Part {
  const summary = `<b>${title}</b>: ${count(connectors.length, 'connector')}`;
  return wrapped(`<details><summary>${summary}</summary>\n\n`, rows(connectors), '\n\n</details>');
}

function items(
  connectors: readonly ConnectorStatusView[],
  print: (connector: ConnectorStatusView) => string,
): Part {
  if (connectors.length === 0) return fixed('');
  return listed(connectors.map(print), {
    separator: '\n',
    rest: (leftOut) => `- omitted for length: ${count(leftOut.length, 'more connector')}`,
  });
}

function item(view: ConnectorStatusView, cluster: string, next: NextCommands | undefined): string {
  const { name, health, connector, tasks } = view;
  const instances: [string, InstanceView | null][] = [
    ['connector', connector],
    ...tasks.map((task): [string, InstanceView] => [`task ${task.id}`, task]),
  ];
  const causes = instances.flatMap(([part, instance]) =>
    instance?.rootCause
      ? [`  - ${part} ${codeSpan(instance.state)}: ${inertSentence(instance.rootCause, codeSpan)}`]
      : [],
  );
  const group = health.kind === 'failed' ? causeText(health) : null;
  if (group) causes.push(`  - ${group}`);
  for (const { what, command } of next ? nextSteps(view, cluster, next) : [])
    causes.push(`  - ${inertSentence(what, codeSpan)}: ${codeSpan(command)}`);
  const versions = versionsOf(view).map(codeSpan).join(', ');
  const version = versions === '' ? '' : ` (version ${versions})`;
  return [`- ${codeSpan(name)}${version} is ${inertSentence(healthText(health), codeSpan)}`, ...causes].join(
    '\n',
  );
}

/** The versions of the plugin that a connector and its tasks run with: one, except in the middle of an upgrade. */
function versionsOf({ connector, tasks }: ConnectorStatusView): readonly string[] {
  return [...new Set([connector, ...tasks].flatMap((instance) => instance?.pluginVersion ?? []))];
}

function rows(connectors: readonly ConnectorStatusView[]): Part {
  if (connectors.length === 0) return fixed('');
  const hasVersions = connectors.some((connector) => versionsOf(connector).length > 0);
  const columns = ['connector', 'type', 'health', 'tasks', ...(hasVersions ? ['version'] : [])];
  const cells = connectors.map((connector) => cellsOf(connector).slice(0, columns.length));
  const list = listed(cells.map(tableRow), {
    separator: '\n',
    // The blank line ends the table.
    rest: (leftOut) => `\nOmitted for length: ${count(leftOut.length, 'connector')}.`,
  });
  return wrapped(`${tableRow(columns)}\n|${'---|'.repeat(columns.length)}\n`, list);
}

function cellsOf(view: ConnectorStatusView): readonly string[] {
  const { name, type, health, tasks } = view;
  const versions = versionsOf(view).map(tableCode).join(', ');
  return [
    tableCode(name),
    type,
    inertSentence(healthText(health), tableCode),
    String(tasks.length),
    versions,
  ];
}

function tableRow(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
