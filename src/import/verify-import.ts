import { type Diagnostic, describeDiagnostic, diagnose } from '../model/diagnostic.ts';
import type { Composition, ExpectedConnector } from './compose-files.ts';
import { type DesiredConnectors, desiredBefore } from './desired-before.ts';
import type { ImportRequest } from './import-request.ts';

/**
 * Holds the files of an import to what was found: each connector resolves to its configuration, key by key, and other
 * connectors to what they did before, as do all on other clusters. Gives the connectors whose files would have an error.
 *
 * @throws Error where something differs: that is a bug, and nothing must be written
 */
export function verifyImport(
  { project: { files: loaded }, source }: Pick<ImportRequest, 'project' | 'source'>,
  { expected, files, after }: Composition,
): ReadonlyMap<string, Diagnostic> {
  const written = new Set(files.map(({ file }) => file));
  const problems = [...after.loaded.diagnostics, ...after.wishes.diagnostics];
  const errors = problems.filter(
    ({ severity, source }) => severity === 'error' && source && written.has(source.file),
  );
  const refused = new Map<string, Diagnostic>();
  for (const one of expected) {
    const error = errors.find(({ source }) => source?.file === one.file);
    if (error) refused.set(one.name, refusal(one, error));
    else differences(one, after.wishes).forEach(fail);
  }
  if (refused.size > 0) return refused;
  // Variables that import has learned are no difference.
  const before = { ...loaded, environment: after.loaded.environment };
  othersThatChanged(expected, desiredBefore(before, source), after.wishes).forEach(fail);
  for (const cluster of source.cluster === undefined ? [] : loaded.clusters.keys()) {
    if (cluster === source.cluster) continue;
    const elsewhere = { ...source, cluster };
    const wishes = desiredBefore(after.loaded, elsewhere);
    othersThatChanged([], desiredBefore(before, elsewhere), wishes).forEach(fail);
  }
  return refused;
}

function refusal({ name }: ExpectedConnector, error: Diagnostic): Diagnostic {
  const { message } = describeDiagnostic(error, (text) => text);
  return diagnose('import-not-written', { name, reason: `${error.code}: ${message}` });
}

function differences(
  { name, config, state, left }: ExpectedConnector,
  { present }: DesiredConnectors,
): readonly string[] {
  const wished = present.get(name);
  if (!wished) return [`"${name}" is not described by its file`];
  const keys = [...new Set([...config.keys(), ...wished.config.keys()])];
  const differing = keys.filter((key) => config.get(key) !== wished.config.get(key) && !left.has(key));
  const isOtherState = state !== undefined && wished.state !== undefined && state !== wished.state;
  const isUnsaid = state !== undefined && state !== 'running' && wished.state === undefined;
  return [
    ...differing.map((key) => `the file of "${name}" does not give "${key}" the value that was found`),
    ...(isOtherState || isUnsaid ? [`the file of "${name}" does not say its state`] : []),
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
    .filter(([name, { config }]) => {
      const now = after.present.get(name)?.config;
      return (
        now === undefined ||
        config.size !== now.size ||
        [...config].some(([key, text]) => now.get(key) !== text)
      );
    })
    .map(([name]) => `what the files say of "${name}" would change`);
}

function fail(difference: string): never {
  throw new Error(`import would write files that are wrong: ${difference}`);
}
