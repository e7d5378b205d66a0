import type { ReportView } from '../model/apply-view.ts';
import { ConnectSyncError } from '../model/error.ts';
import { planFormats } from '../render/plan-formats.ts';
import { reportFormats } from '../render/report-formats.ts';
import type { ClusterPlan } from './plan-cluster.ts';

/** The formats of a plan. */
export type PlanFormatName = 'text' | 'diff' | 'json-patch' | 'json' | 'markdown' | 'github';

/** The formats of a report. */
export type ReportFormatName = 'text' | 'markdown' | 'github';

/** How to print. */
export interface RenderOptions {
  /** Whether to use ANSI colors. Default false. */
  readonly color?: boolean;
  /** What the plans were made for; it decides the closing sentences. Default `plan`. */
  readonly command?: 'plan' | 'drift' | 'apply';
}

/**
 * Prints the plans, or comparisons of files, of one or several clusters in a format of the command line.
 *
 * @throws ConnectSyncError (usage) for an unknown format
 */
export function renderPlan(
  plans: readonly Pick<ClusterPlan, 'view'>[],
  format: PlanFormatName = 'text',
  { color = false, command = 'plan' }: RenderOptions = {},
): string {
  requireKnown(format, planFormats);
  const views = plans.map(({ view }) => view);
  const isCompared = views.some(({ comparedWith }) => comparedWith !== undefined);
  return planFormats[format].render(views, { color, command: isCompared ? 'compare' : command });
}

/**
 * Prints the report of an apply in a format of the command line.
 *
 * @throws ConnectSyncError (usage) for an unknown format
 */
export function renderReport(
  report: ReportView,
  format: ReportFormatName = 'text',
  { color = false }: Pick<RenderOptions, 'color'> = {},
): string {
  requireKnown(format, reportFormats);
  return reportFormats[format].render(report, { color });
}

function requireKnown(format: string, formats: object): void {
  if (Object.hasOwn(formats, format)) return;
  throw new ConnectSyncError({
    code: 'invalid-argument',
    message: `unknown format "${format}". Expected one of: ${Object.keys(formats).join(', ')}.`,
    category: 'usage',
  });
}
