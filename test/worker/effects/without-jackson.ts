import { mkdir, readdir, symlink } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { cachedFolder } from '../artifacts.ts';

/**
 * The jars of a plugin without Jackson, which the worker has. Maven resolves it as a dependency of the plugin, and two
 * copies do not fit together: Hibernate finds the modules of the worker, which are "not a subtype" of the plugin's own.
 */
export function withoutJackson(plugin: string): Promise<string> {
  const from = path.join(plugin, 'libs');
  return cachedFolder(`${path.basename(plugin)}-without-jackson`, process.env, async (unfinished) => {
    const to = path.join(unfinished, 'libs');
    await mkdir(to);
    const jars = (await readdir(from)).filter((name) => !name.startsWith('jackson-'));
    await Promise.all(jars.map((jar) => symlink(path.join(from, jar), path.join(to, jar))));
  });
}
