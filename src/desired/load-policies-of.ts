import path from 'node:path';
import { withNotes } from '../files/noted-reads.ts';
import { type LoadedPolicies, loadPolicies, loadPolicyFolder, type PolicySearch } from './load-policies.ts';
import { locateProjectFile } from './locate-project-file.ts';
import { emptySection, type PolicySection } from './policy-section.ts';
import { projectBoundary } from './project-boundary.ts';
import { loadProjectChecks, readProjectFile } from './project-document.ts';
import { readSource } from './read-source.ts';
import { SourceText } from './source-text.ts';

/** Other files of the project, in a temporary folder, such as those of a commit. */
export interface PoliciesElsewhere {
  /** Absolute. */
  readonly directory: string;
  /** Relative to the directory; undefined: connect-sync.yaml if it exists. */
  readonly projectFile: string | undefined;
  /** Relative to the directory; undefined: what the project file there says. */
  readonly folder: string | undefined;
  /** Begins the reported paths. */
  readonly prefix: string;
  readonly connectSyncVersion: string;
}

/** Loads the policies of other files of the project, as their project file declares them, or those of a folder of it. */
export function loadPoliciesOf(elsewhere: PoliciesElsewhere): Promise<LoadedPolicies> {
  // The folder is gone afterwards, so it must not be noted how it stood.
  return withNotes(undefined, () => loadElsewhere(elsewhere));
}

async function loadElsewhere(elsewhere: PoliciesElsewhere): Promise<LoadedPolicies> {
  const { directory, folder, prefix } = elsewhere;
  const { file } = await locateProjectFile(directory, elsewhere.projectFile);
  const base = file === undefined ? directory : path.dirname(file);
  const boundary = projectBoundary([directory, base], undefined);
  const search: PolicySearch = { directory, base, boundary, projectFile: file, prefix };
  if (folder !== undefined) return loadPolicyFolder(path.resolve(directory, folder), search);
  const section =
    file === undefined ? { policy: emptySection, diagnostics: [] } : await readSection(file, elsewhere);
  const loaded = await loadPolicies(section.policy, search);
  return { ...loaded, diagnostics: [...section.diagnostics, ...loaded.diagnostics] };
}

/** Errors of the project file there count: its rules may be missing then. */
async function readSection(
  file: string,
  { directory, prefix, connectSyncVersion }: PoliciesElsewhere,
): Promise<Pick<LoadedPolicies, 'diagnostics'> & { readonly policy: PolicySection }> {
  const read = await readSource(directory, file);
  if (read.kind === 'unread') return { policy: emptySection, diagnostics: [read.diagnostic] };
  const source = new SourceText(`${prefix}${read.source.file}`, read.source.text);
  const project = readProjectFile(source, { ...(await loadProjectChecks(source)), connectSyncVersion });
  return { policy: project.policy, diagnostics: project.isBroken ? project.diagnostics : [] };
}
