import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
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
 * of the distributions. Throws `MissingPart` where there is no Java compiler.
 */
export async function pluginFolder(env: NodeJS.ProcessEnv = process.env): Promise<string> {
  const distribution = await resolveDistribution(compiledAgainst, env);
  const files = await readSources();
  const folder = path.join(distribution.pluginPath, '../..', `test-plugin-${digestOf(files)}`);
  if (!existsSync(folder)) await build(folder, { distribution, env });
  return folder;
}

/** Every file of the plugin by its path within `java/`. */
async function readSources(): Promise<ReadonlyMap<string, string>> {
  const found = await readdir(sources, { recursive: true, withFileTypes: true });
  const files = found
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
  const contents = files
    .sort()
    .map(async (file) => [path.relative(sources, file), await readFile(file, 'utf8')] as const);
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
async function build(folder: string, context: BuildContext): Promise<void> {
  const unfinished = await mkdtemp(`${folder}.unfinished-`);
  const plugin = path.join(unfinished, 'misbehaving-source');
  try {
    await compile(plugin, context);
    await cp(path.join(sources, 'META-INF'), path.join(plugin, 'META-INF'), { recursive: true });
    await rename(unfinished, folder).catch((error: unknown) => {
      // Another process was quicker: its folder is as good as ours.
      if (!existsSync(folder)) throw error;
    });
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

async function compile(target: string, { distribution, env }: BuildContext): Promise<void> {
  const files = [...(await readSources()).keys()].filter((file) => file.endsWith('.java'));
  const options = [
    '--release',
    classesOf,
    '-Xlint:all,-path,-options',
    '-Werror',
    '-cp',
    distribution.classPath,
  ];
  await compileJava({ what: 'the test plugin', sources, files, target, options, env });
}
