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
 * Plans the files of an import and verifies them before anything is written: read back as every other command reads
 * them, they resolve to the found configs, key by key, and the desired state of all other connectors stays the same. A
 * connector whose file would have an error is skipped with a warning.
 *
 * @throws InvalidInputError if the project or a file to import has errors
 */
export async function planImport(request: ImportRequest): Promise<ImportPlan> {
  const { project, source } = request;
  const before = desiredBefore(project.files, source);
  for (const secret of before.secrets) project.secrets.learn(secret);
  throwErrors(project, [...project.files.diagnostics, ...before.diagnostics, ...source.diagnostics]);
  const named = resolveNames(source.connectors, project.files.project.ownership);
  const { added, known, absent } = divide(named.kept, before);
  const first = await composeFiles(request, { before, added, known });
  const rejected = verifyImport(request, first);
  const isAccepted = ({ name }: FoundConnectorConfig) => !rejected.has(name);
  const second =
    rejected.size === 0
      ? first
      : await composeFiles(request, {
          before,
          added: added.filter(isAccepted),
          known: known.filter(isAccepted),
        });
  if (second !== first && verifyImport(request, second).size > 0)
    throw new Error('connector files still have errors without the rejected connectors');
  const diagnostics = [
    ...source.diagnostics,
    ...named.diagnostics,
    ...absent,
    ...rejected.values(),
    ...second.diagnostics,
  ];
  const checked = applyStrict(project, diagnostics);
  throwErrors(project, checked);
  return { ...second, diagnostics: checked };
}

function throwErrors({ files }: Project, diagnostics: readonly Diagnostic[]): void {
  const others = diagnostics.filter((problem) => !isNoConnectorFiles(problem));
  if (hasErrors(others)) throw new InvalidInputError(others, files.files);
}

/** Groups the connectors: not declared yet, declared in a file, declared absent. */
function divide(connectors: readonly FoundConnectorConfig[], desired: DesiredConnectors) {
  const { present } = desired;
  const sorted = [...connectors].sort((one, other) => compareText(one.name, other.name));
  const reason = 'it declares  state: absent';
  return {
    added: sorted.filter(({ name }) => !present.has(name) && !desired.absent.has(name)),
    known: sorted.filter(({ name }) => present.has(name)),
    absent: sorted
      .filter(({ name }) => desired.absent.has(name))
      .map(({ name, source }) => diagnose('import-not-updated', { name, reason }, { source })),
  };
}
