import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { cachedFolder } from '../artifacts.ts';
import { compileJava } from '../compile-java.ts';
import { resolveDistribution } from '../distribution.ts';

/** The versions of the probes. The second one lacks two classes and a key, and defines other keys differently. */
export type ProbeVersion = '1.0.0' | '2.0.0';

/** What is compiled against the oldest version that the tests start runs on all later ones. */
const compiledAgainst = '3.9.1';

const sources = path.join(import.meta.dirname, 'java');

/** A folder for `plugin.path` with one version of the probes, compiled once for each state of their sources. */
export async function probeFolder(
  version: ProbeVersion,
  env: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  const { classPath } = await resolveDistribution(compiledAgainst, env);
  const files = await readSources(version);
  const digest = createHash('sha256')
    .update(JSON.stringify([...files]))
    .digest('hex')
    .slice(0, 12);
  return cachedFolder(`upgrade-probe-${digest}`, env, async (unfinished) => {
    const work = await mkdtemp(path.join(tmpdir(), 'connect-sync-probe-'));
    try {
      await writeAll(work, files);
      const target = path.join(unfinished, 'probe');
      const java = [...files.keys()].filter((name) => name.endsWith('.java'));
      const options = ['--release', '11', '-nowarn', '-cp', classPath];
      await compileJava({ what: 'the probe', sources: work, files: java, target, options, env });
      await writeAll(target, new Map([...files].filter(([name]) => !name.endsWith('.java'))));
    } finally {
      await rm(work, { recursive: true, force: true });
    }
  });
}

/** Every file by its path, without the classes and lines of the other version. */
async function readSources(version: ProbeVersion): Promise<ReadonlyMap<string, string>> {
  const found = await readdir(sources, { recursive: true, withFileTypes: true });
  const names = found
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(sources, path.join(entry.parentPath, entry.name)));
  const kept = names.sort().filter((name) => version === '1.0.0' || !name.includes('Retired'));
  const contents = kept.map(async (name) => {
    const lines = (await readFile(path.join(sources, name), 'utf8')).split('\n');
    return [name, lines.filter((line) => isOf(version, line)).join('\n')] as const;
  });
  return new Map(await Promise.all(contents));
}

function isOf(version: ProbeVersion, line: string): boolean {
  if (version === '2.0.0' && line.includes('Retired')) return false;
  const [, only] = /\/\/ (\d\.\d\.\d)$/.exec(line) ?? [];
  return only === undefined || only === version;
}

async function writeAll(folder: string, files: ReadonlyMap<string, string>): Promise<void> {
  for (const [name, text] of files) {
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
  }
}
