import { loadBackups } from '../../desired/load-backups.ts';
import type { LocatedBackup } from '../../desired/read-backup.ts';
import { ConnectSyncError, type ExitCode, exitCodes } from '../../model/error.ts';
import { projectArguments } from '../apply-arguments.ts';
import { planningOf } from '../apply-order.ts';
import { type ApplyingOptions, withApplyingOptions } from '../applying-options.ts';
import { carryOutEverywhere } from '../carry-out-everywhere.ts';
import { checkAdoption } from '../check-adoption.ts';
import { errorLine } from '../error-line.ts';
import type { Host } from '../host.ts';
import { InvalidInput } from '../invalid-input.ts';
import { type ClusterLook, lookAtClusters } from '../look-at-clusters.ts';
import {
  defaultRestarts,
  withAdoptOption,
  withCommonOptions,
  withValidateOption,
  workingDirectory,
} from '../options.ts';
import { comparingPolicy } from '../plan-work.ts';
import type { AddCommand } from '../program.ts';
import { openApplyProgress } from '../progress/apply-progress.ts';
import { type RestorationFacts, refineRestoration } from '../restore/refine-restoration.ts';
import { restorationOn } from '../restore/restoration.ts';
import { runCommand } from '../run-command.ts';
import { openSession, type Session } from '../session.ts';

interface RestoreOptions extends ApplyingOptions {
  readonly adopt: readonly string[];
  readonly allowOtherCluster?: boolean;
}

/** `restore`: backed-up connectors as a planned change: shown, asked about, carried out and watched like an apply. */
export const addRestoreCommand: AddCommand = (program, host, finish) => {
  const command = withCommonOptions(
    program
      .command('restore')
      .argument('<file...>', 'backups, as apply writes them below .connect-sync/backups')
      .description('bring connectors back as they were before an apply changed or deleted them'),
    ['text', 'json'],
  );
  withApplyingOptions(withValidateOption(withAdoptOption(command)))
    .option('--allow-other-cluster', 'restore backups of another Kafka cluster onto this one')
    .addHelpText(
      'after',
      '\nExample:\n  connect-sync restore .connect-sync/backups/2025-11-23T15-32-08.120Z-prod/orders.json --cluster prod',
    )
    .action(async (files: string[], options: RestoreOptions) =>
      finish(
        await runCommand(host, { ...options, errorDocument: errorLine(host) }, () =>
          runRestore(host, options, files),
        ),
      ),
    );
};

async function runRestore(host: Host, options: RestoreOptions, files: readonly string[]): Promise<ExitCode> {
  const progress = openApplyProgress(host, options);
  try {
    const session = await openSession(progress.host, options);
    const backups = await readBackups(session, files);
    const work = restorationOn(onlyOne(await lookAtClusters(session)), backups);
    checkAdoption(session, [work], options.adopt);
    const { ownership } = session.loaded.project;
    const again = [...projectArguments(options), ...files];
    const facts: RestorationFacts = {
      backups,
      files: work.files,
      ownership,
      otherCluster: options.allowOtherCluster === true ? 'meant' : 'refused',
    };
    return await carryOutEverywhere(session, [work], () => ({
      options,
      makePlan: planningOf(work, options, {
        policy: {
          ...comparingPolicy(work, []),
          adopt: options.adopt,
          restart: 'failed',
          maxRestarts: defaultRestarts,
        },
        refine: (plan) => refineRestoration(plan, facts),
      }),
      progress,
      next: { status: projectArguments(options), apply: again, look: 'restore', command: 'restore' },
    }));
  } finally {
    progress.close();
  }
}

/** @throws InvalidInput with everything that is wrong with any of them */
async function readBackups(
  { host, options }: Session,
  files: readonly string[],
): Promise<readonly LocatedBackup[]> {
  const { backups, diagnostics } = await loadBackups(workingDirectory(host, options), files);
  if (diagnostics.length > 0) throw new InvalidInput(diagnostics, files.length);
  return backups;
}

/** @throws ConnectSyncError (usage) where several clusters are chosen: a backup is of one */
function onlyOne([look, ...others]: readonly ClusterLook[]): ClusterLook {
  if (look && others.length === 0) return look;
  throw new ConnectSyncError({
    code: 'several-clusters',
    message: 'a backup is of one cluster, and several are chosen to restore it on',
    hint: 'name one with --cluster',
    exitCode: exitCodes.usage,
  });
}
