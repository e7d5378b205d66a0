import { environmentReferences } from '../../desired/environment-references.ts';
import type { ProjectFiles } from '../../desired/read-project.ts';
import type { Config } from '../../model/config.ts';
import { isMasked } from '../../model/masked-value.ts';
import type { KnownVariables } from '../formats/write/replace-secrets.ts';

/**
 * Infers the values of environment variables by comparing a desired config, in which unset references stay unresolved,
 * with the config that was found.
 */
export function learnVariables(
  desired: { readonly config: Config; readonly secretKeys: ReadonlySet<string> },
  found: Config,
): ReadonlyMap<string, string> {
  const learned = new Map<string, string>();
  for (const key of desired.secretKeys) {
    const [written, text] = [desired.config.get(key), found.get(key)];
    if (written === undefined || text === undefined || isMasked(key, text)) continue;
    const pieces = written.split(/\$\{env\.([A-Za-z_][\w-]*)\}/);
    const names = pieces.filter((_, index) => index % 2 === 1);
    const parts = pieces.filter((_, index) => index % 2 === 0);
    const values = names.length === 0 ? [] : textsBetween(text, parts);
    for (const [index, name] of names.entries()) {
      const value = values?.[index];
      if (value !== undefined && !learned.has(name)) learned.set(name, value);
    }
  }
  return learned;
}

/**
 * What stands between the parts, which follow each other and make up a text together with what is between them; each
 * gap holds a character at least. Where a part occurs more often, its last occurrence counts. Undefined where the parts
 * do not fit.
 */
function textsBetween(text: string, parts: readonly string[]): readonly string[] | undefined {
  const [first = '', last = ''] = [parts[0], parts.at(-1)];
  let end = text.length - last.length;
  if (!text.startsWith(first) || !text.endsWith(last)) return undefined;
  const between: string[] = [];
  for (const part of parts.slice(1, -1).reverse()) {
    const at = text.lastIndexOf(part, end - 1 - part.length);
    if (at <= first.length) return undefined;
    between.push(text.slice(at + part.length, end));
    end = at;
  }
  if (end <= first.length) return undefined;
  return [text.slice(first.length, end), ...between.reverse()];
}

/**
 * The variables that are set or referred to in files, with their values as far as they are known. `cluster`: the one
 * that new variables are for, if there are several.
 */
export function knownVariables(
  loaded: ProjectFiles,
  learned: ReadonlyMap<string, string>,
  cluster: string | undefined,
): KnownVariables {
  const references = environmentReferences(loaded);
  const values = new Map<string, string | undefined>([
    ...references.map(({ name }) => [name, undefined] as const),
    ...loaded.environment,
    ...learned,
  ]);
  return {
    values,
    cluster,
    nameFor: (key, value) => {
      const ofKey = references.find(
        (one) => one.isWhole && one.key === key && values.get(one.name) === value,
      );
      const candidates = value.length >= minimumLength ? references : [];
      return (ofKey ?? candidates.find(({ name }) => values.get(name) === value))?.name;
    },
  };
}

/** Shorter values are often equal by chance. */
const minimumLength = 8;
