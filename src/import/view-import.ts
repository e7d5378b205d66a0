import type { ImportView } from '../model/import-view.ts';
import { viewDiagnostics } from '../model/redaction/view-diagnostics.ts';
import type { ImportPlan } from './import-plan.ts';
import type { ImportRequest } from './import-request.ts';

/** What an import did, or would do: without any config value. */
export function viewImport(
  { project, source }: ImportRequest,
  plan: ImportPlan,
  { written, secretsFile }: Pick<ImportView, 'written' | 'secretsFile'>,
): ImportView {
  const connectors = plan.files.filter(({ kind }) => kind === 'connector');
  return {
    format: 'connect-sync/import',
    version: 1,
    from: source.label,
    written,
    connectors: connectors.flatMap(({ connectors: names, file, action, keys }) =>
      names.map((name) => ({ name, file, action, keys })),
    ),
    files: plan.files.flatMap(({ kind, file, action }) =>
      kind === 'connector' || action === 'keep' ? [] : [{ file, action }],
    ),
    variables: plan.variables.map(({ name, uses, value, mask }) => ({
      name,
      uses,
      known: value !== undefined,
      from: value === undefined && mask === undefined ? ('script' as const) : ('secret' as const),
    })),
    secretsFile,
    defaults: plan.defaults.map(({ className, ...one }) => ({ class: className, ...one })),
    diagnostics: viewDiagnostics(plan.diagnostics, project.scrub),
  };
}
