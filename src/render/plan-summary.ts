import { count, grouped } from '../model/count.ts';
import type { ChangeView, PlanView } from '../model/plan-view.ts';
import { comparedText } from './compared-text.ts';
import { countCauses } from './drift-causes.ts';
import { clusterName, type PlanFormatOptions } from './plan-format.ts';
import { commandAbout, isImportable, namesAtMost, reportedIn } from './reported.ts';
import { rolloutSentence } from './rollout-line.ts';
import { type CommandWord, quoteForShell } from './shell.ts';

/** A plan summarized in sentences, for the formats that people read. */
export interface PlanSummary {
  /** `1 create, 2 update`; empty if there are no changes. */
  readonly counts: string;
  /** `12 unchanged, 2 left alone`. */
  readonly others: string;
  /** No changes, refusals or errors. */
  readonly isClean: boolean;
  /** `12 connectors`, `match their files`: subject and verb of the sentence for a clean plan. */
  readonly clean: readonly [who: string, how: string];
  /** `2 refusals, 1 error`; undefined if the plan can be applied. */
  readonly objections: string | undefined;
  /** What was not checked, stated so that a missing message is not mistaken for success. */
  readonly unfinished: readonly string[];
  /** How changes that connectors share are applied, in sentences. */
  readonly rollouts: readonly string[];
  /** The commands to run next. */
  readonly next: readonly NextStep[];
}

/** A sentence that contains a command. */
export interface NextStep {
  readonly text: string;
  readonly command: string;
  /** The rest of the sentence after the command. */
  readonly end?: string;
}

/** Summarizes a plan, as a plan or as drift. */
export function summarizePlan(view: PlanView, options: PlanFormatOptions): PlanSummary {
  const { changes, leftAlone, unchanged } = reportedIn(view, options);
  const objections = objectionsTo(view);
  const { nouns, same, apart } = wordsOf(options);
  const others = [
    `${grouped(unchanged)} ${same}`,
    ...(leftAlone.length > 0 ? [`${grouped(leftAlone.length)} ${apart}`] : []),
  ];
  const causes = options.command === 'drift' ? countCauses(changes) : '';
  // A stale connector of a saved plan still differs from its file, so the plan is not clean.
  const isStale = leftAlone.some(({ reason }) => reason === 'stale');
  const isClean = changes.length === 0 && objections === undefined && !isStale;
  return {
    counts: countChanges(changes, nouns),
    others: others.join(', '),
    isClean,
    clean: [count(unchanged, 'connector'), cleanWords(view, unchanged)],
    objections,
    unfinished: [
      ...(view.base !== undefined && causes !== '' ? [`Compared with ${view.base}: ${causes}.`] : []),
      ...unchecked(view, options),
      ...unfinished(view, options),
    ],
    rollouts: options.command === 'drift' ? [] : rolloutSentences(view),
    next: isClean || objections !== undefined ? [] : nextSteps(view, options),
  };
}

function rolloutSentences({ rollouts = [] }: PlanView): readonly string[] {
  return rollouts.map((rollout) => rolloutSentence(rollout, rollouts));
}

/** The number of changes of each kind, in the words of the command: `1 create, 2 update`. */
export function changeCounts(
  changes: readonly ChangeView[],
  { command }: Pick<PlanFormatOptions, 'command'>,
): string {
  return countChanges(changes, wordsOf({ command }).nouns);
}

function wordsOf({ command }: Pick<PlanFormatOptions, 'command'>) {
  if (command === 'compare') return compareWords;
  return command === 'drift' ? driftWords : planWords;
}

function cleanWords({ comparedWith }: PlanView, unchanged: number): string {
  if (comparedWith) return `${unchanged === 1 ? 'is' : 'are'} ${comparedText(comparedWith, 'as in')}`;
  return unchanged === 1 ? 'matches its file' : 'match their files';
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
  same: 'in sync',
  apart: 'not counted',
  nouns: {
    create: ['missing', 'missing'],
    update: ['differs', 'differ'],
    'set-state': ['in another state', 'in another state'],
    restart: ['restart', 'restart'],
    delete: ['extra', 'extra'],
  } satisfies Nouns,
};

const compareWords = {
  same: 'unchanged',
  apart: 'not selected',
  nouns: {
    create: ['added', 'added'],
    update: ['changed', 'changed'],
    'set-state': ['with another state', 'with another state'],
    restart: ['restart', 'restart'],
    delete: ['removed', 'removed'],
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

/** Connectors that could not be compared are reported, never counted as "no drift". */
function unchecked({ leftAlone }: PlanView, { command }: PlanFormatOptions): string[] {
  const names = leftAlone.filter(({ reason }) => reason === 'cannot-compare').map(({ name }) => name);
  if (command !== 'drift' || names.length === 0) return [];
  const some = names.slice(0, namedAtMost).join(', ');
  const more = names.length > namedAtMost ? ` and ${names.length - namedAtMost} more` : '';
  return [
    `${count(names.length, 'connector')} not checked, because the worker masks values: ${some}${more}.`,
  ];
}

const namedAtMost = 8;

function unfinished({ complete, validation }: PlanView, { command }: PlanFormatOptions): string[] {
  return [
    ...(complete
      ? []
      : ['This plan is incomplete, because something could not be read, and cannot be applied.']),
    ...(validation === 'left-out' && command !== 'drift' && command !== 'compare'
      ? ['Not validated by the worker (--no-validate).']
      : []),
    ...(validation === 'denied' ? ['Not validated by the worker: permission denied.'] : []),
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

function nextSteps(view: PlanView, options: PlanFormatOptions): NextStep[] {
  const { command } = options;
  if (command === 'apply' || command === 'compare') return [];
  const apply = ['connect-sync', 'apply', ...applyWords(view, options)].map(quoteForShell).join(' ');
  if (command === 'plan') return [{ text: 'No changes made. To apply:', command: apply }];
  return [
    { text: 'No changes made. To restore the declared state:', command: apply },
    ...acceptance(view, options),
  ];
}

/** How to make the files declare what is live. A connector that is missing is no longer declared without its file. */
function acceptance(view: PlanView, options: PlanFormatOptions): NextStep[] {
  const names = view.changes
    .filter(({ kind }) => kind === 'update' || kind === 'set-state')
    .map(({ name }) => name);
  if (names.length === 0 || !isImportable(view, options)) return [];
  // Every declared connector, which is more than is shown if FILE arguments are given.
  const isShort = names.length <= namesAtMost || (options.files ?? []).length > 0;
  const suggested = isShort ? { words: ['import'], names } : { words: ['import', '--declared'] };
  const command = commandAbout(view, options, suggested);
  return [{ text: 'To accept the live state in the files:', command }];
}

/** A saved plan names its clusters, but for credentials. */
function applyWords(
  view: PlanView,
  { applyArguments = [], savedArguments = [], clusterWords, savedIn }: PlanFormatOptions,
): readonly CommandWord[] {
  const name = clusterName(view);
  const word = clusterWords?.get(name);
  if (savedIn === undefined) return ['--cluster', word ?? name, ...applyArguments];
  return [savedIn, ...(word === undefined ? [] : ['--cluster', word]), ...savedArguments];
}
