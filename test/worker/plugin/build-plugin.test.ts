import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { missingForPlugin, pluginFolder } from './build-plugin.ts';

let folder = '';
let cache = '';

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'connect-sync-plugin-'));
  cache = path.join(folder, 'cache');
  for (const version of ['2.8.2', '4.3.0'])
    await mkdir(path.join(cache, `kafka-${version}`), { recursive: true });
  await standIn('java', 'echo \'openjdk version "17.0.1"\' >&2');
});

afterEach(() => rm(folder, { recursive: true, force: true }));

/** An executable in place of a program on the path. */
async function standIn(name: string, script: string): Promise<void> {
  const file = path.join(folder, name);
  await writeFile(file, `#!/bin/sh\n${script}\n`);
  await chmod(file, 0o755);
}

function environment(more: Readonly<Record<string, string>> = {}) {
  return { PATH: folder, CONNECT_SYNC_WORKER_CACHE: cache, ...more };
}

async function built(): Promise<readonly string[]> {
  return (await readdir(cache)).filter((name) => name.startsWith('test-plugin'));
}

describe('the test plugin', () => {
  it('is skipped with one line where there is only a Java runtime; in CI that is an error', async () => {
    expect(await missingForPlugin([], environment())).toMatch(
      /^the Java compiler is missing, .*install a JDK.*$/,
    );
    const ci = environment({ CONNECT_SYNC_REQUIRE_WORKERS: '1' });
    await expect(missingForPlugin([], ci)).rejects.toThrow('the Java compiler is missing');
    expect(await built()).toEqual([]);
  });

  it('that does not compile is a failure and not skipped; nothing incomplete stays in the cache', async () => {
    await standIn('javac', 'echo "Settings.java:1: error: class expected" >&2; exit 1');
    await expect(missingForPlugin([], environment())).rejects.toThrow(/does not compile: .*class expected/);
    expect(await built()).toEqual([]);
  });

  it('is compiled once, also for two concurrent callers', async () => {
    await standIn(
      'javac',
      `echo x >> ${folder}/calls; while [ "$1" != -d ]; do shift; done; /bin/mkdir "$2"`,
    );
    const [one, other] = await Promise.all([pluginFolder(environment()), pluginFolder(environment())]);
    expect(other).toBe(one);
    expect(await pluginFolder(environment())).toBe(one);
    expect(await built()).toEqual([path.basename(one)]);
    expect(await readdir(path.join(one, 'misbehaving-source'))).toEqual(['META-INF']);
  });
});
