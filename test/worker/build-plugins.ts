import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { unpackArtifacts } from './artifacts.ts';
import { compileJava } from './compile-java.ts';
import { pomForPluginSources } from './pom.ts';

/** Where to build the plugins of a version that does not serve them. */
export interface PluginBuild {
  /** The folder of the distribution, with its jars in `libs`. */
  readonly folder: string;
  /** The version of the sources. */
  readonly sourcesOf: string;
  readonly env: NodeJS.ProcessEnv;
}

/**
 * Compiles the file connectors and MirrorMaker of an earlier version against this one, into `plugins/connect-file`.
 * The jars of the earlier version would fail: Kafka 4.4 has moved classes that they use (KAFKA-20297).
 */
export async function buildPlugins({ folder, sourcesOf, env }: PluginBuild): Promise<void> {
  const what = `the sources of the plugins of Apache Kafka ${sourcesOf}`;
  const work = path.join(folder, 'from-sources');
  const sources = path.join(work, 'sources');
  const target = path.join(folder, 'plugins', 'connect-file');
  await mkdir(work);
  await unpackArtifacts({ folder: work, pom: pomForPluginSources(sourcesOf), what, env });
  const found = await readdir(sources, { recursive: true });
  const files = found.filter((file) => file.endsWith('.java'));
  await Promise.all(files.map((file) => useMovedClasses(path.join(sources, file))));
  const classPath = path.join(folder, 'libs', '*');
  await compileJava({
    what,
    sources,
    files,
    target,
    options: ['--release', '17', '-nowarn', '-cp', classPath],
    env,
  });
  await cp(path.join(sources, 'META-INF', 'services'), path.join(target, 'META-INF', 'services'), {
    recursive: true,
  });
  await rm(work, { recursive: true });
}

async function useMovedClasses(file: string): Promise<void> {
  const text = await readFile(file, 'utf8');
  const moved = /\borg\.apache\.kafka\.common\.utils\.(AppInfoParser|Exit)\b/g;
  await writeFile(file, text.replace(moved, 'org.apache.kafka.common.utils.internals.$1'));
}
