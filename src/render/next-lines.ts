import type { OutcomeView, ReportView } from '../model/apply-view.ts';
import { count, grouped } from '../model/count.ts';
import { nextCommand } from './next-command.ts';
import { isUnwatched, needsAttention } from './outcome-lines.ts';
import type { ClusterWords, CommandWord } from './shell.ts';

/** Options of this run that the suggested commands repeat. */
export interface NextArguments {
  /** For reading commands: the project, and the files with credentials. */
  readonly status?: readonly CommandWord[];
  /** For a plan or an apply of the same connectors. */
  readonly apply?: readonly CommandWord[];
  /** The command that continues; default `apply`. */
  readonly command?: string;
  /** The command to review with; default `plan`. A restore shows its plan itself. */
  readonly look?: string;
  /** The saved plan that was applied: it can be applied again to finish the rest. */
  readonly savedIn?: string;
  /** The folder with the backup of this run. */
  readonly backup?: string | undefined;
  /** The words for `--cluster` where they are not the names that the view shows. */
  readonly clusterWords?: ClusterWords | undefined;
}

const namesAtMost = 8;

/** The commands to run after an apply that did not finish everything, and how to get back what it changed; one per line. */
export function nextLines(view: ReportView, next: NextArguments): string[] {
  const command = (
    words: readonly string[],
    repeated: readonly CommandWord[] = [],
    names: readonly string[] = [],
  ) => nextCommand({ words, names }, view.cluster, { repeated, clusterWords: next.clusterWords });
  const { unhealthy, unwatched, undone, left } = sortOutcomes(view, next);
  const status = (names: readonly string[]) =>
    command(['status'], next.status, names.length > namesAtMost ? [] : names);
  const continuing =
    next.savedIn === undefined
      ? command([next.command ?? 'apply'], next.apply)
      : command(['apply'], next.status, [next.savedIn]);
  return [
    ...(unhealthy.length > 0
      ? [`${count(unhealthy.length, 'connector')} not healthy: ${status(unhealthy)}`]
      : []),
    ...(unwatched.length > 0
      ? [`${count(unwatched.length, 'connector')} not checked: ${status(unwatched)}`]
      : []),
    ...(undone.length > 0
      ? [
          `To review (${undone.join(', ')}): ${command([next.look ?? 'plan'], next.look === 'status' ? next.status : next.apply)}`,
        ]
      : []),
    ...(left.length > 0 ? [`To continue (${left.join(', ')}): ${continuing}`] : []),
    ...(next.backup !== undefined && hasOverwritten(view)
      ? [`To restore: ${command(['restore'], next.status, [next.backup])}`]
      : []),
  ];
}

interface Sorted {
  /** Names of connectors whose status shows more. */
  readonly unhealthy: readonly string[];
  /** Names of connectors whose health was not checked. */
  readonly unwatched: readonly string[];
  /** What must be reviewed before a retry. */
  readonly undone: readonly string[];
  /** What the next run will do. */
  readonly left: readonly string[];
}

function sortOutcomes(
  { outcomes, others, counts, rollback }: ReportView,
  { savedIn }: Pick<NextArguments, 'savedIn'>,
): Sorted {
  const restored = new Set(rollback?.restored);
  const kept = outcomes.filter(({ name }) => !restored.has(name));
  // What somebody else changed again must be reviewed: another apply would undo it.
  const overtaken =
    outcomes.filter(({ kind, wrote }) => kind === 'stale' && wrote).length +
    others.filter(({ changed }) => changed !== null).length;
  const stale = numbered(outcomes.filter(({ kind, wrote }) => kind === 'stale' && !wrote).length, 'stale');
  // A connector that changed after the plan was saved needs a new plan.
  const needsPlan = savedIn !== undefined;
  return {
    unhealthy: [...kept.filter(isUnhealthy), ...others.filter(({ changed }) => changed === null)].map(
      ({ name }) => name,
    ),
    unwatched: kept.filter(isUnwatched).map(({ name }) => name),
    undone: [
      ...numbered(counts.failed, 'failed'),
      ...numbered(counts.unknown, 'with unknown outcome'),
      ...numbered(overtaken, 'changed by someone else'),
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

/** Whether something was changed or deleted that the run has not rolled back. */
function hasOverwritten({ outcomes, rollback }: ReportView): boolean {
  const restored = new Set(rollback?.restored);
  return outcomes.some(
    ({ name, change, wrote }) => wrote && (change === 'update' || change === 'delete') && !restored.has(name),
  );
}

function isUnhealthy(outcome: OutcomeView): boolean {
  return (outcome.kind === 'applied' || outcome.kind === 'unchanged') && needsAttention(outcome);
}

function numbered(number: number, what: string): string[] {
  return number > 0 ? [`${grouped(number)} ${what}`] : [];
}
