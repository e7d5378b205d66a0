import { mkdir, readdir, rename } from 'node:fs/promises';
import path from 'node:path';
import { cachedFolder, copyArtifacts } from './artifacts.ts';
import { buildPlugins } from './build-plugins.ts';
import { pluginSourcesFor, pomFor } from './pom.ts';

/** The jars of one Kafka version, on this machine. */
export interface Distribution {
  readonly version: string;
  /** For `java -cp`. */
  readonly classPath: string;
  /** For `plugin.path`: a folder with the file connectors in a folder of their own. */
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
  const folder = await cachedFolder(`kafka-${version}`, env, (unfinished) => fill(unfinished, version, env));
  return {
    version,
    classPath: path.join(folder, 'libs', '*'),
    pluginPath: path.join(folder, 'plugins'),
  };
}

async function fill(unfinished: string, version: string, env: NodeJS.ProcessEnv): Promise<void> {
  const what = `Apache Kafka ${version}`;
  await copyArtifacts({ folder: unfinished, pom: pomFor(version), what, env });
  const sourcesOf = pluginSourcesFor(version);
  if (sourcesOf !== undefined) return buildPlugins({ folder: unfinished, sourcesOf, env });
  const libs = await readdir(path.join(unfinished, 'libs'));
  const plugin = path.join('plugins', 'connect-file');
  await mkdir(path.join(unfinished, plugin), { recursive: true });
  // Out of the class path: a plugin that is found twice makes the worker's plugin list ambiguous.
  for (const jar of libs.filter((name) => name.startsWith('connect-file-'))) {
    await rename(path.join(unfinished, 'libs', jar), path.join(unfinished, plugin, jar));
  }
}
