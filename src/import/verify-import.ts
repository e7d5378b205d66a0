import { type Diagnostic, describeDiagnostic, diagnose } from '../model/diagnostic.ts';
import { canBeEqual } from '../model/masked-value.ts';
import { type DesiredConnectors, desiredBefore } from './desired-before.ts';
import type { Composition } from './files/compose-files.ts';
import type { ExpectedConnector } from './files/expected-connectors.ts';
import type { ImportRequest } from './import-request.ts';

/**
 * Verifies the files of an import: each connector resolves to the config that was found, key by key, and the desired
 * state of all other connectors and clusters stays the same. Returns the connectors whose files would have an error, with the reason.
 *
 * @throws Error if something differs: that is a bug, and nothing must be written
 */
export function verifyImport(
  { project: { files: loaded }, source }: Pick<ImportRequest, 'project' | 'source'>,
  { expected, files, after }: Composition,
): ReadonlyMap<string, readonly Diagnostic[]> {
  const written = new Set(files.map(({ file }) => file));
  const problems = [...after.loaded.diagnostics, ...after.desired.diagnostics];
  const errors = problems.filter(
    ({ severity, source }) => severity === 'error' && source && written.has(source.file),
  );
  const rejected = new Map<string, readonly Diagnostic[]>();
  for (const one of expected) {
    const error = errors.find(({ source }) => source?.file === one.file);
    if (error) rejected.set(one.name, [rejection(one, error)]);
    else differences(one, after.desired).forEach(fail);
  }
  if (rejected.size > 0) return rejected;
  // Inferred variables are not a difference.
  const before = { ...loaded, environment: after.loaded.environment };
  othersThatChanged(expected, desiredBefore(before, source), after.desired).forEach(fail);
  for (const cluster of source.cluster === undefined ? [] : loaded.clusters.keys()) {
    if (cluster === source.cluster) continue;
    const elsewhere = { ...source, cluster };
    const desired = desiredBefore(after.loaded, elsewhere);
    othersThatChanged([], desiredBefore(before, elsewhere), desired).forEach(fail);
  }
  return rejected;
}

function rejection({ name }: ExpectedConnector, error: Diagnostic): Diagnostic {
  const { message } = describeDiagnostic(error, (text) => text);
  return diagnose('import-not-written', { name, reason: `${error.code}: ${message}` });
}

function differences(
  { name, config, state, left }: ExpectedConnector,
  { present }: DesiredConnectors,
): readonly string[] {
  const desired = present.get(name);
  if (!desired) return [`"${name}" is not declared by its file`];
  const keys = [...new Set([...config.keys(), ...desired.config.keys()])];
  // A masked value is replaced by a variable whose value nobody knows.
  const differing = keys.filter(
    (key) => !left.has(key) && !canBeEqual(key, config.get(key), desired.config.get(key)),
  );
  const isOtherState = state !== undefined && desired.state !== undefined && state !== desired.state;
  const isUndeclared = state !== undefined && state !== 'running' && desired.state === undefined;
  return [
    ...differing.map((key) => `the file of "${name}" does not declare the value of "${key}" that was found`),
    ...(isOtherState || isUndeclared ? [`the file of "${name}" does not declare its state`] : []),
  ];
}

function othersThatChanged(
  expected: readonly ExpectedConnector[],
  before: DesiredConnectors,
  after: DesiredConnectors,
): readonly string[] {
  const imported = new Set(expected.map(({ name }) => name));
  return [...before.present]
    .filter(([name]) => !imported.has(name))
    .filter(([name, { config, state }]) => {
      const now = after.present.get(name);
      return (
        now === undefined ||
        state !== now.state ||
        config.size !== now.config.size ||
        [...config].some(([key, text]) => now.config.get(key) !== text)
      );
    })
    .map(([name]) => `the desired state of "${name}" would change`);
}

function fail(difference: string): never {
  throw new Error(`import would write incorrect files: ${difference}`);
}
