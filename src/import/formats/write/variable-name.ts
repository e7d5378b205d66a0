import { toVariableName } from '../../../model/environment-names.ts';

/** The names that a new variable cannot have, and the cluster that it is for. */
export interface TakenNames {
  /** Values by name; undefined if a name is used but its value is unknown. */
  readonly taken: ReadonlyMap<string, string | undefined>;
  readonly cluster: string | undefined;
}

/** The name of a new variable, after a text: the same variable may be used again for an equal value. */
export function freeName(text: string, value: string | undefined, { taken, cluster }: TakenNames): string {
  const isTaken = (name: string) => taken.has(name) && (value === undefined || taken.get(name) !== value);
  // One variable has one value in a run, so a secret with another value on this cluster needs another name.
  const plain = toVariableName(text);
  const base = cluster !== undefined && isTaken(plain) ? toVariableName(`${cluster}_${text}`) : plain;
  let name = base;
  for (let number = 2; isTaken(name); number += 1) name = `${base}_${number}`;
  return name;
}
