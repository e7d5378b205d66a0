import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { compileJava } from '../compile-java.ts';
import { type Distribution, resolveDistribution } from '../distribution.ts';
import { MissingPart } from '../missing-part.ts';
import { missingForWorkers } from '../real-workers.ts';

/** The class of the plugin; `Settings.java` lists what it can do. */
export const misbehavingSource = 'connectsync.test.MisbehavingSourceConnector';

/** What is compiled against the oldest version runs on all later ones. */
const compiledAgainst = '2.8.2';

/** Every Java that can run the broker understands the classes of 11. */
const classesOf = '11';

const sources = path.join(import.meta.dirname, 'java');

/** The version in the sources. */
const usualVersion = '1.0.0';

/**
 * Whether workers of these versions can be started here with the test plugin: undefined, or one line that says what
 * is missing. With CONNECT_SYNC_REQUIRE_WORKERS=1 a missing part is thrown instead.
 */
export async function missingForPlugin(
  versions: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<string | undefined> {
  const missing = await missingForWorkers([compiledAgainst, ...versions], env);
  if (missing !== undefined) return missing;
  try {
    await pluginFolder(env);
    return undefined;
  } catch (error) {
    if (!(error instanceof MissingPart) || env['CONNECT_SYNC_REQUIRE_WORKERS'] === '1') throw error;
    return error.message;
  }
}

/**
 * A folder for `plugin.path` with the test plugin, compiled once for each state of its sources into the cache
 * of the distributions. It reports the given version. Throws `MissingPart` where there is no Java compiler.
 */
export async function pluginFolder(
  env: NodeJS.ProcessEnv = process.env,
  version = usualVersion,
): Promise<string> {
  const distribution = await resolveDistribution(compiledAgainst, env);
  const files = await readSources(version);
  const folder = path.join(distribution.pluginPath, '../..', `test-plugin-${digestOf(files)}`);
  if (!existsSync(folder)) await build(folder, files, { distribution, env });
  return folder;
}

/** Every file of the plugin by its path within `java/`, with the version that it reports. */
async function readSources(version: string): Promise<ReadonlyMap<string, string>> {
  const found = await readdir(sources, { recursive: true, withFileTypes: true });
  const files = found
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
  const contents = files.sort().map(async (file) => {
    const text = (await readFile(file, 'utf8')).replaceAll(`"${usualVersion}"`, `"${version}"`);
    return [path.relative(sources, file), text] as const;
  });
  return new Map(await Promise.all(contents));
}

function digestOf(files: ReadonlyMap<string, string>): string {
  const text = JSON.stringify([compiledAgainst, classesOf, ...files]);
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}

interface BuildContext {
  readonly distribution: Distribution;
  readonly env: NodeJS.ProcessEnv;
}

/** Fills a folder beside the final one and renames it, so that what is in the cache is always whole. */
async function build(
  folder: string,
  files: ReadonlyMap<string, string>,
  { distribution, env }: BuildContext,
): Promise<void> {
  const unfinished = await mkdtemp(`${folder}.unfinished-`);
  const work = await mkdtemp(`${folder}.sources-`);
  const target = path.join(unfinished, 'misbehaving-source');
  const options = [
    '--release',
    classesOf,
    '-Xlint:all,-path,-options',
    '-Werror',
    '-cp',
    distribution.classPath,
  ];
  try {
    const java = [...files.keys()].filter((name) => name.endsWith('.java'));
    await writeAll(work, files);
    await compileJava({ what: 'the test plugin', sources: work, files: java, target, options, env });
    await writeAll(target, new Map([...files].filter(([name]) => !name.endsWith('.java'))));
    await rename(unfinished, folder).catch((error: unknown) => {
      // Another process was quicker: its folder is as good as ours.
      if (!existsSync(folder)) throw error;
    });
  } finally {
    await Promise.all([unfinished, work].map((each) => rm(each, { recursive: true, force: true })));
  }
}

async function writeAll(folder: string, files: ReadonlyMap<string, string>): Promise<void> {
  for (const [name, text] of files) {
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
  }
}
