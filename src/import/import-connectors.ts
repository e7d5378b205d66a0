import { compareText } from '../model/config.ts';
import { type Diagnostic, diagnose, hasErrors } from '../model/diagnostic.ts';
import { InvalidInputError } from '../model/error.ts';
import { applyStrict, type Project } from '../project/load-project.ts';
import { isNoConnectorFiles } from '../project/no-connector-files.ts';
import { composeFiles } from './compose-files.ts';
import { type DesiredConnectors, desiredBefore } from './desired-before.ts';
import type { FoundConnectorConfig } from './formats/found-connector.ts';
import type { ImportPlan } from './import-plan.ts';
import type { ImportRequest } from './import-request.ts';
import { resolveNames } from './resolve-names.ts';
import { verifyImport } from './verify-import.ts';

/**
 * Makes the files of an import and proves them before anything is written: read back as every command reads them, they
 * resolve to what was found, key by key, and what the project says of other connectors stays the same. A connector
 * whose file would have an error is left out and named.
 *
 * @throws InvalidInputError where the project, or a file to import, has errors
 */
export async function importConnectors(request: ImportRequest): Promise<ImportPlan> {
  const { project, source } = request;
  const before = desiredBefore(project.files, source);
  for (const secret of before.secrets) project.secrets.learn(secret);
  refuseErrors(project, [...project.files.diagnostics, ...before.diagnostics, ...source.diagnostics]);
  const named = resolveNames(source.connectors, project.files.project.ownership);
  const { added, known, gone } = divide(named.kept, before);
  const first = await composeFiles(request, { before, added, known });
  const refused = verifyImport(request, first);
  const isFine = ({ name }: FoundConnectorConfig) => !refused.has(name);
  const second =
    refused.size === 0
      ? first
      : await composeFiles(request, { before, added: added.filter(isFine), known: known.filter(isFine) });
  if (second !== first && verifyImport(request, second).size > 0)
    throw new Error('connector files that were made again have errors again');
  const diagnostics = [
    ...source.diagnostics,
    ...named.diagnostics,
    ...gone,
    ...refused.values(),
    ...second.diagnostics,
  ];
  const judged = applyStrict(project, diagnostics);
  refuseErrors(project, judged);
  return { ...second, diagnostics: judged };
}

function refuseErrors({ files }: Project, diagnostics: readonly Diagnostic[]): void {
  const others = diagnostics.filter((problem) => !isNoConnectorFiles(problem));
  if (hasErrors(others)) throw new InvalidInputError(others, files.files);
}

/** Connectors that no file describes yet, those that have a file, and those that a file wishes away. */
function divide(connectors: readonly FoundConnectorConfig[], { present, absent }: DesiredConnectors) {
  const sorted = [...connectors].sort((one, other) => compareText(one.name, other.name));
  const reason = 'it wishes the connector away (state: absent)';
  return {
    added: sorted.filter(({ name }) => !present.has(name) && !absent.has(name)),
    known: sorted.filter(({ name }) => present.has(name)),
    gone: sorted
      .filter(({ name }) => absent.has(name))
      .map(({ name, source }) => diagnose('import-not-updated', { name, reason }, { source })),
  };
}
