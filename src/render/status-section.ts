import type { ConnectorStatusView, StatusView } from '../inspect/status.ts';
import { toPrintableLine } from '../model/printable.ts';
import { colorsFor } from './colors.ts';
import type { NextCommands } from './next-command.ts';
import { nextStepLines } from './next-step.ts';
import { healthText, needsAttention, paintHealth, statusTotal, suspendedLine } from './status-page.ts';
import type { WatchedSection } from './watch-frame.ts';

/** The status of one cluster to watch: the totals, then what is not healthy, with its cause and the next step. */
export function statusSection(
  view: StatusView,
  options: { readonly color: boolean; readonly next: NextCommands },
): WatchedSection {
  const broken = view.connectors.filter(needsAttention);
  return {
    head: [statusTotal(view), ...suspendedLine(view)],
    items: broken.map((connector) => item(connector, view.cluster, options)),
  };
}

function item(
  connector: ConnectorStatusView,
  cluster: string,
  { color, next }: { readonly color: boolean; readonly next: NextCommands },
): readonly string[] {
  const colors = colorsFor({ color });
  const { name, type, health } = connector;
  const cause = health.kind === 'failed' ? health.rootCause : null;
  const [step] = nextStepLines(connector, cluster, next);
  return [
    `${colors.bold(toPrintableLine(name))}  ${type}  ${paintHealth(health, colors)(healthText(health))}`,
    ...(cause === null ? [] : [`    ${colors.red(toPrintableLine(cause))}`]),
    ...(step === undefined ? [] : [`    ${step}`]),
  ];
}
