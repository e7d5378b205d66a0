import type { Command } from 'commander';
import { applyProject } from '../../reconcile/apply-project.ts';
import { findSavedPlan, loadSavedPlan } from '../../saved-plan/load-saved-plan.ts';
import type { AddCommand } from '../command.ts';
import type { ExitCode } from '../exit-codes.ts';
import { applyArguments, clusterWords, projectArguments, savedPlanArguments } from '../next-command.ts';
import { type ApplyingOptions, applySettings, withApplyingOptions } from '../options/applying.ts';
import { duration } from '../options/parsers.ts';
import { type PlanningOptions, withPlanningOptions } from '../options/planning.ts';
import { withCommonOptions, workingDirectory } from '../options/project-options.ts';
import { rolloutAmong } from '../options/rollout.ts';
import { checkApplyUsage } from '../options/saved-plan-usage.ts';
import { applyPorts, applyQuestion, concludeApply } from '../output/apply-output.ts';
import { errorLine } from '../output/event-line-error.ts';
import { type ApplyProgress, withApplyProgress } from '../progress/apply-progress.ts';
import { clusterChoice, projectInput } from '../project-input.ts';
import { runCommand } from '../run-command.ts';

/** The options of `apply`. */
type ApplyOptions = PlanningOptions &
  ApplyingOptions & {
    /** Milliseconds. */
    readonly maxAge?: number;
    readonly expectDigest?: string;
    readonly expectNoChanges?: boolean;
  };

/** `apply`: shows the plan, asks for confirmation, applies it, waits for health and reports every outcome. */
export const addApplyCommand: AddCommand = (program, host, finish) => {
  withApplyingOptions(
    withPlanningOptions(
      withCommonOptions(
        program
          .command('apply')
          .argument('[plan|file...]', 'a plan saved by plan --out, or connector files to limit the run to')
          .description('apply the connector files to the cluster and wait until it is healthy'),
        ['text', 'json', 'markdown', 'github'],
      ),
    ),
  )
    .option(
      '--max-age <duration>',
      'how old a saved plan may be, such as 30m or 72h (default: 24h)',
      duration,
    )
    .option('--expect-digest <sha256:…>', 'apply only if this is the digest of the plan; otherwise exit 21')
    .option('--expect-no-changes', 'exit 2 if there are changes, and write nothing')
    .addHelpText('after', examples)
    .action(async (files: string[], options: ApplyOptions, command: Command) =>
      finish(
        await runCommand(host, { ...options, errorDocument: errorLine(host) }, async () => {
          const plan = await findSavedPlan(workingDirectory(host, options), files);
          checkApplyUsage(command, plan);
          return withApplyProgress(host, options, (progress) =>
            plan === undefined ? runApply(progress, options, files) : runSavedApply(progress, options, plan),
          );
        }),
      ),
    );
};

const examples = `
Examples:
  connect-sync apply --cluster prod --yes --on-failure rollback
  connect-sync plan --cluster prod --out plan.json    save the plan for review, then
  connect-sync apply plan.json --yes                  apply what was reviewed, nothing more`;

async function runApply(
  progress: ApplyProgress,
  options: ApplyOptions,
  files: readonly string[],
): Promise<ExitCode> {
  const { host } = progress;
  const results = await applyProject(
    {
      project: projectInput(host, options),
      clusters: clusterChoice(host, options),
      plan: { ...options, files, rollout: rolloutAmong(options) },
      apply: applySettings(options),
    },
    applyPorts({
      progress,
      options,
      next: {
        status: projectArguments(options),
        apply: applyArguments(options, files),
        clusterWords: clusterWords(host, options),
      },
      question: applyQuestion(options),
    }),
  );
  return concludeApply({ host, options }, results);
}

async function runSavedApply(
  progress: ApplyProgress,
  options: ApplyOptions,
  file: string,
): Promise<ExitCode> {
  const { host } = progress;
  const saved = await loadSavedPlan(workingDirectory(host, options), file);
  const ports = applyPorts({
    progress,
    options,
    next: {
      status: projectArguments(options),
      apply: savedPlanArguments(options, saved.options),
      savedIn: file,
      clusterWords: clusterWords(host, options),
    },
    question: applyQuestion(options),
  });
  const { applySavedPlan } = await import('../../saved-plan/apply-saved-plan.ts');
  const results = await applySavedPlan(
    {
      saved,
      project: projectInput(host, options),
      clusters: clusterChoice(host, options),
      apply: applySettings(options),
      maxAge: options.maxAge,
    },
    {
      ...ports,
      onWarning: (message) => {
        if (options.quiet !== true) host.stderr.write(`note: ${message}\n`);
      },
    },
  );
  return concludeApply({ host, options }, results);
}
