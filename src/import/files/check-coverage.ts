import path from 'node:path';
import { displayPath } from '../../desired/display-path.ts';
import { type Diagnostic, diagnose } from '../../model/diagnostic.ts';
import { loadProject, type Project } from '../../project/load-project.ts';
import type { ImportPlan } from '../import-plan.ts';

/** Loads the project again as the next command will, and warns if it does not include the new files. */
export async function checkCoverage(
  project: Project,
  plan: ImportPlan,
  out: string,
): Promise<readonly Diagnostic[]> {
  const created = plan.files.filter(({ kind, action }) => kind === 'connector' && action === 'create');
  if (created.length === 0) return [];
  const { files } = await loadProject(project.input);
  const found = new Set(files.documents.map(({ source }) => source.file));
  if (created.every(({ file }) => found.has(file))) return [];
  const { directory } = project.input;
  return [diagnose('import-folder-not-covered', { folder: `${displayPath(directory, path.resolve(out))}/` })];
}
