import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { corpusFolder } from './corpus-folder.ts';

/** A published config, and the map that it must resolve to. */
export interface PublishedConfig {
  /** Relative to the corpus directory. */
  readonly file: string;
  readonly repository: string;
  readonly kind: string;
  readonly shape: string;
  /** How a script contains it. */
  readonly context: string | null;
  /** A unique name. */
  readonly name: string;
  /** Whether it contains a name. */
  readonly isNamed: boolean;
  /** Without `name`; values as the strings that a worker stores, sorted by key. */
  readonly config: Readonly<Record<string, string>>;
}

/** Whether there is a corpus; logs a line if not. */
export function hasCorpus(): boolean {
  const exists = existsSync(corpusFolder);
  if (!exists) console.info(`skipped: no corpus of real configs at ${corpusFolder}`);
  return exists;
}

/** All configs of the corpus. */
export function publishedConfigs(): readonly PublishedConfig[] {
  const manifest = new Map(linesOf('manifest.jsonl').map((one) => [one['file'], one]));
  return linesOf('configs.jsonl').map((one, index) => {
    const about = manifest.get(one['file']) ?? {};
    const config = (one['config'] ?? {}) as Readonly<Record<string, unknown>>;
    const given = one['name'] ?? config['name'];
    const base = String(given ?? 'unnamed')
      .replaceAll(/[^A-Za-z0-9._-]+/g, '-')
      .slice(0, 60);
    const texts = Object.entries(config).flatMap(([key, value]) =>
      key === 'name' ? [] : [[key, String(value)] as const],
    );
    return {
      file: String(one['file']),
      repository: String(about['repo']),
      kind: String(about['kind']),
      shape: String(about['shape']),
      context: about['shell_context'] as string | null,
      name: `${base}-${index}`,
      isNamed: given !== undefined && given !== null,
      config: sortedByKey(Object.fromEntries(texts)),
    };
  });
}

/** Sorts the keys of a config. */
export function sortedByKey(config: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(config).sort(([one], [other]) => (one < other ? -1 : 1)));
}

function linesOf(file: string): Record<string, unknown>[] {
  const text = readFileSync(path.join(corpusFolder, file), 'utf8').trim();
  return text.split('\n').map((line) => JSON.parse(line));
}
