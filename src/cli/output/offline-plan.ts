import type { Command } from 'commander';
import { type ComparedCluster, planSince } from '../../reconcile/plan-since.ts';
import { comparedText } from '../../render/compared-text.ts';
import { snapshotLine } from '../../render/snapshot-lines.ts';
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
  const input = { project: projectInput(host, options), clusters: clusterChoice(host, options) };
  const compared = await planSince({ ...input, since: options.since, files, only: options.only }, host);
  writePlans(
    { host, options },
    compared.map((value) => ({ cluster: value.cluster, ok: true, value: { ...value, canImport: false } })),
    { command: 'compare', verbose: options.verbose, files, invertible: options.invertible },
  );
  if (options.quiet !== true)
    for (const line of notesOf(compared, options)) host.stderr.write(`note: ${line}\n`);
  return combineExitCodes(compared.map((one) => exitCodeOf(one, options)));
}

/** What a patch has no room for, and with which snapshots the files were checked. */
function notesOf(compared: readonly ComparedCluster[], { format }: OfflinePlanOptions): string[] {
  const comparedWith = compared[0]?.view.comparedWith;
  const isPatch = format === 'diff' || format === 'json-patch';
  return [
    ...(isPatch && comparedWith ? [comparedText(comparedWith)] : []),
    ...compared.flatMap(({ snapshots }) => snapshots.map(snapshotLine)),
  ];
}

function exitCodeOf(
  { isInvalid, isDenied, view }: ComparedCluster,
  { detailedExitcode }: OfflinePlanOptions,
): ExitCode {
  if (isDenied) return exitCodes.policyDenied;
  if (isInvalid) return exitCodes.invalidInput;
  return detailedExitcode && view.changes.length > 0 ? exitCodes.changes : exitCodes.success;
}
