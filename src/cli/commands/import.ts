import { type ImportInput, importConnectors, readsVariables } from '../../import/import-connectors.ts';
import { count } from '../../model/count.ts';
import { ConnectSyncError } from '../../model/error.ts';
import type { ImportView } from '../../model/import-view.ts';
import { toJson } from '../../model/print-json.ts';
import { renderImportPage } from '../../render/import-page.ts';
import { type CommandWord, quoteForShell } from '../../render/shell.ts';
import type { AddCommand, CommandRun } from '../command.ts';
import { type ExitCode, exitCodeOfImport, exitCodes } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import { inspectInput, inspectPorts } from '../inspect-input.ts';
import { clusterWord, projectArguments } from '../next-command.ts';
import { oneOf } from '../options/parsers.ts';
import { type CommonOptions, withCommonOptions } from '../options/project-options.ts';
import { projectInput } from '../project-input.ts';
import { substitutionQuestions } from '../prompt/ask-substitution.ts';
import { runCommand } from '../run-command.ts';
import {
  checkRecordOptions,
  clustersToPlan,
  type DividedWords,
  divideWords,
  hasFailed,
  importRecording,
  isRecording,
  type RecordOptions,
  withRecordOptions,
} from './import-record.ts';

interface ImportOptions extends CommonOptions, RecordOptions {
  readonly out?: string;
  readonly secrets?: string;
  readonly splitDefaults?: boolean;
  readonly substitute?: 'env' | 'var' | 'keep';
  readonly allOrNothing?: boolean;
  readonly new?: boolean;
  readonly declared?: boolean;
  readonly dryRun?: boolean;
}

/** `import`: creates connector files from live connectors or existing files, so that the plan is empty. */
export const addImportCommand: AddCommand = (program, host, finish) => {
  const command = withCommonOptions(
    program
      .command('import')
      .argument('[name...]', 'names or globs (default: all connectors)')
      .usage('[options] [name...] [-- command [argument...]]')
      .description('create connector files from a running cluster or from existing files'),
    ['text', 'json'],
  )
    .option(
      '--from <path...>',
      'import existing files instead of a cluster: JSON, .properties, YAML, scripts with curl; also folders, quoted globs, and - for standard input',
    )
    .option('--out <dir>', 'directory of new connector files (default: connectors)')
    .option('--secrets <file>', 'save the values of secrets in this dotenv file (mode 0600)')
    .option(
      '--split-defaults',
      'move keys that connectors of a class share into defaults of the project file',
    )
    .option(
      '--substitute <how>',
      'what ${NAME} and $NAME in existing files become: env, var, or keep (default: env for secrets, else var)',
      oneOf(['env', 'var', 'keep']),
    )
    .option(
      '--all-or-nothing',
      'write nothing unless every connector that is found can be imported and every file can be read',
    )
    .option('--new', 'only connectors that no file declares yet')
    .option('--declared', 'only connectors that files declare: accept their live configuration')
    .option('--dry-run', 'show what would be written without writing it');
  withRecordOptions(command)
    .addHelpText(
      'after',
      '\nExamples:\n  connect-sync import --cluster http://localhost:8083 --secrets .env\n' +
        "  connect-sync import 'orders-*' --cluster prod\n" +
        '  connect-sync import --from scripts/deploy.sh old-connectors\n' +
        '  connect-sync import --record -- ./deploy.sh --stage prod',
    )
    .action(async (args: string[], options: ImportOptions) => {
      const words = divideWords(host.arguments, args);
      const code = await runCommand(host, options, () => runImport(host, options, words));
      finish(code, isRecording(options) && !words.command ? 'by-interrupt' : undefined);
    });
};

