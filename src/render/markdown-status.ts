import type { ConnectorStatusView, InstanceView, StatusView } from '../inspect/status.ts';
import { count } from '../model/count.ts';
import { codeSpan, inertSentence, tableCode } from './markdown/inert-text.ts';
import { firstThen, fixed, listed, type Part, stacked, wrapped } from './markdown/part.ts';
import { causeText } from './outcome-lines.ts';
import { healthText, isHealthy, statusCounts } from './status-page.ts';

const longestDocument = 60_000;

/** Connector states for job summaries and issues: unhealthy connectors with root causes, then the others. */
export function renderStatusAsMarkdown(views: readonly StatusView[]): string {
  const text = stacked(views.map(clusterPart))(longestDocument - 1);
  return text === '' ? '' : `${text}\n`;
}

function clusterPart(view: StatusView): Part {
  const { cluster, connectors } = view;
  const found = [count(connectors.length, 'connector'), ...statusCounts(view)].join(', ');
  const broken = connectors.filter((connector) => !isHealthy(connector));
  const well = connectors.filter(isHealthy);
  return firstThen(
    fixed(`## Status of ${codeSpan(cluster)}: ${found}`),
    stacked([
      wrapped('### Unhealthy\n\n', items(broken)),
      wrapped(
        `<details><summary><b>Healthy</b>: ${count(well.length, 'connector')}</summary>\n\n`,
        rows(well),
        '\n\n</details>',
      ),
    ]),
  );
}

function items(connectors: readonly ConnectorStatusView[]): Part {
  if (connectors.length === 0) return fixed('');
  return listed(connectors.map(item), {
    separator: '\n',
    rest: (leftOut) => `- omitted for length: ${count(leftOut.length, 'more connector')}`,
  });
}

function item(view: ConnectorStatusView): string {
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
