import { environmentLine } from '../desired/environment-line.ts';

/** What goes into the file that was asked for: lines of dotenv, and the variables that none can hold. */
export interface SecretLines {
  readonly text: string;
  readonly missing: readonly string[];
}

/** Secrets by name as lines of a dotenv file; those that are in the environment already have none. */
export function secretLines(
  secrets: ReadonlyMap<string, string>,
  environment: ReadonlyMap<string, string>,
): SecretLines {
  const lines = [...secrets]
    .filter(([name, value]) => environment.get(name) !== value)
    .map(([name, value]) => ({ name, line: environmentLine(name, value) }));
  return {
    text: lines.map(({ line }) => line ?? '').join(''),
    missing: lines.flatMap(({ name, line }) => (line === undefined ? [name] : [])),
  };
}
