import type { SecretVariable } from '../../adopt/replace-secrets.ts';
import { environmentLine } from '../../desired/environment-line.ts';

/** What goes into the file that was asked for: lines of dotenv, and the variables that none can hold. */
export interface SecretLines {
  readonly text: string;
  readonly count: number;
  /** Hidden ones, and those that dotenv has no way to write. */
  readonly missing: readonly string[];
}

/** The secrets as lines of a dotenv file; those that are in the environment already have none. */
export function secretLines(
  variables: readonly SecretVariable[],
  environment: ReadonlyMap<string, string>,
): SecretLines {
  const needed = variables.filter(
    ({ name, value }) => value === undefined || environment.get(name) !== value,
  );
  const lines = needed.map(({ name, value }) => ({
    name,
    line: value === undefined ? undefined : environmentLine(name, value),
  }));
  const written = lines.flatMap(({ line }) => line ?? []);
  return {
    text: written.join(''),
    count: written.length,
    missing: lines.flatMap(({ name, line }) => (line === undefined ? [name] : [])),
  };
}
