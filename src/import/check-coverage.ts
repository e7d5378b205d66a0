import path from 'node:path';
import { workingDirectory } from '../cli/options/project-options.ts';
import { displayPath } from '../desired/display-path.ts';
import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import { openSession, type Session } from '../project/load-project.ts';
import type { ImportPlan } from './import-plan.ts';

/** Loads the project again as the next command will: new files that it does not look for are no use. */
export async function checkCoverage(
  session: Session,
  plan: ImportPlan,
  out: string,
): Promise<readonly Diagnostic[]> {
  const created = plan.files.filter(({ kind, action }) => kind === 'connector' && action === 'create');
  if (created.length === 0) return [];
  const { loaded } = await openSession(session.host, session.options);
  const found = new Set(loaded.documents.map(({ source }) => source.file));
  if (created.every(({ file }) => found.has(file))) return [];
  const directory = workingDirectory(session.host, session.options);
  return [diagnose('import-folder-not-covered', { folder: `${displayPath(directory, path.resolve(out))}/` })];
}
