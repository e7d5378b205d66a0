import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { MissingPart } from './missing-part.ts';

/**
 * A folder of the user's cache, filled once: beside the final one and then renamed, so that what is in the cache is
 * always whole. The cache is CONNECT_SYNC_WORKER_CACHE, else `$XDG_CACHE_HOME/connect-sync/worker`.
 */
export async function cachedFolder(
  name: string,
  env: NodeJS.ProcessEnv,
  fill: (unfinished: string) => Promise<void>,
): Promise<string> {
  const folder = path.join(cacheFolder(env), name);
  if (existsSync(folder)) return folder;
  await mkdir(path.dirname(folder), { recursive: true });
  const unfinished = await mkdtemp(`${folder}.unfinished-`);
  try {
    await fill(unfinished);
    await rename(unfinished, folder).catch((error: unknown) => {
      // Another process was quicker: its folder is as good as ours.
      if (!existsSync(folder)) throw error;
    });
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  return folder;
}

function cacheFolder(env: NodeJS.ProcessEnv): string {
  const base = env['XDG_CACHE_HOME'] || path.join(homedir(), '.cache');
  return path.resolve(env['CONNECT_SYNC_WORKER_CACHE'] || path.join(base, 'connect-sync', 'worker'));
}

/** What to fetch into a folder. */
export interface Artifacts {
  readonly folder: string;
  /** A Maven project whose dependencies they are. */
  readonly pom: string;
  /** For the message that says what is missing. */
  readonly what: string;
  readonly env: NodeJS.ProcessEnv;
}

/** Fetches artifacts through `mvn`. Throws `MissingPart` where Maven or the artifact repository is missing. */
export async function copyArtifacts(artifacts: Artifacts): Promise<void> {
  const libs = path.join(artifacts.folder, 'libs');
  return runMaven(artifacts, [
    'dependency:copy-dependencies',
    '-DincludeScope=runtime',
    `-DoutputDirectory=${libs}`,
  ]);
}

/** Fetches and unpacks exactly the dependencies of the project into `sources`. Throws as `copyArtifacts`. */
export async function unpackArtifacts(artifacts: Artifacts): Promise<void> {
  const sources = path.join(artifacts.folder, 'sources');
  return runMaven(artifacts, [
    'dependency:unpack-dependencies',
    '-DexcludeTransitive=true',
    `-DoutputDirectory=${sources}`,
  ]);
}

async function runMaven({ folder, pom, what, env }: Artifacts, goal: readonly string[]): Promise<void> {
  await writeFile(path.join(folder, 'pom.xml'), pom);
  return new Promise((resolve, reject) => {
    const maven = execFile(
      'mvn',
      ['-B', '-q', '-f', path.join(folder, 'pom.xml'), ...goal],
      { env, timeout: 600_000, maxBuffer: 16 * 1024 * 1024 },
      (error, stdout, stderr) => {
        if (!error) resolve();
        else if ('code' in error && error.code === 'ENOENT') reject(new MissingPart(mavenIsMissing(what)));
        else reject(new MissingPart(notFetched(what, stdout + stderr || error.message)));
      },
    );
    maven.stdin?.end();
  });
}

function mavenIsMissing(what: string): string {
  return `Maven is missing, and ${what} is not in the cache yet: install Maven (Debian: apt-get install maven)`;
}

function notFetched(what: string, output: string): string {
  const lines = output.split('\n').map((line) => line.trim());
  const reason = (lines.find((line) => line.startsWith('[ERROR]')) ?? lines.find(Boolean) ?? '').slice(
    0,
    400,
  );
  return `Maven could not fetch ${what} from its artifact repository: ${reason}`;
}
