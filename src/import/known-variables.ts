import { environmentReferences } from '../desired/environment-references.ts';
import type { ProjectFiles } from '../desired/read-project.ts';
import type { KnownVariables } from './formats/write/replace-secrets.ts';

/** The variables that are set, those that files ask for, and what they hold as far as that is known. */
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
      const telling = value.length >= fewestTelling ? references : [];
      return (ofKey ?? telling.find(({ name }) => values.get(name) === value))?.name;
    },
  };
}

/** Shorter texts are often the same by chance. */
const fewestTelling = 8;
