import { type Diagnostic, distinctDiagnostics, hasErrors } from '../../model/diagnostic.ts';
import type { ConnectSyncError } from '../../model/error.ts';
import { toJson } from '../../model/print-json.ts';
import { viewDiagnostics } from '../../model/redaction/view-diagnostics.ts';
import { type ClusterChoice, isClusterNamed } from '../../project/choose-clusters.ts';
import { applyStrict, loadProject, type Project } from '../../project/load-project.ts';
import { type ClusterResult, onEachCluster } from '../../project/on-each-cluster.ts';
import { resolveClusters } from '../../project/resolve-clusters.ts';
import { resolveOffline } from '../../project/resolve-offline.ts';
import { validateOnCluster } from '../../reconcile/validate-project.ts';
import type { AddCommand, CommandRun } from '../command.ts';
import { combineExitCodes, type ExitCode, exitCodeOfError, exitCodes } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import { type CommonOptions, withCommonOptions } from '../options/project-options.ts';
import { reportDiagnostics } from '../output/diagnostics.ts';
import { clusterChoice, portsOf, projectInput } from '../project-input.ts';
import { errorView, reportError } from '../report-error.ts';
import { runCommand } from '../run-command.ts';

/** `validate`: checks the files; with a cluster named, each plugin's own validation too. It writes nothing. */
export const addValidateCommand: AddCommand = (program, host, finish) => {
  withCommonOptions(
    program
      .command('validate')
      .argument('[file...]', 'ask the worker about these connector files only')
      .description('check the files; with --cluster, ask each plugin too; writes nothing'),
    ['text', 'json'],
  )
    .addHelpText(
      'after',
      '\nExample:\n  connect-sync validate\n  connect-sync validate --cluster dev --strict',
    )
    .action(async (files: string[], options: CommonOptions) =>
      finish(await runCommand(host, options, () => runValidate(host, options, files))),
    );
};

async function runValidate(host: Host, options: CommonOptions, files: readonly string[]): Promise<ExitCode> {
  const project = await loadProject(projectInput(host, options));
  const validation = { host, options, project, choice: clusterChoice(host, options) };
  return isClusterNamed(validation.choice)
    ? validateOnClusters(validation, files)
    : validateFiles(validation);
}

interface ProjectValidation extends CommandRun {
  readonly project: Project;
  readonly choice: ClusterChoice;
}

function validateFiles(validation: ProjectValidation): ExitCode {
  const { project, choice } = validation;
  const seen = resolveOffline(project, choice, 'all');
  const problems = seen.flatMap((one) => one.desired.diagnostics);
  const judged = applyStrict(project, distinctDiagnostics([...project.files.diagnostics, ...problems]));
  const scope = 'the files alone: name a cluster to ask its plugins too';
  return conclude(validation, { problems: judged, unread: [], scope });
}

async function validateOnClusters(
  validation: ProjectValidation,
  files: readonly string[],
): Promise<ExitCode> {
  const { host, options, project, choice } = validation;
  const works = await resolveClusters(project, choice);
  const results = await onEachCluster(works, portsOf(host, options), (cluster, work) =>
    validateOnCluster(cluster, work, files),
  );
  const found = results.flatMap((one) => (one.ok ? one.value : []));
  const unread = results.flatMap((one) => (one.ok ? [] : [one.error]));
  const asked = works.filter((_, index) => isAsked(results[index]));
  return conclude(validation, {
    problems: applyStrict(
      project,
      distinctDiagnostics([...works.flatMap((work) => work.warnings), ...found]),
    ),
    unread,
    scope:
      asked.length > 0
        ? `the files, and on ${asked.map((work) => work.label).join(', ')}`
        : 'the files alone',
  });
}

/** Whether the worker has judged the configurations: credentials that may only read are not allowed to ask. */
function isAsked(result: ClusterResult<readonly Diagnostic[]> | undefined): boolean {
  return result?.ok === true && !result.value.some(({ code }) => code === 'validation-denied');
}

interface Conclusion {
  readonly problems: readonly Diagnostic[];
  /** Why clusters could not be read. */
  readonly unread: readonly ConnectSyncError[];
  /** What was checked, in words. */
  readonly scope: string;
}

function conclude(
  { host, options, project }: ProjectValidation,
  { problems, unread, scope }: Conclusion,
): ExitCode {
  const { files, scrub } = project;
  const isValid = !hasErrors(problems);
  if (options.format === 'json') {
    const diagnostics = [...viewDiagnostics(problems, scrub), ...unread.map(errorView)];
    const complete = isValid && unread.length === 0;
    host.stdout.write(toJson({ complete, files: files.files, diagnostics }));
  }
  if (options.format !== 'json' || !isValid) reportDiagnostics({ host, options }, project, problems);
  for (const error of unread) reportError(error, host);
  if (options.format !== 'json' && isValid && unread.length === 0) {
    const count = files.files === 1 ? '1 file' : `${files.files} files`;
    host.stdout.write(`Valid: ${count} (checked: ${scope}).\n`);
  }
  return combineExitCodes([
    isValid ? exitCodes.success : exitCodes.invalidInput,
    ...unread.map((error) => exitCodeOfError(error)),
  ]);
}
