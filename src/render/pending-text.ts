import type { PendingView } from '../model/apply-view.ts';
import { grouped, withMore } from '../model/count.ts';
import { toPrintableLine } from '../model/printable.ts';

/** The stage of a change in progress, as text that follows its name. */
export const stageWords = {
  writing: 'in progress',
  retrying: 'retrying',
  resolving: 'resolving an unknown outcome',
  progressing: 'waiting until healthy',
  healthy: 'healthy, waiting until stable',
  failed: 'unhealthy',
  restoring: 'rolling back',
} as const satisfies Record<PendingView['stage'], string>;

/** The display order of stages: trouble first. */
export const stageRanks = {
  failed: 0,
  resolving: 1,
  retrying: 2,
  restoring: 3,
  writing: 4,
  progressing: 5,
  healthy: 6,
} as const satisfies Record<PendingView['stage'], number>;

const namesAtMost = 3;

/**
 * Everything in progress on one short line: the number in each stage, trouble first, the first few names, and the
 * reason if it is the same for all.
 */
export function pendingText(pending: readonly PendingView[]): string {
  return Object.entries(stageRanks)
    .sort(([, one], [, other]) => one - other)
    .flatMap(([stage]) => stageText(pending.filter((one) => one.stage === stage)))
    .join('; ');
}

function stageText(members: readonly PendingView[]): string[] {
  const [first] = members;
  if (!first) return [];
  const reason = members.every((one) => one.reason === first.reason) ? first.reason : null;
  const why = reason === null ? '' : `: ${toPrintableLine(reason)}`;
  return [`${grouped(members.length)} ${stageWords[first.stage]} (${namesOf(members)}${why})`];
}

function namesOf(members: readonly PendingView[]): string {
  const names = members.slice(0, namesAtMost).map(({ name }) => toPrintableLine(name));
  return withMore(names, members.length);
}
