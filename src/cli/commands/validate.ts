import { jsonOutput, toJson } from '../../model/print-json.ts';
import { viewError } from '../../model/view-error.ts';
import { type ProjectValidation, validateProject } from '../../reconcile/validate-project.ts';
import { quoteForShell } from '../../render/shell.ts';
import type { AddCommand, CommandRun } from '../command.ts';
import { combineExitCodes, type ExitCode, exitCodeOfError, exitCodes } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import { projectArguments } from '../next-command.ts';
import { type CommonOptions, withCommonOptions } from '../options/project-options.ts';
import { showDiagnostics } from '../output/diagnostics.ts';
import { clusterChoice, portsOf, projectInput } from '../project-input.ts';
import { reportError } from '../report-error.ts';
import { runCommand } from '../run-command.ts';

/** `validate`: checks the files; where a cluster is named, the validation of each plugin too. Writes nothing. */
export const addValidateCommand: AddCommand = (program, host, finish) => {
  withCommonOptions(
    program
      .command('validate')
      .argument('[file...]', 'have the worker validate these connector files only')
      .description('check the files; with --cluster, also validate each config with its plugin'),
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
  const validation = await validateProject(
    { project: projectInput(host, options), clusters: clusterChoice(host, options), files },
    portsOf(host, options),
  );
  write({ host, options }, validation);
  return combineExitCodes([
    validation.isValid ? exitCodes.success : exitCodes.invalidInput,
    ...validation.unread.map((error) => exitCodeOfError(error)),
  ]);
}

function write({ host, options }: CommandRun, validation: ProjectValidation): void {
  const { isValid, diagnostics, files, unread } = validation;
  const isJson = options.format === 'json';
  if (isJson) host.stdout.write(toJson(documentOf(validation)));
  if (!isJson || !isValid) showDiagnostics({ host, options }, diagnostics, files);
  for (const error of unread) reportError(error, host);
  if (isJson || !isValid || unread.length > 0) return;
  const count = files === 1 ? '1 file' : `${files} files`;
  host.stdout.write(`Valid: ${count} (checked: ${scopeOf(validation)}).\n`);
  if (validation.validatedOn !== undefined || options.quiet === true) return;
  const words = ['connect-sync', 'validate', ...clusterOf(validation), ...projectArguments(options)];
  host.stdout.write(
    `To check the configurations with their plugins too: ${words.map(quoteForShell).join(' ')}\n`,
  );
}

/** A URL is only an example: no cluster is declared. */
function clusterOf({ declared: [first, ...others] }: ProjectValidation): readonly string[] {
  return others.length > 0 ? ['--all-clusters'] : ['--cluster', first ?? 'http://localhost:8083'];
}

/** `clusters`: those whose workers validated the configurations too. */
function documentOf({ isValid, diagnostics, files, unread, validatedOn = [] }: ProjectValidation): object {
  return jsonOutput(
    {
      format: 'connect-sync/validate',
      complete: isValid && unread.length === 0,
      clusters: validatedOn.map((name) => ({ name })),
      diagnostics: [...diagnostics, ...unread.map(viewError)],
    },
    { valid: isValid, files },
  );
}

function scopeOf({ validatedOn }: ProjectValidation): string {
  if (validatedOn === undefined) return 'the files only: syntax, keys, variables and names';
  return validatedOn.length > 0
    ? `the files, and with the plugins on ${validatedOn.join(', ')}`
    : 'the files only';
}
