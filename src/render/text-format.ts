import { count, grouped } from '../model/count.ts';
import type { Refusal } from '../model/plan.ts';
import type { LeftAloneView, PlanView } from '../model/plan-view.ts';
import { toPrintableLine } from '../model/printable.ts';
import { changeBlock, columnsOf } from './change-block.ts';
import { clusterIdentity } from './cluster-identity.ts';
import { type Colors, colorsFor } from './colors.ts';
import { comparedText } from './compared-text.ts';
import { leftAloneLines } from './left-alone-lines.ts';
import { clusterName, type PlanFormat, type PlanFormatOptions } from './plan-format.ts';
import { type PlanSummary, summarizePlan } from './plan-summary.ts';
import { describeDeletion, inOneLine, reportedIn, reportLeftAlone } from './reported.ts';

/** The text page: refusals, each change with its diff, connectors left alone, totals. */
export const textFormat: PlanFormat = {
  render: (views, options) => {
    const colors = colorsFor(options);
    const pages = views.map((view) => `${page(view, options, colors).join('\n')}\n`);
    return [...pages, ...uncheckedClusters(options, colors)].join('\n');
  },
};

/** A cluster that could not be read must not look like one without drift. */
function uncheckedClusters({ command, unread = [] }: PlanFormatOptions, colors: Colors): string[] {
  if (command !== 'drift') return [];
  return unread.map(({ message }) => {
    const [first = ''] = message.split('\n');
    return `${colors.yellow(`Unchecked: ${toPrintableLine(first)}`)}\n`;
  });
}

function page(view: PlanView, options: PlanFormatOptions, colors: Colors): string[] {
  const { changes, leftAlone } = reportedIn(view, options);
  const columns = columnsOf(changes);
  const title = options.command === 'drift' ? 'Not counted as drift' : 'Left alone';
  const { listed, sentences } = reportLeftAlone(leftAlone, view, options);
  const remarkOn = (left: LeftAloneView) => {
    const deletion = describeDeletion(left, view, options);
    return deletion && inOneLine(deletion);
  };
  const sections = [
    refusalLines(view.refusals, colors),
    changes.flatMap((change) => changeBlock(change, { columns, colors, command: options.command })),
    leftAloneLines(listed, { title, more: sentences.map(inOneLine), remarkOn }, colors),
  ].filter((lines) => lines.length > 0);
  const closing = closingLines(view, options, colors);
  if (sections.length === 0) return closing;
  return [...header(view, colors), ...sections.flatMap((lines) => ['', ...lines]), '', ...closing];
}

function header(view: PlanView, colors: Colors): string[] {
  const { cluster, connectorsDeclared, connectorsLive, comparedWith } = view;
  if (comparedWith) {
    // Without clusters in the project file there is one comparison, for any of them.
    const title =
      cluster.name === null
        ? comparedText(comparedWith, 'Compared with')
        : `${toPrintableLine(cluster.name)}  ${comparedText(comparedWith)}`;
    const both = `${count(connectorsDeclared, 'connector')} declared, ${grouped(connectorsLive)} before`;
    return [colors.bold(title), both];
  }
  const counts = `${count(connectorsDeclared, 'connector')} declared, ${grouped(connectorsLive)} live`;
  return [colors.bold(clusterIdentity(cluster)), counts];
}

/** The totals of a page, whether the plan can be applied, and the commands to run next. */
function closingLines(view: PlanView, options: PlanFormatOptions, colors: Colors): string[] {
  const summary = summarizePlan(view, options);
  const { counts, others, isClean, clean, unfinished, rollouts } = summary;
  if (isClean) {
    const [who, how] = clean;
    const sentence = `No differences: ${who}${placeOf(view)} ${how}.`;
    return [colors.green(sentence), ...unfinished.map(toPrintableLine)];
  }
  const title = { drift: 'Drift', compare: 'Changes', plan: 'Plan', apply: 'Plan' }[options.command];
  const totals = `${title}: ${counts || 'nothing to do'}; ${others}.`;
  return [
    colors.bold(totals),
    ...[...rollouts, ...unfinished].map(toPrintableLine),
    ...nextLines(summary, options),
  ];
}

function placeOf(view: PlanView): string {
  if (view.comparedWith && view.cluster.name === null) return '';
  return ` ${view.comparedWith ? 'for' : 'on'} ${toPrintableLine(clusterName(view))}`;
}

function nextLines({ objections, next }: PlanSummary, { command }: PlanFormatOptions): string[] {
  if (objections !== undefined && command === 'compare') return [`To fix: ${objections}.`];
  if (objections !== undefined) return [`Cannot apply: fix ${objections} first.`];
  return next.map(({ text, command, end }) => [text, command, ...(end === undefined ? [] : [end])].join(' '));
}

/** The failed safety checks, each with every connector that violates it. */
export function refusalLines(refusals: readonly Refusal[], colors: Colors): string[] {
  return refusals.flatMap((refusal, index) => [...(index > 0 ? [''] : []), ...linesOf(refusal, colors)]);
}

function linesOf({ code, message, hint, names }: Refusal, colors: Colors): string[] {
  return [
    `${colors.bold(colors.red(`refused[${code}]`))}: ${toPrintableLine(message)}`,
    ...names.map((name) => `  ${toPrintableLine(name)}`),
    `  hint: ${toPrintableLine(hint)}`,
  ];
}
