import {
  type Diagnostic,
  type DiagnosticCode,
  diagnose,
  distinctDiagnostics,
} from '../../model/diagnostic.ts';
import type { Composition } from './compose-files.ts';

/**
 * Warnings about what the written files declare, as validate gives them: connectors that a worker accepts and that do
 * not do what was meant. They are shown with the import, where the source of the files is still at hand.
 */
export function warningsOfFiles({
  files,
  after,
}: Pick<Composition, 'files' | 'after'>): readonly Diagnostic[] {
  const written = new Set(
    files.flatMap(({ kind, action, file }) => (kind === 'connector' && action !== 'keep' ? [file] : [])),
  );
  const found = distinctDiagnostics([...after.loaded.diagnostics, ...after.desired.diagnostics]).filter(
    ({ source }) => source !== undefined && written.has(source.file),
  );
  return [...placeholders(found), ...found.filter(({ code }) => deadSettings.has(code))];
}

/** Settings that have no effect. */
const deadSettings: ReadonlySet<DiagnosticCode> = new Set<DiagnosticCode>([
  'renamed-key',
  'unread-transforms',
  'misspelled-alias',
  'misspelled-key',
]);

/** One warning for each file: a template has many placeholders. */
function placeholders(found: readonly Diagnostic[]): readonly Diagnostic[] {
  const byFile = new Map<string, Diagnostic[]>();
  for (const problem of found) {
    const file = problem.source?.file;
    if (problem.code !== 'unresolved-placeholder' || file === undefined) continue;
    byFile.set(file, [...(byFile.get(file) ?? []), problem]);
  }
  return [...byFile.values()].map((problems) => {
    const keys = [...new Set(problems.map(({ args }) => String(args['key'])))];
    return diagnose('import-placeholder', { keys }, { source: problems[0]?.source });
  });
}
