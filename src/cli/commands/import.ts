import path from 'node:path';
import { displayPath } from '../../desired/display-path.ts';
import { checkCoverage } from '../../import/check-coverage.ts';
import { importConnectors } from '../../import/import-connectors.ts';
import type { ImportPlan } from '../../import/import-plan.ts';
import type { ImportSource } from '../../import/import-source.ts';
import { readFromFiles } from '../../import/read-from-files.ts';
import { readLiveConnectors } from '../../import/read-live-connectors.ts';
import { secretLines } from '../../import/secret-lines.ts';
import { writeImport } from '../../import/write-import.ts';
import { checkSecretsFile, writeSecrets } from '../../import/write-secrets.ts';
import { type Diagnostic, diagnose } from '../../model/diagnostic.ts';
import { ConnectSyncError } from '../../model/error.ts';
import type { ImportView } from '../../model/import-view.ts';
import { toJson } from '../../model/print-json.ts';
import { viewDiagnostics } from '../../model/redaction/view-diagnostics.ts';
import { loadProject, type Project } from '../../project/load-project.ts';
import { onEachCluster } from '../../project/on-each-cluster.ts';
import { chooseClusters, requireOneCluster } from '../../project/resolve-clusters.ts';
import { renderImportPage } from '../../render/import-page.ts';
import type { AddCommand, CommandRun } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import { type CommonOptions, withCommonOptions, workingDirectory } from '../options/project-options.ts';
import { reportDiagnostics } from '../output/diagnostics.ts';
import { clusterChoice, portsOf, projectInput } from '../project-input.ts';
import { runCommand } from '../run-command.ts';

interface ImportOptions extends CommonOptions {
  readonly from?: readonly string[];
  readonly out?: string;
  readonly secrets?: string;
  readonly splitDefaults?: boolean;
  readonly dryRun?: boolean;
}

/** `import`: live connectors, or files as they lie about, become connector files whose plan is empty. */
export const addImportCommand: AddCommand = (program, host, finish) => {
  withCommonOptions(
    program
      .command('import')
      .argument('[name...]', 'names or globs; all connectors where left out')
      .description('make connector files of what runs on a cluster, or of files as they lie about'),
    ['text', 'json'],
  )
    .option('--from <file...>', 'read these instead of a cluster: JSON, .properties, YAML, scripts with curl')
    .option('--out <dir>', 'where new connector files go (default: connectors)')
    .option('--secrets <file>', 'save the values of secrets in this dotenv file, for you alone (0600)')
    .option('--split-defaults', 'move what connectors of a class share into defaults of the project file')
    .option('--dry-run', 'show what would be written, and write nothing')
    .addHelpText(
      'after',
      '\nExamples:\n  connect-sync import --cluster http://localhost:8083 --secrets .env\n' +
        "  connect-sync import 'orders-*' --cluster prod\n" +
        '  connect-sync import --from scripts/deploy.sh connectors.json',
    )
    .action(async (names: string[], options: ImportOptions) =>
      finish(await runCommand(host, options, () => runImport(host, options, names))),
    );
};

async function runImport(host: Host, options: ImportOptions, names: readonly string[]): Promise<ExitCode> {
  if (options.secrets !== undefined) await checkSecretsFile(workingDirectory(host, options), options.secrets);
  const project = withFiles(await loadProject(projectInput(host, options)), options.from);
  const source = options.from
    ? await readFromFiles(project, {
        files: options.from,
        patterns: names,
        choice: clusterChoice(host, options),
      })
    : await readFromCluster(project, names, { host, options });
  const directory = workingDirectory(host, options);
  const out =
    options.out === undefined
      ? path.join(project.files.base, 'connectors')
      : path.resolve(directory, options.out);
  const defaults = options.splitDefaults === true ? 'split' : 'left';
  const made = await importConnectors({ project, source, directory, out, defaults });
  const found = options.dryRun === true ? [] : await write(project, made, options);
  const uncovered = options.dryRun === true ? [] : await checkCoverage(project, made, out);
  const plan = { ...made, diagnostics: [...made.diagnostics, ...found, ...uncovered] };
  const view = viewImport(project, { plan, source, options });
  reportDiagnostics({ host, options }, project, plan.diagnostics);
  host.stdout.write(options.format === 'json' ? toJson(view) : renderImportPage(view));
  if (options.quiet !== true && options.format !== 'json') host.stderr.write(nextStep(options, view));
  return exitCodes.success;
}

