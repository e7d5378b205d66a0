import type { EventView, OutcomeView } from '../model/apply-view.ts';
import { count, withMore } from '../model/count.ts';
import { formatDuration } from '../model/duration.ts';
import { describeInterruption } from '../model/interruption.ts';
import { toPrintableLine } from '../model/printable.ts';
import { unreachable } from '../model/unreachable.ts';
import { colorsFor } from './colors.ts';
import { changeWords, outcomeDetails, outcomeText } from './outcome-lines.ts';
import { pendingText } from './pending-text.ts';

/** How to print events. */
export interface ApplyEventOptions {
  readonly color: boolean;
  /** The length of the longest name, for alignment; default: no alignment. */
  readonly nameWidth?: number;
  /** The changes in progress are the same as in the previous heartbeat. */
  readonly asBefore?: boolean;
}

/**
 * An event as a log line for non-interactive runs, with the message of the worker below a finished change. Empty for
 * intermediate events, which finished changes and heartbeats cover.
 */
export function renderApplyEvent(event: EventView, options: ApplyEventOptions): string {
  const text = eventText(event, options);
  return text === undefined ? '' : `${toPrintableLine(event.cluster)}: ${text}\n`;
}

function backedUpText({
  connectors,
  folder,
  masked = [],
}: Extract<EventView, { kind: 'backed-up' }>): string {
  const text = `backed up ${count(connectors, 'connector')}, secrets included, to ${toPrintableLine(folder)}`;
  if (masked.length === 0) return text;
  const keys = withMore(masked.slice(0, 5).map(toPrintableLine), masked.length);
  return `${text}; the worker masks values of ${keys}, so restore cannot write them back`;
}

function eventText(event: EventView, options: ApplyEventOptions): string | undefined {
  switch (event.kind) {
    case 'validated':
      return `validated ${count(event.count, 'configuration')} on the worker in ${formatDuration(event.milliseconds)}`;
    case 'backed-up':
      return backedUpText(event);
    case 'batch':
      return batchText(event);
    case 'started':
    case 'written':
    case 'health':
      return undefined;
    case 'waiting':
      return `${toPrintableLine(event.name)} waits ${waitText(event.milliseconds)}: ${toPrintableLine(event.reason)}`;
    case 'resolving':
      return `${toPrintableLine(event.name)}: ${toPrintableLine(event.reason)}; resolving an unknown outcome`;
    case 'finished':
      return finishedText(event, options);
    case 'amended':
      return amendedText(event, options);
    case 'awaiting':
      return `waiting for ${toPrintableLine(event.name)}, which this run does not change: ${toPrintableLine(event.reason)}`;
    case 'heartbeat':
      return heartbeatText(event, options);
    case 'interrupted':
      return `${interruptionText(event)}: no further change is started; changes in flight finish`;
    case 'rollback':
      return `rolling back ${toPrintableLine(event.name)} (${changeWords[event.change]})`;
    case 'rolled-back':
      return event.reason === null
        ? `rolled back: ${toPrintableLine(event.name)} is as it was before`
        : `not rolled back: ${toPrintableLine(event.name)}: ${toPrintableLine(event.reason)}`;
    default:
      return unreachable(event);
  }
}

function interruptionText({ signal }: Extract<EventView, { kind: 'interrupted' }>): string {
  return signal === 'lock-lost' ? describeInterruption(signal) : signal;
}

function batchText({ names, index, total, isCanary }: Extract<EventView, { kind: 'batch' }>): string {
  const [name = ''] = names;
  const who = names.length === 1 ? toPrintableLine(name) : count(names.length, 'connector');
  return `rollout: ${isCanary ? 'canary' : `batch ${index} of ${total}`}, ${who}`;
}

/** With jitter the first delay can be close to zero. */
function waitText(milliseconds: number): string {
  return milliseconds < 100 ? 'a moment' : formatDuration(milliseconds);
}

function heartbeatText(
  { pending, milliseconds }: Extract<EventView, { kind: 'heartbeat' }>,
  { asBefore }: ApplyEventOptions,
): string {
  const what = asBefore ? 'as before' : pendingText(pending);
  return `still working after ${formatDuration(milliseconds)}: ${what}`;
}

function finishedText(
  { index, total, outcome }: Extract<EventView, { kind: 'finished' }>,
  options: ApplyEventOptions,
): string {
  return placedText(`[${String(index).padStart(String(total).length)}/${total}]`, outcome, options);
}

function amendedText(
  { outcome }: Extract<EventView, { kind: 'amended' }>,
  options: ApplyEventOptions,
): string {
  return placedText('[now]', outcome, options);
}

function placedText(
  place: string,
  outcome: OutcomeView,
  { color, nameWidth = 0 }: ApplyEventOptions,
): string {
  const colors = colorsFor({ color });
  const isBad = outcome.kind === 'failed' || outcome.kind === 'unknown' || outcome.health?.kind === 'failed';
  const word = changeWords[outcome.change].padEnd(7);
  const name = toPrintableLine(outcome.name).padEnd(nameWidth);
  const text = outcomeText(outcome);
  const line = `${place} ${word} ${name}   ${isBad ? colors.red(text) : text}`;
  return [line, ...outcomeDetails(outcome).map((detail) => `        ${detail}`)].join('\n');
}
