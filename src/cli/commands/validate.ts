import { jsonOutput, toJson } from '../../model/print-json.ts';
import { viewError } from '../../model/view-error.ts';
import { type ProjectValidation, validateProject } from '../../reconcile/validate-project.ts';
import { quoteForShell } from '../../render/shell.ts';
import { snapshotLine, uncheckedLine } from '../../render/snapshot-lines.ts';
import type { AddCommand, CommandRun } from '../command.ts';
import { combineExitCodes, type ExitCode, exitCodeOfError, exitCodes } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import { projectArguments } from '../next-command.ts';
import { type CommonOptions, withCommonOptions, withPoliciesOption } from '../options/project-options.ts';
import { showDiagnostics } from '../output/diagnostics.ts';
import { clusterChoice, portsOf, projectInput } from '../project-input.ts';
import { reportError } from '../report-error.ts';
import { runCommand } from '../run-command.ts';

/** `validate`: checks the files, and each config with plugin snapshots or on a cluster. Writes nothing. */
export const addValidateCommand: AddCommand = (program, host, finish) => {
  withPoliciesOption(
    withCommonOptions(
      program
        .command('validate')
        .argument('[file...]', 'have the worker validate these connector files only')
        .description(
          'check the files, with plugin snapshots if there are any; with --cluster, validate each config',
        ),
      ['text', 'json'],
    ),
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
  const validation = await validateProject(
    { project: projectInput(host, options), clusters: clusterChoice(host, options), files },
    portsOf(host, options),
  );
  write({ host, options }, validation);
  return combineExitCodes([
    validation.isValid
      ? exitCodes.success
      : validation.isDenied
        ? exitCodes.policyDenied
        : exitCodes.invalidInput,
    ...validation.unread.map((error) => exitCodeOfError(error)),
  ]);
}

function write({ host, options }: CommandRun, validation: ProjectValidation): void {
  const { isValid, diagnostics, files, unread } = validation;
  const isJson = options.format === 'json';
  if (isJson) host.stdout.write(toJson(documentOf(validation)));
  if (!isJson || !isValid) showDiagnostics({ host, options }, diagnostics, files);
  for (const error of unread) reportError(error, host);
  if (isJson) return;
  const lines = options.quiet === true ? [] : snapshotLines(validation, options);
  if (!isValid || unread.length > 0) {
    host.stderr.write(lines.map((line) => `${line}\n`).join(''));
    return;
  }
  const count = files === 1 ? '1 file' : `${files} files`;
  host.stdout.write(
    [`Valid: ${count} (checked: ${scopeOf(validation)}).`, ...lines].map((line) => `${line}\n`).join(''),
  );
  if (validation.validatedOn !== undefined || options.quiet === true) return;
  host.stdout.write(nextSteps(validation, options));
}

/** What was checked with plugin snapshots, and what was not. */
function snapshotLines({ snapshots }: ProjectValidation, options: CommonOptions): readonly string[] {
  return snapshots.flatMap((report) => {
    const unchecked = uncheckedLine(report);
    const pull = commandFor(['plugins', 'pull'], ['--cluster', report.cluster ?? exampleUrl], options);
    return [
      ...(report.used.length > 0 ? [snapshotLine(report)] : []),
      ...(unchecked === undefined ? [] : [unchecked, `To get the snapshots: ${pull}`]),
    ];
  });
}

function nextSteps(validation: ProjectValidation, options: CommonOptions): string {
  const clusters = clusterOf(validation);
  const validate = commandFor(['validate'], clusters, options);
  const pull = commandFor(['plugins', 'pull'], clusters, options);
  const later =
    validation.snapshots.length > 0
      ? ''
      : `To do so later without the cluster, save what they define: ${pull}\n`;
  return `To check the configurations with their plugins too: ${validate}\n${later}`;
}

function commandFor(command: readonly string[], clusters: readonly string[], options: CommonOptions): string {
  return ['connect-sync', ...command, ...clusters, ...projectArguments(options)].map(quoteForShell).join(' ');
}

const exampleUrl = 'http://localhost:8083';

/** A URL is only an example: no cluster is declared. */
function clusterOf({ declared: [first, ...others] }: ProjectValidation): readonly string[] {
  return others.length > 0 ? ['--all-clusters'] : ['--cluster', first ?? exampleUrl];
}

/** `clusters`: those whose workers validated the configurations too. */
function documentOf(validation: ProjectValidation): object {
  const { isValid, diagnostics, files, unread, validatedOn = [], snapshots } = validation;
  return jsonOutput(
    {
      format: 'connect-sync/validate',
      complete: isValid && unread.length === 0,
      clusters: validatedOn.map((name) => ({ name })),
      diagnostics: [...diagnostics, ...unread.map(viewError)],
    },
    { valid: isValid, files, snapshots },
  );
}

function scopeOf({ validatedOn, snapshots }: ProjectValidation): string {
  if (validatedOn === undefined)
    return snapshots.some(({ used }) => used.length > 0)
      ? 'the files, and with plugin snapshots'
      : 'the files only: syntax, keys, variables and names';
  return validatedOn.length > 0
    ? `the files, and with the plugins on ${validatedOn.join(', ')}`
    : 'the files only';
}
