import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { MissingPart } from './missing-part.ts';
import { pomFor } from './pom.ts';

/** The jars of one Kafka version, on this machine. */
export interface Distribution {
  readonly version: string;
  /** For `java -cp`. */
  readonly classPath: string;
  /** For `plugin.path`: a folder with `connect-file` in a folder of its own. */
  readonly pluginPath: string;
}

/**
 * Apache Kafka and Connect of one version, from the cache or, once, from Maven Central through `mvn`. The cache is
 * the user's, so that a fresh clone finds it: CONNECT_SYNC_WORKER_CACHE, else `$XDG_CACHE_HOME/connect-sync/worker`.
 * Throws `MissingPart` where Maven or the artifact repository is missing.
 */
export async function resolveDistribution(
  version: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<Distribution> {
  const cache = cacheFolder(env);
  const folder = path.join(cache, `kafka-${version}`);
  if (!existsSync(folder)) await download(version, folder, env);
  return {
    version,
    classPath: path.join(folder, 'libs', '*'),
    pluginPath: path.join(folder, 'plugins'),
  };
}

function cacheFolder(env: NodeJS.ProcessEnv): string {
  const base = env['XDG_CACHE_HOME'] || path.join(homedir(), '.cache');
  return path.resolve(env['CONNECT_SYNC_WORKER_CACHE'] || path.join(base, 'connect-sync', 'worker'));
}

/** Fills a folder beside the final one and renames it, so that what is in the cache is always whole. */
async function download(version: string, folder: string, env: NodeJS.ProcessEnv): Promise<void> {
  await mkdir(path.dirname(folder), { recursive: true });
  const unfinished = await mkdtemp(`${folder}.unfinished-`);
  try {
    await writeFile(path.join(unfinished, 'pom.xml'), pomFor(version));
    await copyDependencies(version, unfinished, env);
    const libs = await readdir(path.join(unfinished, 'libs'));
    const plugin = path.join('plugins', 'connect-file');
    await mkdir(path.join(unfinished, plugin), { recursive: true });
    // Out of the class path: a plugin that is found twice makes the worker's plugin list ambiguous.
    for (const jar of libs.filter((name) => name.startsWith('connect-file-'))) {
      await rename(path.join(unfinished, 'libs', jar), path.join(unfinished, plugin, jar));
    }
    await rename(unfinished, folder).catch((error: unknown) => {
      // Another process was quicker: its folder is as good as ours.
      if (!existsSync(folder)) throw error;
    });
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

function copyDependencies(version: string, folder: string, env: NodeJS.ProcessEnv): Promise<void> {
  const goal = ['dependency:copy-dependencies', `-DoutputDirectory=${path.join(folder, 'libs')}`];
  return new Promise((resolve, reject) => {
    const maven = execFile(
      'mvn',
      ['-B', '-q', '-f', path.join(folder, 'pom.xml'), ...goal],
      { env, timeout: 600_000, maxBuffer: 16 * 1024 * 1024 },
      (error, stdout, stderr) => {
        if (!error) resolve();
        else if ('code' in error && error.code === 'ENOENT') reject(new MissingPart(mavenIsMissing));
        else reject(new MissingPart(notFetched(version, stdout + stderr || error.message)));
      },
    );
    maven.stdin?.end();
  });
}

const mavenIsMissing =
  'Maven is missing, and Apache Kafka is not in the cache yet: install Maven (Debian: apt-get install maven)';

function notFetched(version: string, output: string): string {
  const lines = output.split('\n').map((line) => line.trim());
  const reason = (lines.find((line) => line.startsWith('[ERROR]')) ?? lines.find(Boolean) ?? '').slice(
    0,
    400,
  );
  return `Maven could not fetch Apache Kafka ${version} from its artifact repository: ${reason}`;
}
