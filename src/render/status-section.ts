import { toPrintableLine } from '../model/printable.ts';
import type { ConnectorStatusView, StatusView } from '../model/status-view.ts';
import { colorsFor } from './colors.ts';
import { fitMiddle } from './display-width.ts';
import type { NextCommands } from './next-command.ts';
import { nextStepLines } from './next-step.ts';
import { healthText, needsAttention, paintHealth, statusTotal, suspendedLine } from './status-page.ts';
import type { WatchedSection } from './watch-frame.ts';

/** How it is shown. */
export interface SectionOptions {
  readonly color: boolean;
  readonly next: NextCommands;
  /** The width of the terminal. */
  readonly columns: number;
}

/** The status of one cluster to watch: the totals, then what is not healthy, with its cause and the next step. */
export function statusSection(view: StatusView, options: SectionOptions): WatchedSection {
  const broken = view.connectors.filter(needsAttention);
  return {
    head: [statusTotal(view), ...suspendedLine(view)],
    items: broken.map((connector) => item(connector, view.cluster, options)),
  };
}

const narrowestName = 20;

function item(
  connector: ConnectorStatusView,
  cluster: string,
  { color, next, columns }: SectionOptions,
): readonly string[] {
  const colors = colorsFor({ color });
  const { name, type, health } = connector;
  const cause = health.kind === 'failed' ? health.rootCause : null;
  const words = healthText(health);
  const room = Math.max(narrowestName, columns - type.length - words.length - 4);
  // A command that is cut does not work.
  const [step] = nextStepLines(connector, cluster, next).filter((line) => line.length + 4 <= columns);
  return [
    `${colors.bold(fitMiddle(toPrintableLine(name), room))}  ${type}  ${paintHealth(health, colors)(words)}`,
    ...(cause === null ? [] : [`    ${colors.red(toPrintableLine(cause))}`]),
    ...(step === undefined ? [] : [`    ${step}`]),
  ];
}
