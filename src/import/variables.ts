import { environmentReferences } from '../desired/environment-references.ts';
import type { ProjectFiles } from '../desired/read-project.ts';
import type { Config } from '../model/config.ts';
import { isMasked } from '../model/masked-value.ts';
import type { KnownVariables } from './formats/write/replace-secrets.ts';

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
    if (written === undefined || text === undefined || isMasked(text)) continue;
    const pieces = written.split(/\$\{env\.([A-Za-z_][\w-]*)\}/);
    const names = pieces.filter((_, index) => index % 2 === 1);
    const pattern = pieces.map((piece, index) => (index % 2 === 1 ? '(.+)' : escapeRegExp(piece))).join('');
    const match = new RegExp(`^${pattern}$`, 's').exec(text);
    for (const [index, name] of names.entries()) {
      const value = match?.[index + 1];
      if (value !== undefined && !learned.has(name)) learned.set(name, value);
    }
  }
  return learned;
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** The variables that are set or referred to in files, with their values as far as they are known. */
export function knownVariables(loaded: ProjectFiles, learned: ReadonlyMap<string, string>): KnownVariables {
  const references = environmentReferences(loaded);
  const values = new Map<string, string | undefined>([
    ...references.map(({ name }) => [name, undefined] as const),
    ...loaded.environment,
    ...learned,
  ]);
  return {
    values,
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
