import { createHash } from 'node:crypto';
import { count, grouped } from '../../model/count.ts';
import { planDigest } from '../../model/digest.ts';
import type { Refusal } from '../../model/plan.ts';
import type { ChangeView, PlanView } from '../../model/plan-view.ts';
import { revisionText } from '../compared-text.ts';
import { clusterName, type PlanFormatOptions } from '../plan-format.ts';
import { changeCounts, type PlanSummary, summarizePlan } from '../plan-summary.ts';
import { describeDeletion, reportedIn, reportLeftAlone } from '../reported.ts';
import { changeFold } from './change-fold.ts';
import { fencedBlock } from './fence.ts';
import { codeSpan, inertSentence } from './inert-text.ts';
import { leftAlonePart } from './left-alone-part.ts';
import { namesPart } from './names-part.ts';
import { firstThen, fixed, listed, type Part, sizeOf, stacked, wrapped } from './part.ts';
import { placeLink } from './place-link.ts';
import { problemsPart } from './problems-part.ts';
import { sharedEffects, sharedSentence, withoutEffects } from './shared-effects.ts';

/**
 * The section of one cluster: the title with its counts, then what must not be overlooked (refusals, deletions,
 * errors), then, in the remaining room, each change, the warnings, and the connectors left alone.
 */
export function clusterSection(view: PlanView, options: PlanFormatOptions): Part {
  const { command } = options;
  const { changes, leftAlone } = reportedIn(view, options);
  const { listed, sentences } = reportLeftAlone(leftAlone, view, options);
  const [errors, warnings] = [problemsOf(view, 'error'), problemsOf(view, 'warning')];
  const deletions = changes.filter(({ kind }) => kind === 'delete');
  const isDrift = command === 'drift';
  const important = stacked([
    refusalsPart(view.refusals),
    deletionsPart(deletions, options),
    problemsPart(errors, '### Errors', options.linkTo),
  ]);
  const more = stacked([
    changesPart(changes, options),
    problemsPart(warnings, '### Warnings', options.linkTo),
    leftAlonePart(listed, {
      title: isDrift ? 'Not counted as drift' : 'Left alone',
      more: sentences,
      remarkOn: (left) => describeDeletion(left, view, options),
    }),
  ]);
  const head = firstThen(fixed(headOf(view, options)), important);
  return firstThen(head, firstThen(more, fixed(closingOf(summarizePlan(view, options), options))));
}

function problemsOf({ diagnostics }: PlanView, severity: 'error' | 'warning') {
  return diagnostics.filter((diagnostic) => diagnostic.severity === severity);
}

const titles = {
  plan: 'Plan for',
  apply: 'Plan for',
  drift: 'Drift on',
  compare: 'Changed files for',
} as const satisfies Record<PlanFormatOptions['command'], string>;

function titleOf(view: PlanView, { command }: PlanFormatOptions): string {
  if (command === 'compare' && view.cluster.name === null) return 'Changed files';
  return `${titles[command]} ${codeSpan(clusterName(view))}`;
}

function headOf(view: PlanView, options: PlanFormatOptions): string {
  const summary = summarizePlan(view, options);
  const { counts, isClean, objections, unfinished, rollouts } = summary;
  const title = titleOf(view, options);
  const found = isClean ? 'no differences' : counts || 'nothing to do';
  const obstacle = obstacleTo(view, options, objections);
  const isCompared = options.command === 'compare';
  return [
    `${planMarker(view, options.command)}\n## ${title}${obstacle === undefined || isCompared ? '' : ' cannot be applied'}: ${obstacle ?? found}`,
    ...(options.command === 'drift' && objections !== undefined ? [`**Fix ${objections} first.**`] : []),
    ...(obstacle === undefined || counts === '' ? [] : [`${isCompared ? 'Changes' : 'Planned'}: ${counts}.`]),
    ...rollouts.map((text) => inertSentence(text, codeSpan)),
    ...unfinished.map((text) => `**Note:** ${inertSentence(text, codeSpan)}`),
    `${clusterText(view)}; ${countsText(view, summary)}`,
  ].join('\n\n');
}

/** Why the plan cannot be applied; undefined if it can. Drift is not applied. */
function obstacleTo(
  { complete }: PlanView,
  { command }: PlanFormatOptions,
  objections: string | undefined,
): string | undefined {
  if (command === 'drift') return undefined;
  return objections ?? (complete ? undefined : 'incomplete');
}

function clusterText({ cluster, comparedWith }: PlanView): string {
  if (comparedWith)
    return `Compared with the files as of ${codeSpan(revisionText(comparedWith))}; no cluster was read`;
  const { name, url, workerVersion, kafkaClusterId } = cluster;
  const parts = [
    ...(name === null ? [] : [codeSpan(url)]),
    `Kafka Connect ${codeSpan(workerVersion)}`,
    ...(kafkaClusterId === null ? [] : [`Kafka cluster ${codeSpan(kafkaClusterId)}`]),
  ];
  return parts.join(', ');
}

