import { execFile } from 'node:child_process';
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { Extractor, ExtractorConfig, ExtractorLogLevel, type IConfigFile } from '@microsoft/api-extractor';

// Builds the type declarations of the library: one bundled file for each entry point, dist/lib/*.d.ts, and beside them
// the API reports, which `npm run api` compares with those in the repository.

const root = import.meta.dirname;
const cache = path.join(root, 'node_modules/.cache/connect-sync');
const emitted = path.join(root, 'dist/declarations');
const reports = path.join(root, 'docs/development/api');
const entryPoints = ['connect-sync', 'sandbox'];

await emitDeclarations();
const changed = entryPoints.filter((entry) => rollUp(entry));
await rm(emitted, { recursive: true });
await compareReports(changed, process.argv.slice(2));

/** tsc leaves `.ts` in specifiers, which only a `.ts` file may have: they become `.js`, as they are at run time. */
async function emitDeclarations(): Promise<void> {
  await rm(emitted, { recursive: true, force: true });
  await mkdir(emitted, { recursive: true });
  await mkdir(cache, { recursive: true });
  const config = path.join(cache, 'tsconfig.declarations.json');
  const compilerOptions = {
    noEmit: false,
    declaration: true,
    emitDeclarationOnly: true,
    // `npm run check` checks the types.
    noCheck: true,
    rootDir: path.join(root, 'src'),
    outDir: emitted,
    typeRoots: [path.join(root, 'node_modules/@types')],
  };
  const files = entryPoints.map((entry) => path.join(root, `src/public/${entry}.ts`));
  await writeFile(
    config,
    JSON.stringify({ extends: path.join(root, 'tsconfig.json'), compilerOptions, include: [], files }),
  );
  // It also emits what the entry points do not expose. Errors there do not matter; API Extractor reports the others.
  await promisify(execFile)(path.join(root, 'node_modules/.bin/tsc'), ['-p', config]).catch(() => undefined);
  for (const name of await readdir(emitted, { recursive: true })) {
    if (!name.endsWith('.d.ts')) continue;
    const file = path.join(emitted, name);
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replaceAll(/(from |import\()(['"])(\.{1,2}\/[^'"]+)\.ts\2/g, '$1$2$3.js$2'));
  }
}

/** Bundles the declarations of an entry point and writes its report; tells whether the report has changed. */
function rollUp(entry: string): boolean {
  const configObject: IConfigFile = {
    projectFolder: root,
    mainEntryPointFilePath: path.join(emitted, `public/${entry}.d.ts`),
    compiler: {
      overrideTsconfig: {
        compilerOptions: {
          target: 'es2023',
          lib: ['es2023', 'dom'],
          module: 'nodenext',
          moduleResolution: 'nodenext',
          strict: true,
          skipLibCheck: true,
          types: ['node'],
        },
        files: [path.join(emitted, `public/${entry}.d.ts`)],
      },
    },
    apiReport: {
      enabled: true,
      reportFolder: reports,
      reportTempFolder: path.join(cache, 'api'),
      reportFileName: `${entry}.api.md`,
      includeForgottenExports: true,
    },
    newlineKind: 'lf',
    docModel: { enabled: false },
    dtsRollup: { enabled: true, untrimmedFilePath: path.join(root, `dist/lib/${entry}.d.ts`) },
    tsdocMetadata: { enabled: false },
    messages: {
      compilerMessageReporting: { default: { logLevel: ExtractorLogLevel.Error } },
      extractorMessageReporting: {
        default: { logLevel: ExtractorLogLevel.Error, addToApiReportFile: false },
        'ae-missing-release-tag': { logLevel: ExtractorLogLevel.None },
        'ae-forgotten-export': { logLevel: ExtractorLogLevel.None },
        'ae-undocumented': { logLevel: ExtractorLogLevel.None },
      },
      tsdocMessageReporting: { default: { logLevel: ExtractorLogLevel.None } },
    },
  };
  const extractorConfig = ExtractorConfig.prepare({
    configObject,
    configObjectFullPath: undefined,
    packageJsonFullPath: path.join(root, 'package.json'),
  });
  const result = Extractor.invoke(extractorConfig, { localBuild: false, showVerboseMessages: false });
  if (result.errorCount > 0) throw new Error(`the declarations of ${entry} have ${result.errorCount} errors`);
  return result.apiReportChanged;
}

/** `--check` fails where a report has changed, `--accept` writes the new ones into the repository. */
async function compareReports(changed: readonly string[], [mode]: readonly string[]): Promise<void> {
  if (mode === '--accept') {
    await mkdir(reports, { recursive: true });
    for (const entry of changed) {
      await copyFile(path.join(cache, 'api', `${entry}.api.md`), path.join(reports, `${entry}.api.md`));
    }
  } else if (mode === '--check' && changed.length > 0) {
    console.error(`The public API differs from docs/development/api: ${changed.join(', ')}.`);
    console.error('Review the change, then accept it: npm run api:accept');
    process.exitCode = 1;
  }
}
