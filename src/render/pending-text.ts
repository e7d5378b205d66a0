import type { PendingView } from '../model/apply-view.ts';
import { toPrintableLine } from '../model/printable.ts';

/** What a change that has begun is doing, in words that fit behind its name. */
export const stageWords = {
  writing: 'in progress',
  retrying: 'trying again',
  settling: 'reading whether it came about',
  progressing: 'waiting until healthy',
  healthy: 'healthy, watched until stable',
  failed: 'unhealthy',
  restoring: 'rolling back',
} as const satisfies Record<PendingView['stage'], string>;

/** Stages by how much they want to be seen: what is in trouble first. */
export const stageRanks = {
  failed: 0,
  settling: 1,
  retrying: 2,
  restoring: 3,
  writing: 4,
  progressing: 5,
  healthy: 6,
} as const satisfies Record<PendingView['stage'], number>;

const namesAtMost = 3;
const groupsAtMost = 5;

/**
 * All that is under way, on one line: who does the same for the same reason stands together, trouble first, and what
 * does not fit is counted.
 */
export function pendingText(pending: readonly PendingView[]): string {
  const groups = [...groupByText(pending)].sort(([, one], [, other]) => rankOf(one) - rankOf(other));
  const shown = groups.slice(0, groupsAtMost).map(([text, members]) => `${namesOf(members)} (${text})`);
  const rest = groups.slice(groupsAtMost).reduce((sum, [, members]) => sum + members.length, 0);
  return [...shown, ...(rest > 0 ? [`${rest.toLocaleString('en-GB')} more`] : [])].join(', ');
}

function groupByText(pending: readonly PendingView[]): Map<string, PendingView[]> {
  const groups = new Map<string, PendingView[]>();
  for (const one of pending) {
    const text = doingText(one);
    const members = groups.get(text);
    if (members) members.push(one);
    else groups.set(text, [one]);
  }
  return groups;
}

function doingText({ stage, reason }: PendingView): string {
  return reason === null ? stageWords[stage] : `${stageWords[stage]}: ${toPrintableLine(reason)}`;
}

function rankOf([first]: readonly PendingView[]): number {
  return first ? stageRanks[first.stage] : Number.POSITIVE_INFINITY;
}

function namesOf(members: readonly PendingView[]): string {
  const names = members.slice(0, namesAtMost).map(({ name }) => toPrintableLine(name));
  const rest = members.length - names.length;
  return `${names.join(', ')}${rest > 0 ? ` and ${rest.toLocaleString('en-GB')} more` : ''}`;
}
