import { keysOfAliases } from '../common-keys.ts';
import type { EditorClass } from './editor-class.ts';
import { escapePattern, type JsonSchema, when } from './json-schema.ts';
import { misspellingsOf } from './misspellings.ts';

/** What a key may be beside a misspelling of a known one. */
export interface OtherKeys {
  readonly known: readonly string[];
  /** Globs with `*`. */
  readonly free: readonly string[];
}

/**
 * Underlines keys that are one typo away from a key that is not set, as the check without a cluster reports them. Other
 * unknown keys may be read by a client, a driver or a plugin that does not list them.
 */
export function misspelledKeys(keys: readonly string[], { known, free }: OtherKeys): readonly JsonSchema[] {
  return keys.flatMap((key) => {
    // Where the key itself is set, nothing is underlined.
    const others = known.filter((other) => other !== key);
    const pattern = misspellingsOf(key, others);
    if (pattern === undefined) return [];
    const excluded = free.filter((glob) => mayMatchAlike(glob, key)).map(globPattern);
    const exceptFree = excluded.length === 0 ? '' : `(?!(?:${excluded.join('|')})$)`;
    const misspelled = {
      patternProperties: { [`^${exceptFree}${pattern}$`]: false },
      errorMessage: `unknown key: did you mean ${key}?`,
    };
    return [when({ required: [key] }, true, misspelled)];
  });
}

/** The same for the keys of a transformation, predicate or converter, behind its prefix. */
export function misspelledComponentKeys(plugin: EditorClass, prefix: string): readonly JsonSchema[] {
  const names = plugin.keys.map(({ definition }) => definition.name);
  const known = [...names, ...keysOfAliases];
  const patterns = names.flatMap((name) => misspellingsOf(name, known) ?? []);
  if (patterns.length === 0) return [];
  return [
    {
      patternProperties: { [`^${escapePattern(prefix)}(?:${patterns.join('|')})$`]: false },
      errorMessage: `unknown key of ${plugin.label}: is it misspelled?`,
    },
  ];
}

/** Whether misspellings of a key may be covered by a glob: most keep the letters at both ends. */
function mayMatchAlike(glob: string, key: string): boolean {
  const [start = '', end = ''] = [glob.split('*')[0], glob.split('*').at(-1)];
  return key.startsWith(start.slice(0, 3)) && key.endsWith(end.slice(-3));
}

function globPattern(glob: string): string {
  return glob.split('*').map(escapePattern).join('.*');
}
