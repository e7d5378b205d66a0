import { ConnectSyncError } from '../../model/error.ts';
import type { OpenDriftBase } from '../../reconcile/attribute-drift.ts';
import { detectDrift } from '../../reconcile/detect-drift.ts';
import type { PlannedCluster } from '../../reconcile/plan-cluster.ts';
import type { AddCommand } from '../command.ts';
import { combineExitCodes, type ExitCode, exitCodeOfError, exitCodes } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import { applyArguments, clusterWords, projectArguments } from '../next-command.ts';
import { checkInvertible, keyTypesFor, planFormatNames, withInvertibleOption } from '../options/planning.ts';
import { type CommonOptions, withCommonOptions } from '../options/project-options.ts';
import { writePlans } from '../output/plans.ts';
import { clusterChoice, portsOf, projectInput } from '../project-input.ts';
import { runCommand } from '../run-command.ts';

interface DriftOptions extends CommonOptions {
  /** A saved plan. */
  readonly plan?: string;
  /** A commit, branch or tag. */
  readonly since?: string;
  readonly invertible?: boolean;
}

/** `drift`: compares the cluster with the files. Runtime state is never drift. */
export const addDriftCommand: AddCommand = (program, host, finish) => {
  withInvertibleOption(
    withCommonOptions(
      program
        .command('drift')
        .argument('[file...]', 'limit the comparison to these connector files')
        .description('exit 2 if the cluster differs from the files, and show the difference; writes nothing'),
      planFormatNames,
    ),
  )
    .option('--since <ref>', 'attribute each difference: compare with the files as of this Git commit too')
    .option('--plan <file>', 'attribute each difference: compare with this saved plan too')
    .addHelpText('after', examples)
    .action(async (files: string[], options: DriftOptions) =>
      finish(await runCommand(host, options, () => runDrift(host, options, files))),
    );
};

const examples = `
Examples:
  connect-sync drift --cluster prod --format json-patch
  connect-sync drift --cluster prod --since origin/main    changed on the cluster, in the files, or both
  connect-sync drift --cluster prod --plan plan.json       the same, against the last applied plan`;

async function runDrift(host: Host, options: DriftOptions, files: readonly string[]): Promise<ExitCode> {
  checkInvertible(options);
  const results = await detectDrift(
    {
      project: projectInput(host, options),
      clusters: clusterChoice(host, options),
      files,
      keyTypes: keyTypesFor(options),
      base: await driftBase(options),
    },
    portsOf(host, options),
  );
  writePlans({ host, options }, results, {
    command: 'drift',
    applyArguments: applyArguments(options, files),
    repeated: projectArguments(options),
    files,
    clusterWords: clusterWords(host, options),
    invertible: options.invertible,
  });
  return combineExitCodes(
    results.map((one) => (one.ok ? exitCodeOf(one.value) : exitCodeOfError(one.error))),
  );
}

/** @throws ConnectSyncError (usage) if both are given */
async function driftBase({ plan, since }: DriftOptions): Promise<OpenDriftBase | undefined> {
  if (plan !== undefined && since !== undefined) {
    throw new ConnectSyncError({
      code: 'two-bases',
      message: '--plan and --since exclude each other: drift has one base',
      category: 'usage',
    });
  }
  // Loaded only when they are needed: most runs have no base.
  if (plan !== undefined) return (await import('../../saved-plan/drift-base.ts')).openSavedPlanBase(plan);
  if (since === undefined) return undefined;
  return (await import('../../reconcile/base-from-commit.ts')).openCommitBase(since);
}

function exitCodeOf({ plan }: PlannedCluster): ExitCode {
  const { refusals } = plan;
  // Without any file there is nothing to compare with, which is never "no drift".
  if (refusals.some((refusal) => refusal.code === 'nothing-desired')) return exitCodes.safetyRefusal;
  return plan.steps.length > 0 ? exitCodes.changes : exitCodes.success;
}
