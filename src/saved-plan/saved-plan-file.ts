import { open, readFile, stat } from 'node:fs/promises';

const bytesLookedAt = 4096;

/**
 * Whether a file is a saved plan, or was to be one: cut short, or of another version. `format` comes first in what we
 * write, so that the first bytes tell; where somebody has sorted the keys, all of it does.
 */
export async function looksLikeSavedPlan(absolute: string): Promise<boolean> {
  return (await formatOf(absolute)) === 'connect-sync/saved-plan';
}

/** Whether a file is a saved plan or another document of ours, and so no connector file. */
export async function looksLikeOurs(absolute: string): Promise<boolean> {
  return (await formatOf(absolute))?.startsWith('connect-sync/') === true;
}

async function formatOf(absolute: string): Promise<string | undefined> {
  try {
    // Whoever opens a pipe waits for its other end.
    if (!(await stat(absolute)).isFile()) return undefined;
    const start = await readStart(absolute);
    const format = /^\uFEFF?\s*\{\s*"format"\s*:\s*"([^"\\]{1,100})"/.exec(start)?.[1];
    if (format !== undefined || !/^\uFEFF?\s*\{/.test(start)) return format;
    const found = (JSON.parse(await readFile(absolute, 'utf8')) as { format?: unknown }).format;
    return typeof found === 'string' ? found : undefined;
  } catch {
    // Not there, a folder, not JSON: whoever reads it next says what is wrong with it.
    return undefined;
  }
}

async function readStart(absolute: string): Promise<string> {
  const handle = await open(absolute, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(bytesLookedAt), 0, bytesLookedAt, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await handle.close();
  }
}
