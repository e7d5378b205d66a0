import type { KnownVariables } from '../../adopt/replace-secrets.ts';
import { environmentReferences } from '../../desired/environment-references.ts';
import type { LoadedProject } from '../../desired/load-project.ts';

/** The variables that are set, those that files ask for, and what they hold as far as that is known. */
export function knownVariables(loaded: LoadedProject, learned: ReadonlyMap<string, string>): KnownVariables {
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