/** Imports connectors, and shows what became of them and what to run next. */
export async function runImport(
  host: Host,
  options: ImportOptions,
  { names, command }: DividedWords,
): Promise<ExitCode> {
  checkRecordOptions(options, { names, command });
  if (options.substitute !== undefined && options.from === undefined) throw substituteUsage();
  if (options.new === true && options.declared === true) throw selectionUsage();
  const run = { host, options };
  const input = importInput(run, options, names);
  if (!isRecording(options)) {
    const view = await importConnectors(input, {
      ...inspectPorts(run),
      readStdin: host.readStdin,
      questions: options.format === 'json' ? undefined : substitutionQuestions(host),
    });
    await show(run, { views: [view], merged: view, next: options.cluster.flatMap(clusterArguments) });
    return exitCodeOfImport(view.result);
  }
  const { end, imported } = await importRecording(run, command ?? [], input);
  await show(run, { ...imported, next: clustersToPlan(options, imported) });
  return hasFailed(end) ? exitCodes.failure : exitCodeOfImport(imported.merged.result);
}

/** What is live, or was sent, contains no placeholders of other tools. */
function substituteUsage(): ConnectSyncError {
  return new ConnectSyncError({
    code: 'substitute-usage',
    message: '--substitute needs --from',
    hint: 'only existing files contain placeholders',
    category: 'usage',
  });
}

function selectionUsage(): ConnectSyncError {
  return new ConnectSyncError({
    code: 'import-selection',
    message: '--new and --declared exclude each other',
    hint: 'leave out both to import all connectors',
    category: 'usage',
  });
}

/** What was imported, and the options that name its clusters in the next command. */
interface Shown {
  readonly views: readonly ImportView[];
  readonly merged: ImportView;
  readonly next: readonly CommandWord[];
}

async function show(
  { host, options }: CommandRun & { readonly options: ImportOptions },
  shown: Shown,
): Promise<void> {
  const again = ['connect-sync', 'import', ...projectArguments(options)];
  const pages = () => shown.views.map((view) => renderImportPage(view, again)).join('\n');
  host.stdout.write(options.format === 'json' ? toJson(shown.merged) : pages());
  if (options.quiet !== true && options.format !== 'json')
    host.stderr.write(await nextStep({ host, options }, shown));
}

function clusterArguments(cluster: string): readonly CommandWord[] {
  return ['--cluster', clusterWord(cluster)];
}

function importInput(run: CommandRun, options: ImportOptions, names: readonly string[]): ImportInput {
  const { from, out, secrets: secretsFile, splitDefaults, substitute, allOrNothing, dryRun } = options;
  const select = options.new === true ? 'new' : options.declared === true ? 'declared' : undefined;
  const input = { from, out, secretsFile, splitDefaults, substitute, allOrNothing, select, dryRun } as const;
  return { ...inspectInput(run), ...input, names };
}

/** Without a cluster the files can be validated; a file with secrets is named only if there is one. */
async function nextStep(
  { host, options }: CommandRun & { readonly options: ImportOptions },
  shown: Shown,
): Promise<string> {
  const { merged, next } = shown;
  if (!merged.written || merged.result === 'nothing-imported') return '';
  const saved = (await isReadAnyway({ host, options }, merged)) ? [] : [options.secrets ?? []].flat();
  const dotenv = [...new Set([...options.dotenv, ...saved])];
  const hasCluster = next.length > 0 || host.environment.has('CONNECT_SYNC_CLUSTER') || !options.from;
  // The project file declares these variables now.
  const declared = new Set(merged.placeholders.vars);
  const vars = new Map([...options.var].filter(([name]) => !declared.has(name)));
  const repeated = projectArguments({ ...options, dotenv, var: vars });
  const words = [hasCluster ? 'plan' : 'validate', ...repeated, ...next];
  const unset = merged.variables.filter(
    ({ name, known }) => (merged.secretsFile === null || !known) && !host.environment.has(name),
  );
  const missing = new Set([...unset.map(({ name }) => name), ...merged.placeholders.unset]).size;
  const first = missing === 0 ? '' : `, set ${count(missing, 'environment variable')}`;
  return `Review the files${first}, then run: ${['connect-sync', ...words].map(quoteForShell).join(' ')}\n`;
}

/** Whether the next command finds what was saved without an option. One with `--dotenv` reads no other file. */
async function isReadAnyway(
  { host, options }: CommandRun,
  { secretsFile, variables }: ImportView,
): Promise<boolean> {
  if (secretsFile === null) return true;
  if (options.dotenv.length > 0) return false;
  const saved = variables.flatMap(({ name, known }) => (known ? [name] : []));
  return readsVariables(projectInput(host, options), saved);
}