function countsText(view: PlanView, { others }: PlanSummary): string {
  const { connectorsDeclared, connectorsLive, comparedWith } = view;
  const other = `${grouped(connectorsLive)} ${comparedWith ? 'before' : 'live'}`;
  return `${count(connectorsDeclared, 'connector')} declared, ${other}; ${others}.`;
}

function closingOf({ next }: PlanSummary, { mergeApplies }: PlanFormatOptions): string {
  if (mergeApplies === true && next.length > 0) return '**Merging applies this plan.**';
  return next
    .map(({ text, command, end }) => {
      if (end !== undefined) return `${text} ${codeSpan(command)} ${end}`;
      // A truncated command would be a different command.
      return command.length <= longestCommand ? `${text}\n\n${fencedBlock([command], 'sh')}` : text;
    })
    .join('\n\n');
}

const longestCommand = 400;

/** The failed safety checks with their hints in full, and as many of the violating connectors as fit. */
function refusalsPart(refusals: readonly Refusal[]): Part {
  if (refusals.length === 0) return fixed('');
  return wrapped('### Refused\n\n', stacked(refusals.map(refusalPart)));
}

function refusalPart({ code, message, hint, names }: Refusal): Part {
  const text = `- **refused** ${codeSpan(code)}: ${inertSentence(message, codeSpan)}`;
  const advice = hint === '' ? '' : `\n  - hint: ${inertSentence(hint, codeSpan)}`;
  return names.length === 0 ? fixed(text + advice) : wrapped(`${text}\n  - `, namesPart(names), advice);
}

/**
 * The hidden first line of the section of a cluster: it identifies the comment, and shows whether the comment is still
 * about the same plan. No other line of the document begins like it.
 */
function planMarker(view: PlanView, command: PlanFormatOptions['command']): string {
  return `<!-- connect-sync ${command} cluster=${markerName(clusterName(view))} digest=${planDigest(view)} -->`;
}

/** A cluster name as one word that cannot end an HTML comment; a very long name as its SHA-256. */
function markerName(name: string): string {
  // Inside a comment two hyphens in a row may end it.
  const word = encodeURIComponent(name.toWellFormed()).replaceAll('--', '-%2D').replace(/^$|-$/, '%2D');
  return word.length <= longestWord ? word : `sha256:${createHash('sha256').update(name).digest('hex')}`;
}

const longestWord = 200;

/** One fold per connector as far as they fit; for the rest, counts by kind and names. */
function changesPart(changes: readonly ChangeView[], options: PlanFormatOptions): Part {
  if (changes.length === 0) return fixed('');
  const { command } = options;
  const shared = command === 'drift' ? new Set<string>() : sharedEffects(changes);
  const folds = changes.map((change) => changeFold(withoutEffects(change, shared), options));
  const rest = (leftOut: readonly number[], room: number): string => {
    const left = leftOut.flatMap((index) => changes[index] ?? []);
    const counts = changeCounts(left, { command });
    const text = `Omitted for length: ${count(left.length, 'connector')} (${counts})`;
    const names = wrapped(': ', namesPart(left.map(({ name }) => name)));
    const other = command === 'compare' ? 'plan --offline' : command;
    const whereElse = `. ${codeSpan(`connect-sync ${other}`)} shows them.`;
    const roomForNames = room - sizeOf(text + whereElse);
    return text + (roomForNames < leastForNames ? '' : names(roomForNames)) + whereElse;
  };
  return wrapped(`### Changes\n\n${sharedSentence(shared)}`, listed(folds, { separator: '\n\n', rest }));
}

/** With less room than this in bytes, names are omitted. */
const leastForNames = 200;

/** The deletions with their reasons and effects; if that is too long, the names only. */
function deletionsPart(deletions: readonly ChangeView[], options: PlanFormatOptions): Part {
  const { command } = options;
  if (deletions.length === 0) return fixed('');
  const title = { plan: 'Deletes', apply: 'Deletes', drift: 'Extra:', compare: 'Removed:' }[command];
  const shared = command === 'drift' ? new Set<string>() : sharedEffects(deletions);
  const heading = `### ${title} ${count(deletions.length, 'connector')}\n\n${sharedSentence(shared)}`;
  const whole =
    heading + deletions.map((deletion) => deletionLine(withoutEffects(deletion, shared), options)).join('\n');
  const names = wrapped(heading, namesPart(deletions.map(({ name }) => name)));
  const wholeSize = sizeOf(whole);
  return (room) => (wholeSize <= room ? whole : names(room));
}

function deletionLine(
  { name, source, reason, effects }: ChangeView,
  { command, linkTo }: PlanFormatOptions,
): string {
  const why = [
    ...(reason === null ? [] : [inertSentence(reason, codeSpan)]),
    ...(source ? [placeLink(source, `${source.file}:${source.line}`, linkTo)] : []),
  ];
  const because = why.length > 0 ? ` (${why.join(', ')})` : '';
  // Drift reports the current state, so it omits effects.
  const hasEffects = command !== 'drift' && effects.length > 0;
  const effect = hasEffects ? `: ${inertSentence(effects.join('; '), codeSpan)}` : '';
  return `- ${codeSpan(name)}${because}${effect}`;
}
