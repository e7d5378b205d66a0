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

function item({ name, health, connector, tasks }: ConnectorStatusView): string {
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
  return [`- ${codeSpan(name)} is ${inertSentence(healthText(health), codeSpan)}`, ...causes].join('\n');
}

function rows(connectors: readonly ConnectorStatusView[]): Part {
  if (connectors.length === 0) return fixed('');
  const list = listed(connectors.map(row), {
    separator: '\n',
    // The blank line ends the table.
    rest: (leftOut) => `\nOmitted for length: ${count(leftOut.length, 'connector')}.`,
  });
  return wrapped('| connector | type | health | tasks |\n|---|---|---|---|\n', list);
}

function row({ name, type, health, tasks }: ConnectorStatusView): string {
  return `| ${tableCode(name)} | ${type} | ${inertSentence(healthText(health), tableCode)} | ${tasks.length} |`;
}
