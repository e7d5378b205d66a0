import type { ChangeView, PlanView } from '../model/plan-view.ts';
import { toPrintableLine } from '../model/printable.ts';
import type { Colors } from './colors.ts';
import { count } from './count.ts';
import { clusterName, type PlanFormatOptions } from './plan-format.ts';
import { reportedIn } from './reported.ts';
import { quoteForShell } from './shell.ts';

/** The totals of a page, whether anything stands against the plan, and what to type next. */
export function closingLines(view: PlanView, options: PlanFormatOptions, colors: Colors): string[] {
  const { changes, leftAlone, unchanged } = reportedIn(view, options);
  const objections = objectionsTo(view);
  if (changes.length === 0 && objections === undefined) {
    return [colors.green(noDifferences(view, unchanged)), ...unfinished(view, options)];
  }
  const { title, nouns, same, apart } = options.command === 'drift' ? driftWords : planWords;
  const others = [
    `${unchanged.toLocaleString('en-GB')} ${same}`,
    ...(leftAlone.length > 0 ? [`${leftAlone.length.toLocaleString('en-GB')} ${apart}`] : []),
  ];
  const totals = `${title}: ${countsOf(changes, nouns) || 'nothing to do'}; ${others.join(', ')}.`;
  return [colors.bold(totals), ...unfinished(view, options), ...nextLines(view, options, objections)];
}

function noDifferences(view: PlanView, unchanged: number): string {
  const are = unchanged === 1 ? 'is as its file says' : 'are as the files say';
  return `No differences: ${count(unchanged, 'connector')} on ${toPrintableLine(clusterName(view))} ${are}.`;
}

type Nouns = Readonly<Record<ChangeView['kind'], readonly [one: string, many: string]>>;

const planWords = {
  title: 'Plan',
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
  title: 'Drift',
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

function countsOf(changes: readonly ChangeView[], nouns: Nouns): string {
  const kinds = ['create', 'update', 'set-state', 'restart', 'delete'] as const;
  return kinds
    .map((kind) => [changes.filter((change) => change.kind === kind).length, nouns[kind]] as const)
    .filter(([number]) => number > 0)
    .map(([number, [one, many]]) => count(number, one, many))
    .join(', ');
}

/** What was not checked, so that nobody takes silence for consent. */
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

function nextLines(
  view: PlanView,
  { command, applyArguments }: PlanFormatOptions,
  objections?: string,
): string[] {
  if (objections !== undefined) return [`Nothing can be applied before this is settled: ${objections}.`];
  if (command === 'apply') return [];
  const words = ['connect-sync', 'apply', '--cluster', clusterName(view), ...(applyArguments ?? [])];
  const apply = words.map(quoteForShell).join(' ');
  if (command === 'plan') return [`Nothing has been changed. To do it: ${apply}`];
  return [
    `Nothing has been changed. To bring the cluster back to the files: ${apply}`,
    'If the cluster is right, change the files: connect-sync show prints what is live.',
  ];
}
