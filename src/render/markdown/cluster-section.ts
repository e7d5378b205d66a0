import { count, grouped } from '../../model/count.ts';
import type { PlanView } from '../../model/plan-view.ts';
import { clusterName, type PlanFormatOptions } from '../plan-format.ts';
import { type PlanSummary, summarizePlan } from '../plan-summary.ts';
import { reportedIn } from '../reported.ts';
import { changesPart } from './changes-part.ts';
import { deletionsPart } from './deletions-part.ts';
import { fencedBlock } from './fence.ts';
import { codeSpan, inertSentence } from './inert-text.ts';
import { leftAlonePart } from './left-alone-part.ts';
import { firstThen, fixed, type Part, stacked } from './part.ts';
import { planMarker } from './plan-marker.ts';
import { problemsPart } from './problems-part.ts';
import { refusalsPart } from './refusals-part.ts';

/**
 * The section of one cluster: the title with its counts, then what must not be overlooked (refusals, deletions,
 * errors), then, in the remaining room, each change, the warnings, and the connectors left alone.
 */
export function clusterSection(view: PlanView, options: PlanFormatOptions): Part {
  const { command } = options;
  const { changes, leftAlone } = reportedIn(view, options);
  const [errors, warnings] = [problemsOf(view, 'error'), problemsOf(view, 'warning')];
  const deletions = changes.filter(({ kind }) => kind === 'delete');
  const isDrift = command === 'drift';
  const important = stacked([
    refusalsPart(view.refusals),
    deletionsPart(deletions, command),
    problemsPart(errors, '### Errors'),
  ]);
  const more = stacked([
    changesPart(changes, command),
    problemsPart(warnings, '### Warnings'),
    leftAlonePart(leftAlone, isDrift ? 'Not counted as drift' : 'Left alone'),
  ]);
  const head = firstThen(fixed(headOf(view, options)), important);
  return firstThen(head, firstThen(more, fixed(closingOf(summarizePlan(view, options)))));
}

function problemsOf({ diagnostics }: PlanView, severity: 'error' | 'warning') {
  return diagnostics.filter((diagnostic) => diagnostic.severity === severity);
}

function headOf(view: PlanView, options: PlanFormatOptions): string {
  const summary = summarizePlan(view, options);
  const { counts, isClean, objections, unfinished } = summary;
  const title = options.command === 'drift' ? 'Drift on' : 'Plan for';
  const found = isClean ? 'no differences' : counts || 'nothing to do';
  const verdict = objections === undefined ? [] : [`**Cannot apply: fix ${objections} first.**`];
  return [
    `${planMarker(view, options.command)}\n## ${title} ${codeSpan(clusterName(view))}: ${found}`,
    ...verdict,
    ...unfinished.map((text) => `**Note:** ${inertSentence(text, codeSpan)}`),
    `${clusterText(view)}; ${countsText(view, summary)}`,
  ].join('\n\n');
}

function clusterText({ cluster: { name, url, workerVersion, kafkaClusterId } }: PlanView): string {
  const parts = [
    ...(name === null ? [] : [codeSpan(url)]),
    `Kafka Connect ${codeSpan(workerVersion)}`,
    ...(kafkaClusterId === null ? [] : [`Kafka cluster ${codeSpan(kafkaClusterId)}`]),
  ];
  return parts.join(', ');
}

function countsText({ connectorsDeclared, connectorsLive }: PlanView, { others }: PlanSummary): string {
  const live = grouped(connectorsLive);
  return `${count(connectorsDeclared, 'connector')} declared, ${live} live; ${others}.`;
}

function closingOf({ next }: PlanSummary): string {
  return next
    .map(({ text, command, end }) => {
      if (end !== undefined) return `${text} ${codeSpan(command)} ${end}`;
      // A truncated command would be a different command.
      return command.length <= longestCommand ? `${text}\n\n${fencedBlock([command], 'sh')}` : text;
    })
    .join('\n\n');
}

const longestCommand = 400;
