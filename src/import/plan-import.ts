import { resolveOwnership } from '../desired/resolve-ownership.ts';
import { compareText } from '../model/config.ts';
import {
  type Diagnostic,
  describeDiagnostic,
  diagnose,
  distinctDiagnostics,
  hasErrors,
} from '../model/diagnostic.ts';
import { InvalidInputError } from '../model/error.ts';
import type { Source } from '../model/source.ts';
import { applyStrict, type Project } from '../project/load-project.ts';
import { isNoConnectorFiles } from '../project/no-connector-files.ts';
import { type ConnectorOutcome, completeAccount, skippedOutcome } from './account.ts';
import { type DesiredConnectors, desiredBefore } from './desired-before.ts';
import { type Composition, composeFiles, type Material } from './files/compose-files.ts';
import { extendDocuments } from './files/extend-documents.ts';
import { resolveNames } from './files/resolve-names.ts';
import { warningsOfFiles } from './files/warnings-of-files.ts';
import type { FoundConnectorConfig } from './formats/found-connector.ts';
import type { ImportPlan } from './import-plan.ts';
import type { ImportRequest, ImportSource } from './import-request.ts';
import { verifyImport } from './verify-import.ts';

/**
 * Plans the files of an import and verifies them before anything is written: read back as every other command reads
 * them, they resolve to the found configs, key by key, and the desired state of all other connectors stays the same.
 * Nothing is written for a connector whose file cannot be edited or would have an error.
 *
 * @throws InvalidInputError if the project has errors, or any file with `--strict`
 */
export async function planImport(given: ImportRequest): Promise<ImportPlan> {
  const { project } = given;
  const before = desiredBefore(project.files, given.source);
  const source = selected(given, before);
  const request = { ...given, source };
  for (const secret of before.secrets) project.secrets.learn(secret);
  throwErrors(project, [...project.files.diagnostics, ...before.diagnostics]);
  const named = resolveNames(
    source.connectors,
    resolveOwnership(project.files, { name: source.cluster, vars: source.vars }).ownership,
  );
  const { absent, composition, extension } = await composeExtended(request, named.kept, before);
  const connectors = completeAccount(source, [
    ...[...source.skipped, ...named.skipped].map(skippedOutcome),
    ...absent,
    ...composition.connectors,
  ]);
  const diagnostics = distinctDiagnostics([
    ...source.diagnostics,
    ...extension.diagnostics,
    ...connectors.flatMap(({ problems }) => problems),
    ...composition.diagnostics,
    ...warningsOfFiles(composition),
  ]);
  const checked = applyStrict(project, diagnostics);
  if (project.input.strict === true) throwErrors(project, checked);
  return { ...composition, connectors, diagnostics: checked };
}

/** What is imported of the source. A connector that is declared `absent`, or for other clusters, is not new. */
function selected(
  { source, select }: ImportRequest,
  { present, absent, elsewhere }: DesiredConnectors,
): ImportSource {
  if (select === undefined) return source;
  const isSelected = ({ name }: FoundConnectorConfig) =>
    select === 'declared'
      ? present.has(name)
      : ![present, absent, elsewhere].some((known) => known.has(name));
  return { ...source, connectors: source.connectors.filter(isSelected) };
}

function throwErrors({ files }: Project, diagnostics: readonly Diagnostic[]): void {
  const others = diagnostics.filter((problem) => !isNoConnectorFiles(problem));
  if (hasErrors(others)) throw new InvalidInputError(others, files.files);
}

/**
 * Composes the files; documents of other clusters are extended to this one. A connector whose extended document cannot
 * be edited, or would have an error, gets a file of its own.
 */
async function composeExtended(
  request: ImportRequest,
  connectors: readonly FoundConnectorConfig[],
  before: DesiredConnectors,
) {
  const apart = new Map<string, string>();
  for (;;) {
    const extension = await extendDocuments(request, connectors, { before, apart });
    const { absent, ...divided } = divide(connectors, extension.before);
    const material = { before: extension.before, ...divided };
    const composition = await composeVerified(request, extension.request, material);
    const failed = composition.connectors.filter(
      ({ name, outcome }) => outcome !== 'updated' && extension.request.extended?.has(name),
    );
    if (failed.length === 0) return { absent, composition, extension };
    for (const { name, problems } of failed) apart.set(name, reasonIn(problems));
  }
}

function reasonIn([problem]: readonly Diagnostic[]): string {
  return problem ? describeDiagnostic(problem, (text) => text).message : 'it cannot be edited';
}

/** Composes the files again without the connectors that cannot be written, until all others can. */
async function composeVerified(
  request: ImportRequest,
  extended: ImportRequest,
  material: Omit<Material, 'blocked'>,
): Promise<Composition> {
  const blocked = new Map<string, readonly Diagnostic[]>();
  for (;;) {
    const composition = await composeFiles(extended, { ...material, blocked });
    const found = [...composition.rejected, ...verifyImport(request, composition)];
    if (found.length === 0) return composition;
    if (found.some(([name]) => blocked.has(name)))
      throw new Error('connector files still have errors without the rejected connectors');
    for (const [name, problems] of found) blocked.set(name, problems);
  }
}

/** Groups the connectors: not declared yet, declared in a file, declared absent. */
function divide(connectors: readonly FoundConnectorConfig[], desired: DesiredConnectors) {
  const { present, absent } = desired;
  const sorted = [...connectors].sort((one, other) => compareText(one.name, other.name));
  return {
    added: sorted.filter(({ name }) => !present.has(name) && !absent.has(name)),
    known: sorted.filter(({ name }) => present.has(name)),
    absent: sorted.flatMap((connector) => {
      const declared = absent.get(connector.name);
      return declared ? [absentOutcome(connector, declared)] : [];
    }),
  };
}

function absentOutcome({ name, source }: FoundConnectorConfig, declared: Source): ConnectorOutcome {
  const problem = diagnose(
    'import-not-updated',
    { name, reason: 'it declares  state: absent' },
    { source: declared },
  );
  return { name, outcome: 'differs', file: declared.file, keys: ['state'], problems: [problem], source };
}
