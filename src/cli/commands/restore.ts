import { loadBackups } from '../../desired/load-backups.ts';
import type { ParsedBackup } from '../../desired/read-backup.ts';
import { ConnectSyncError, InvalidInputError } from '../../model/error.ts';
import { type RestorationFacts, refineRestore } from '../../operations/refine-restore.ts';
import { restorationOn } from '../../operations/restore.ts';
import { loadProject, type Project } from '../../project/load-project.ts';
import { type ClusterContext, chooseClusters } from '../../project/resolve-clusters.ts';
import { planningOf } from '../../reconcile/apply-order.ts';
import { checkAdoption } from '../../reconcile/check-adoption.ts';
import { comparingPolicy } from '../../reconcile/plan-options.ts';
import { reconcileClusters } from '../../reconcile/reconcile-clusters.ts';
import type { AddCommand } from '../command.ts';
import type { ExitCode } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import { projectArguments } from '../next-command.ts';
import { type ApplyingOptions, withApplyingOptions } from '../options/applying.ts';
import {
  defaultRestarts,
  withAdoptOption,
  withCommonOptions,
  withValidateOption,
} from '../options/project-options.ts';
import { errorLine } from '../output/event-line-error.ts';
import { openApplyProgress } from '../progress/apply-progress.ts';
import { clusterChoice, portsOf, projectInput } from '../project-input.ts';
import { runCommand } from '../run-command.ts';

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
    const project = await loadProject(projectInput(host, options));
    const backups = await readBackups(project, files);
    const work = restorationOn(onlyOne(await chooseClusters(project, clusterChoice(host, options))), backups);
    checkAdoption(project, [work], options.adopt);
    const { ownership } = project.files.project;
    const run = { host: progress.host, options };
    const ports = portsOf(progress.host, options);
    const again = [...projectArguments(options), ...files];
    const facts: RestorationFacts = {
      backups,
      files: work.files,
      ownership,
      otherCluster: options.allowOtherCluster === true ? 'meant' : 'refused',
    };
    return await reconcileClusters({ ...run, ports }, [work], () => ({
      options,
      run,
      ports,
      makePlan: planningOf(work, options, {
        ports,
        policy: {
          ...comparingPolicy(work, []),
          adopt: options.adopt,
          restart: 'failed',
          maxRestarts: defaultRestarts,
        },
        refine: (plan) => refineRestore(plan, facts),
      }),
      progress,
      next: { status: projectArguments(options), apply: again, look: 'restore', command: 'restore' },
    }));
  } finally {
    progress.close();
  }
}

/** @throws InvalidInputError with everything that is wrong with any of them */
async function readBackups({ input }: Project, files: readonly string[]): Promise<readonly ParsedBackup[]> {
  const { backups, diagnostics } = await loadBackups(input.directory, files);
  if (diagnostics.length > 0) throw new InvalidInputError(diagnostics, files.length);
  return backups;
}

/** @throws ConnectSyncError (usage) where several clusters are chosen: a backup is of one */
function onlyOne([look, ...others]: readonly ClusterContext[]): ClusterContext {
  if (look && others.length === 0) return look;
  throw new ConnectSyncError({
    code: 'several-clusters',
    message: 'a backup is of one cluster, and several are chosen to restore it on',
    hint: 'name one with --cluster',
    category: 'usage',
  });
}
