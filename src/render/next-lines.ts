import type { OutcomeView, ReportView } from '../model/apply-view.ts';
import { count, grouped } from '../model/count.ts';
import { isUnwatched, needsAttention } from './outcome-lines.ts';
import { quoteForShell } from './shell.ts';

/** What to repeat of this run's command line in the commands that follow it. */
export interface NextArguments {
  /** For commands that only look at the cluster: where the project is, which files hold its credentials. */
  readonly status?: readonly string[];
  /** For a plan or an apply of the same. */
  readonly apply?: readonly string[];
  /** What does the rest; left out: `apply`. */
  readonly command?: string;
  /** What to look at first; left out: `plan`. A restore shows its plan itself. */
  readonly look?: string;
  /** The saved plan that was applied: what is left of it can be applied again. */
  readonly savedIn?: string;
}

const namesAtMost = 8;

/** What to type after an apply that did not do everything, and what for: a line each; none where all went well. */
export function nextLines(view: ReportView, next: NextArguments): string[] {
  const command = (words: readonly string[], repeated: readonly string[] = []) =>
    ['connect-sync', ...words, '--cluster', view.cluster, ...repeated].map(quoteForShell).join(' ');
  const { unhealthy, unwatched, undone, left } = sortOutcomes(view, next);
  const status = (names: readonly string[]) =>
    command(['status', ...(names.length > namesAtMost ? [] : names)], next.status);
  const goOn =
    next.savedIn === undefined
      ? command([next.command ?? 'apply'], next.apply)
      : command(['apply', next.savedIn], next.status);
  return [
    ...(unhealthy.length > 0
      ? [`${count(unhealthy.length, 'connector')} not healthy: ${status(unhealthy)}`]
      : []),
    ...(unwatched.length > 0
      ? [`${count(unwatched.length, 'connector')} not waited for: ${status(unwatched)}`]
      : []),
    ...(undone.length > 0
      ? [
          `To look at (${undone.join(', ')}): ${command([next.look ?? 'plan'], next.look === 'status' ? next.status : next.apply)}`,
        ]
      : []),
    ...(left.length > 0 ? [`To go on (${left.join(', ')}): ${goOn}`] : []),
  ];
}

interface Sorted {
  /** Names of connectors whose state says more. */
  readonly unhealthy: readonly string[];
  /** Names of connectors whose health nobody knows. */
  readonly unwatched: readonly string[];
  /** What has to be looked at before it is tried again. */
  readonly undone: readonly string[];
  /** What the next run does. */
  readonly left: readonly string[];
}

function sortOutcomes(
  { outcomes, counts, rollback }: ReportView,
  { savedIn }: Pick<NextArguments, 'savedIn'>,
): Sorted {
  const restored = new Set(rollback?.restored);
  const kept = outcomes.filter(({ name }) => !restored.has(name));
  const stale = numbered(counts.stale, 'stale');
  // What a saved plan saw and is no more needs another plan.
  const needsPlan = savedIn !== undefined;
  return {
    unhealthy: kept.filter(isUnhealthy).map(({ name }) => name),
    unwatched: kept.filter(isUnwatched).map(({ name }) => name),
    undone: [
      ...numbered(counts.failed, 'failed'),
      ...numbered(counts.unknown, 'of unknown outcome'),
      ...(needsPlan ? stale : []),
      ...numbered(restored.size, 'rolled back'),
      ...numbered(rollback?.left.length ?? 0, 'not rolled back'),
    ],
    left: [
      ...(needsPlan ? [] : stale),
      ...numbered(counts.skipped, 'skipped'),
      ...numbered(counts['not-started'], 'not started'),
    ],
  };
}

function isUnhealthy(outcome: OutcomeView): boolean {
  return (outcome.kind === 'applied' || outcome.kind === 'unchanged') && needsAttention(outcome);
}

function numbered(number: number, what: string): string[] {
  return number > 0 ? [`${grouped(number)} ${what}`] : [];
}
