import { count, grouped } from '../model/count.ts';
import type { ChangeView, PlanView } from '../model/plan-view.ts';
import { countCauses } from './drift-causes.ts';
import { clusterName, type PlanFormatOptions } from './plan-format.ts';
import { reportedIn } from './reported.ts';
import { quoteForShell } from './shell.ts';

/** A plan in a few sentences, for every format that people read. */
export interface PlanSummary {
  /** `1 create, 2 update`; empty where there is nothing to do. */
  readonly counts: string;
  /** `12 unchanged, 2 left alone`. */
  readonly others: string;
  /** No changes, and nothing stands against the plan. */
  readonly isClean: boolean;
  /** `12 connectors`, `are as the files say`: what is said of a clean plan. */
  readonly clean: readonly [who: string, how: string];
  /** `2 refusals, 1 error`; undefined where nothing stands against the plan. */
  readonly objections: string | undefined;
  /** What was not checked, so that nobody takes silence for consent. */
  readonly unfinished: readonly string[];
  /** What to type next, with what it does. */
  readonly next: readonly NextStep[];
}

/** A sentence with a command in it. */
export interface NextStep {
  readonly said: string;
  readonly command: string;
  /** How the sentence ends, where not with the command. */
  readonly end?: string;
}

/** Sums a plan up, as a plan or as drift. */
export function summarizePlan(view: PlanView, options: PlanFormatOptions): PlanSummary {
  const { changes, leftAlone, unchanged } = reportedIn(view, options);
  const objections = objectionsTo(view);
  const { nouns, same, apart } = options.command === 'drift' ? driftWords : planWords;
  const others = [
    `${grouped(unchanged)} ${same}`,
    ...(leftAlone.length > 0 ? [`${grouped(leftAlone.length)} ${apart}`] : []),
  ];
  const causes = options.command === 'drift' ? countCauses(changes) : '';
  // Of a saved plan that is applied something may be left to do, and not by it.
  const isStale = leftAlone.some(({ reason }) => reason === 'stale');
  const isClean = changes.length === 0 && objections === undefined && !isStale;
  return {
    counts: countChanges(changes, nouns),
    others: others.join(', '),
    isClean,
    clean: [count(unchanged, 'connector'), unchanged === 1 ? 'is as its file says' : 'are as the files say'],
    objections,
    unfinished: [
      ...(view.base !== undefined && causes !== '' ? [`Held against ${view.base}: ${causes}.`] : []),
      ...unchecked(view, options),
      ...unfinished(view, options),
    ],
    next: isClean || objections !== undefined ? [] : nextSteps(view, options),
  };
}

/** How many of each kind, as a command calls them: `1 create, 2 update`. */
export function changeCounts(
  changes: readonly ChangeView[],
  { command }: Pick<PlanFormatOptions, 'command'>,
): string {
  return countChanges(changes, command === 'drift' ? driftWords.nouns : planWords.nouns);
}

type Nouns = Readonly<Record<ChangeView['kind'], readonly [one: string, many: string]>>;

const planWords = {
  same: 'unchanged',
  apart: 'left alone',
  nouns: {
    create: ['create', 'create'],
    update: ['update', 'update'],
    'set-state': ['state change', 'state changes'],
    restart: ['restart', 'restart'],
    delete: ['delete', 'delete'],
  } satisfies Nouns,
};

const driftWords = {
  same: 'as the files say',
  apart: 'not counted',
  nouns: {
    create: ['missing', 'missing'],
    update: ['differs', 'differ'],
    'set-state': ['in another state', 'in another state'],
    restart: ['restart', 'restart'],
    delete: ['extra', 'extra'],
  } satisfies Nouns,
};

function countChanges(changes: readonly ChangeView[], nouns: Nouns): string {
  const kinds = ['create', 'update', 'set-state', 'restart', 'delete'] as const;
  return kinds
    .map((kind) => [changes.filter((change) => change.kind === kind).length, nouns[kind]] as const)
    .filter(([number]) => number > 0)
    .map(([number, [one, many]]) => count(number, one, many))
    .join(', ');
}

/** What nobody could compare is never "no drift". */
function unchecked({ leftAlone }: PlanView, { command }: PlanFormatOptions): string[] {
  const names = leftAlone.filter(({ reason }) => reason === 'cannot-compare').map(({ name }) => name);
  if (command !== 'drift' || names.length === 0) return [];
  const some = names.slice(0, namedAtMost).join(', ');
  const more = names.length > namedAtMost ? ` and ${names.length - namedAtMost} more` : '';
  return [`${count(names.length, 'connector')} unchecked, since the worker hides values: ${some}${more}.`];
}

const namedAtMost = 8;

function unfinished({ complete, validation }: PlanView, { command }: PlanFormatOptions): string[] {
  return [
    ...(complete ? [] : ['This plan is not complete: something could not be read. It cannot be applied.']),
    ...(validation === 'left-out' && command !== 'drift'
      ? ['Not validated by the worker (--no-validate).']
      : []),
    ...(validation === 'denied' ? ['Not validated by the worker: the credentials may not do that.'] : []),
  ];
}

function objectionsTo({ refusals, diagnostics }: PlanView): string | undefined {
  const errors = diagnostics.filter((diagnostic) => diagnostic.severity === 'error').length;
  const objections = [
    ...(refusals.length > 0 ? [count(refusals.length, 'refusal')] : []),
    ...(errors > 0 ? [count(errors, 'error')] : []),
  ];
  return objections.length > 0 ? objections.join(', ') : undefined;
}

function nextSteps(view: PlanView, { command, applyArguments, savedIn }: PlanFormatOptions): NextStep[] {
  if (command === 'apply') return [];
  const how = savedIn === undefined ? ['--cluster', clusterName(view), ...(applyArguments ?? [])] : [savedIn];
  const apply = ['connect-sync', 'apply', ...how].map(quoteForShell).join(' ');
  if (command === 'plan') return [{ said: 'Nothing has been changed. To do it:', command: apply }];
  return [
    { said: 'Nothing has been changed. To bring the cluster back to the files:', command: apply },
    {
      said: 'If the cluster is right, change the files:',
      command: 'connect-sync show',
      end: 'prints what is live.',
    },
  ];
}
