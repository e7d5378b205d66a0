import type { Command } from 'commander';
import { type ComparedCluster, planSince } from '../../reconcile/plan-since.ts';
import { comparedText } from '../../render/compared-text.ts';
import { combineExitCodes, type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import { checkOfflineUsage } from '../options/offline-usage.ts';
import { checkInvertible, type PlanningOptions } from '../options/planning.ts';
import { clusterChoice, projectInput } from '../project-input.ts';
import { writePlans } from './plans.ts';

/** The options of `plan --offline`. */
export interface OfflinePlanOptions extends PlanningOptions {
  readonly offline?: boolean;
  /** A commit, branch or tag. */
  readonly since?: string;
  readonly invertible?: boolean;
  readonly detailedExitcode?: boolean;
}

/** What a run of `plan --offline` gets. */
export interface OfflinePlanRun {
  readonly host: Host;
  readonly options: OfflinePlanOptions;
  readonly command: Command;
  readonly files: readonly string[];
}

/** `plan --offline`: what the files change compared with a commit, without a cluster. */
export async function runOfflinePlan({ host, options, command, files }: OfflinePlanRun): Promise<ExitCode> {
  checkInvertible(options);
  checkOfflineUsage(command, options.offline === true);
  const compared = await planSince({
    project: projectInput(host, options),
    clusters: clusterChoice(host, options),
    since: options.since,
    files,
    only: options.only,
  });
  sayRevision(host, options, compared);
  writePlans(
    { host, options },
    compared.map((value) => ({ cluster: value.cluster, ok: true, value: { ...value, canImport: false } })),
    { command: 'compare', verbose: options.verbose, files, invertible: options.invertible },
  );
  return combineExitCodes(compared.map((one) => exitCodeOf(one, options)));
}

/** A patch has no room for it. */
function sayRevision(
  host: Host,
  { format, quiet }: OfflinePlanOptions,
  compared: readonly ComparedCluster[],
) {
  const comparedWith = compared[0]?.view.comparedWith;
  if (!comparedWith || quiet === true || (format !== 'diff' && format !== 'json-patch')) return;
  host.stderr.write(`note: ${comparedText(comparedWith)}\n`);
}

function exitCodeOf(
  { isInvalid, view }: ComparedCluster,
  { detailedExitcode }: OfflinePlanOptions,
): ExitCode {
  if (isInvalid) return exitCodes.invalidInput;
  return detailedExitcode && view.changes.length > 0 ? exitCodes.changes : exitCodes.success;
}
