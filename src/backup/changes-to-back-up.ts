import type { DeleteChange, UpdateChange } from '../model/change.ts';
import type { KnownSecrets } from '../model/known-secrets.ts';
import type { Plan } from '../model/plan.ts';

/** A change that overwrites or deletes a live configuration, so that it would be lost. */
export type ChangeToBackUp = UpdateChange | DeleteChange;

/** The changes of a plan to back up before it is applied: updates and deletions. Other changes lose nothing. */
export function changesToBackUp({ steps }: Pick<Plan, 'steps'>): readonly ChangeToBackUp[] {
  return steps.flatMap(({ change }) =>
    change.kind === 'update' || change.kind === 'delete' ? [change] : [],
  );
}

/** What is known about values that come from the environment. */
export interface SecretOrigins {
  /** By connector, the keys whose file has `${env.…}`; files of connectors to be deleted count too. */
  readonly references: ReadonlyMap<string, ReadonlySet<string>>;
  /** For keys in no file: secrets of this run, and values of environment variables. */
  readonly known: readonly KnownSecrets[];
}

/**
 * The live keys whose value comes from the environment, sorted: keys with `${env.…}` in their file, and keys in no file
 * (any more) whose value contains the value of an environment variable.
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