/** The files to import were looked at as well. */
function withFiles(project: Project, from: readonly string[] = []): Project {
  return { ...project, files: { ...project.files, files: project.files.files + from.length } };
}

/** @throws ConnectSyncError where several clusters are chosen, or the one that is cannot be read */
async function readFromCluster(
  project: Project,
  names: readonly string[],
  { host, options }: CommandRun,
): Promise<ImportSource> {
  const looks = await chooseClusters(project, clusterChoice(host, options));
  requireOneCluster(looks, 'connectors are imported');
  for (const { target, label } of looks) {
    if (target.name === undefined && project.files.clusters.size > 0) throw notDeclared(project, label);
  }
  const [result] = await onEachCluster(looks, portsOf(host, options), (cluster, look) =>
    readLiveConnectors(cluster, look, names),
  );
  if (!result) throw new Error('no cluster was read');
  if (!result.ok) throw result.error;
  return result.value;
}

/** Its connectors would be wished for on the clusters that are declared, too. */
function notDeclared({ files }: Project, url: string): ConnectSyncError {
  const [first] = files.clusters.keys();
  return new ConnectSyncError({
    code: 'import-undeclared-cluster',
    message: `the project file declares clusters, and ${url} is not among them by name`,
    hint: `declare it under  clusters:  and name it, or import with --cluster ${first}`,
    category: 'usage',
  });
}

/** Gives what could not be written, though nothing failed. */
async function write(
  project: Project,
  plan: ImportPlan,
  { secrets }: ImportOptions,
): Promise<readonly Diagnostic[]> {
  const diagnostics: Diagnostic[] = [];
  const { input, files: loaded } = project;
  if (secrets !== undefined) {
    const absolute = path.resolve(input.directory, secrets);
    const { text, missing } = secretLines(plan.secrets, loaded.environment);
    if (text !== '') await writeSecrets(absolute, secrets, text);
    if (missing.length > 0) diagnostics.push(diagnose('import-secret-not-saved', { names: missing }));
  }
  await writeImport(plan.files);
  return diagnostics;
}

function viewImport(
  project: Project,
  { plan, source, options }: { plan: ImportPlan; source: ImportSource; options: ImportOptions },
): ImportView {
  const connectors = plan.files.filter(({ kind }) => kind === 'connector');
  const { directory } = project.input;
  const secrets =
    options.secrets === undefined ? null : displayPath(directory, path.resolve(directory, options.secrets));
  return {
    format: 'connect-sync/import',
    version: 1,
    from: source.label,
    written: options.dryRun !== true,
    connectors: connectors.flatMap(({ connectors: names, file, action, keys }) =>
      names.map((name) => ({ name, file, action, keys })),
    ),
    files: plan.files.flatMap(({ kind, file, action }) =>
      kind === 'connector' || action === 'keep' ? [] : [{ file, action }],
    ),
    variables: plan.variables.map(({ name, uses, value, mask }) => ({
      name,
      uses,
      known: value !== undefined,
      from: value === undefined && mask === undefined ? ('script' as const) : ('secret' as const),
    })),
    secretsFile: secrets,
    defaults: plan.defaults.map(({ className, ...one }) => ({ class: className, ...one })),
    diagnostics: viewDiagnostics(plan.diagnostics, project.scrub),
  };
}

function nextStep({ cluster, secrets, envFile }: ImportOptions, { written, connectors }: ImportView): string {
  if (!written || connectors.length === 0) return '';
  const words = [
    'connect-sync plan',
    ...cluster.map((one) => `--cluster ${one}`),
    ...[...new Set([...envFile, ...(secrets === undefined ? [] : [secrets])])].map(
      (file) => `--env-file ${file}`,
    ),
  ];
  return `Look at it, then: ${words.join(' ')}\n`;
}
