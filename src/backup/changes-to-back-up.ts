import type { DeleteChange, UpdateChange } from '../model/change.ts';
import type { KnownSecrets } from '../model/known-secrets.ts';
import type { Plan } from '../model/plan.ts';

/** A change that overwrites or removes what a worker holds, so that it would be lost. */
export type ChangeToBackUp = UpdateChange | DeleteChange;

/** The changes of a plan after which something is gone that nobody else keeps. Other changes lose nothing. */
export function changesToBackUp({ steps }: Pick<Plan, 'steps'>): readonly ChangeToBackUp[] {
  return steps.flatMap(({ change }) =>
    change.kind === 'update' || change.kind === 'delete' ? [change] : [],
  );
}

/** What tells which values came from the environment. */
export interface SecretOrigins {
  /** By connector, the keys that its file fills from the environment; files of what is to be deleted count too. */
  readonly references: ReadonlyMap<string, ReadonlySet<string>>;
  /** For keys that no file speaks of: secrets met in this run, and what the environment may have given once. */
  readonly known: readonly KnownSecrets[];
}

/**
 * The live keys whose value came from the environment, sorted: those that the file says so of, and where no file
 * says anything of a key (it is gone, or speaks of it no more), those whose value holds something of the environment.
 */
export function secretKeysOf(
  change: ChangeToBackUp,
  { references, known }: SecretOrigins,
): readonly string[] {
  const inFile = change.kind === 'update' ? change.desired.config : undefined;
  const isSecret = (key: string, value: string) => {
    if (references.get(change.name)?.has(key)) return true;
    if (key === 'connector.class' || inFile?.has(key)) return false;
    return known.some((secrets) => secrets.isIn(value));
  };
  return [...change.live.config].flatMap(([key, value]) => (isSecret(key, value) ? [key] : [])).sort();
}
