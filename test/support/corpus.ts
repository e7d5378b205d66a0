import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { corpusFolder } from './corpus-folder.ts';

/** A configuration as it was published, and the map that it means. */
export interface PublishedConfig {
  /** Relative to the folder of the corpus. */
  readonly file: string;
  readonly repository: string;
  readonly kind: string;
  readonly shape: string;
  /** How it stood in a script. */
  readonly context: string | null;
  /** A name that no other has. */
  readonly name: string;
  /** Whether it says its name itself. */
  readonly isNamed: boolean;
  /** Without `name`, what is no text made into the text that a worker stores, sorted. */
  readonly config: Readonly<Record<string, string>>;
}

/** Whether there is a corpus; where there is none it is said in one line. */
export function hasCorpus(): boolean {
  const isThere = existsSync(corpusFolder);
  if (!isThere) console.info(`skipped: no corpus of real configurations at ${corpusFolder}`);
  return isThere;
}

/** All configurations of the corpus. */
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

/** The same with its keys in order. */
export function sortedByKey(config: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(config).sort(([one], [other]) => (one < other ? -1 : 1)));
}

function linesOf(file: string): Record<string, unknown>[] {
  const text = readFileSync(path.join(corpusFolder, file), 'utf8').trim();
  return text.split('\n').map((line) => JSON.parse(line));
}
