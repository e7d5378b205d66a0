import { viewError } from '../../model/view-error.ts';
import type { ClusterResult } from '../../project/on-each-cluster.ts';
import type { PlannedCluster } from '../../reconcile/plan-cluster.ts';
import { clusterName, type PlanFormatOptions } from '../../render/plan-format.ts';
import { type PlanFormatName, planFormats } from '../../render/plan-formats.ts';
import type { CommandRun } from '../command.ts';
import { reportError } from '../report-error.ts';
import { useColor } from '../use-color.ts';
import { showDiagnostics } from './diagnostics.ts';

/**
 * Writes plans in the chosen format: the page or document to stdout; problems, and why a cluster could not be read, to
 * stderr. A JSON document contains its diagnostics, and the error of every cluster that could not be read.
 * `closing`: what the closing sentences depend on.
 */
export function writePlans(
  run: CommandRun,
  results: readonly ClusterResult<Pick<PlannedCluster, 'canImport' | 'view'>>[],
  closing: Omit<PlanFormatOptions, 'color' | 'unread' | 'importable'>,
): void {
  const { host, options } = run;
  const made = results.flatMap((one) => (one.ok ? [one.value] : []));
  const unread = results.flatMap((one) => (one.ok ? [] : [one]));
  const format = (options.format ?? 'text') as PlanFormatName;
  const views = made.map((one) => one.view);
  const problems = unread.map(({ cluster, error }) => ({ cluster, ...viewError(error) }));
  const importable = new Set(made.flatMap((one) => (one.canImport ? [clusterName(one.view)] : [])));
  if (unread.length === 0 || !wholeOnly.has(format)) {
    const color = useColor(host, host.stdout, options.color);
    host.stdout.write(planFormats[format].render(views, { color, ...closing, importable, unread: problems }));
  }
  for (const one of made) reportFindings(run, one, format);
  for (const { error } of unread) reportError(error, host);
}

/** A patch must be complete: it is not printed if a cluster could not be read. */
const wholeOnly: ReadonlySet<PlanFormatName> = new Set(['diff', 'json-patch']);

/** Prints the diagnostics of a plan on stderr; a JSON document contains them. */
export function reportFindings(
  run: CommandRun,
  { view }: Pick<PlannedCluster, 'view'>,
  format: PlanFormatName,
): void {
  if (format !== 'json') showDiagnostics(run, view.diagnostics, undefined);
}
