import type { Command } from 'commander';
import { loadProject } from '../../project/load-project.ts';
import { resolveClusters } from '../../project/resolve-clusters.ts';
import { planningOf } from '../../reconcile/apply-order.ts';
import { checkAdoption } from '../../reconcile/check-adoption.ts';
import { checkOnly } from '../../reconcile/check-selection.ts';
import { digestGate } from '../../reconcile/expected-digest.ts';
import { planPolicy } from '../../reconcile/plan-options.ts';
import { reconcileClusters } from '../../reconcile/reconcile-clusters.ts';
import { applySavedPlan } from '../../saved-plan/apply-saved-plan.ts';
import type { ApplicableOptions } from '../../saved-plan/check-applicable.ts';
import type { AddCommand } from '../command.ts';
import type { ExitCode } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import { applyArguments, projectArguments } from '../next-command.ts';
import { type ApplyingOptions, withApplyingOptions } from '../options/applying.ts';
import {
  duration,
  type PlanningOptions,
  withCommonOptions,
  withPlanningOptions,
  workingDirectory,
} from '../options/project-options.ts';
import { checkApplyUsage, findSavedPlan } from '../options/saved-plan-usage.ts';
import { errorLine } from '../output/event-line-error.ts';
import { openApplyProgress } from '../progress/apply-progress.ts';
import { clusterChoice, portsOf, projectInput } from '../project-input.ts';
import { runCommand } from '../run-command.ts';

/** The options of `apply`. */
export type ApplyCommandOptions = PlanningOptions & ApplyingOptions & ApplicableOptions;

/** `apply`: shows the plan, asks, carries it out, waits for health, and gives account of every change. */
export const addApplyCommand: AddCommand = (program, host, finish) => {
  withApplyingOptions(
    withPlanningOptions(
      withCommonOptions(
        program
          .command('apply')
          .argument('[plan|file...]', 'a plan that plan --out saved; or connector files to narrow it to')
          .description('bring the cluster to what the files say, and wait until it is healthy'),
        ['text', 'json', 'markdown', 'github'],
      ),
    ),
  )
    .option(
      '--max-age <duration>',
      'how old a saved plan may be, such as 30m or 72h (default: 24h)',
      duration,
    )
    .option(
      '--expect-digest <sha256:…>',
      'write only where this is the digest of the plan; otherwise exit 21',
    )
    .option('--expect-no-changes', 'exit 2 where there is something to do, and write nothing')
    .addHelpText('after', examples)
    .action(async (files: string[], options: ApplyCommandOptions, command: Command) =>
      finish(
        await runCommand(host, { ...options, errorDocument: errorLine(host) }, async () => {
          const plan = await findSavedPlan(workingDirectory(host, options), files);
          checkApplyUsage(command, plan);
          return runApply(host, options, { files, plan });
        }),
      ),
    );
};

const examples = `
Examples:
  connect-sync apply --cluster prod --yes --on-failure rollback
  connect-sync plan --cluster prod --out plan.json    save the plan that is reviewed, and then
  connect-sync apply plan.json --yes                  do what is in it, or less`;

async function runApply(
  host: Host,
  options: ApplyCommandOptions,
  { files, plan }: { readonly files: readonly string[]; readonly plan: string | undefined },
): Promise<ExitCode> {
  const progress = openApplyProgress(host, options);
  try {
    if (plan !== undefined) return await applySavedPlan(progress.host, { file: plan, options, progress });
    const project = await loadProject(projectInput(host, options));
    const works = await resolveClusters(
      project,
      clusterChoice(host, options),
      options.allowEmpty === true ? 'accept' : 'refuse',
    );
    checkAdoption(project, works, options.adopt);
    checkOnly(works, options);
    const { expectDigest } = options;
    const labels = works.map(({ label }) => label);
    const gate = expectDigest === undefined ? undefined : digestGate(expectDigest, labels);
    const ports = portsOf(progress.host, options);
    const run = { host: progress.host, options };
    return await reconcileClusters({ ...run, ports }, works, (work) => ({
      options,
      run,
      ports,
      makePlan: planningOf(work, options, {
        ports,
        policy: planPolicy(work, options, files),
      }),
      progress,
      next: { status: projectArguments(options), apply: applyArguments(options, files) },
      ...(gate && { gate }),
    }));
  } finally {
    progress.close();
  }
}
