import type { PlanView } from '../model/plan-view.ts';
import { toPrintableLine } from '../model/printable.ts';
import type { Colors } from './colors.ts';
import { clusterName, type PlanFormatOptions } from './plan-format.ts';
import { type PlanSummary, summarizePlan } from './plan-summary.ts';

/** The totals of a page, whether the plan can be applied, and the commands to run next. */
export function closingLines(view: PlanView, options: PlanFormatOptions, colors: Colors): string[] {
  const summary = summarizePlan(view, options);
  const { counts, others, isClean, clean, unfinished } = summary;
  if (isClean) {
    const [who, how] = clean;
    const sentence = `No differences: ${who} on ${toPrintableLine(clusterName(view))} ${how}.`;
    return [colors.green(sentence), ...unfinished.map(toPrintableLine)];
  }
  const title = options.command === 'drift' ? 'Drift' : 'Plan';
  const totals = `${title}: ${counts || 'nothing to do'}; ${others}.`;
  return [colors.bold(totals), ...unfinished.map(toPrintableLine), ...nextLines(summary)];
}

function nextLines({ objections, next }: PlanSummary): string[] {
  if (objections !== undefined) return [`Cannot apply: fix ${objections} first.`];
  return next.map(({ text, command, end }) => [text, command, ...(end === undefined ? [] : [end])].join(' '));
}
