import path from 'node:path';
import { displayPath } from '../desired/display-path.ts';
import { previewProject } from '../desired/preview-project.ts';
import type { ProjectFiles } from '../desired/read-project.ts';
import { readText } from '../files/read-file.ts';
import type { Project } from '../project/load-project.ts';
import { addVars } from './formats/write/add-vars.ts';
import type { ProjectFileEdit } from './import-request.ts';
import type { Substitution } from './substitute-placeholders.ts';

/** A project with the variables that an import declares, and its edited project file. */
export interface DeclaredVars {
  readonly project: Project;
  /** Undefined if nothing is declared. */
  readonly file: ProjectFileEdit | undefined;
  /** Why the project file cannot declare them. */
  readonly rejection: string | undefined;
}

/** Declares the variables of an import in the project file, which is not written yet. */
export async function declareVars(
  project: Project,
  { declared, ofCluster }: Pick<Substitution, 'declared' | 'ofCluster'>,
  cluster: string | undefined,
): Promise<DeclaredVars> {
  if (declared.size + ofCluster.size === 0) return { project, file: undefined, rejection: undefined };
  const { directory, version } = project.input;
  const { absolute, file } = projectFileOf(project.files, directory);
  const exists = project.files.project.file !== undefined;
  const before = exists ? await readText(absolute) : undefined;
  const format = file.toLowerCase().endsWith('.json') ? 'json' : 'yaml';
  const first = addVars(before, { vars: declared, cluster: undefined }, format);
  if (first.kind === 'rejected') return { project, file: undefined, rejection: first.reason };
  const edited = addVars(first.text, { vars: ofCluster, cluster }, format);
  if (edited.kind === 'rejected') return { project, file: undefined, rejection: edited.reason };
  const { text } = edited;
  const preview = await previewProject(project.files, {
    connectors: new Map(),
    project: { file, text },
    environment: new Map(),
    connectSyncVersion: version,
  });
  const others = project.files.diagnostics.filter(({ source }) => source?.file !== file);
  const files = { ...preview, diagnostics: [...others, ...preview.diagnostics] };
  return {
    project: { ...project, files },
    file: { absolute, file, kind: 'project', action: exists ? 'update' : 'create', text },
    rejection: undefined,
  };
}

/** Where the project file is, or would be. */
export function projectFileOf(
  { project, base }: Pick<ProjectFiles, 'project' | 'base'>,
  directory: string,
): { readonly absolute: string; readonly file: string } {
  const absolute =
    project.file === undefined ? path.join(base, 'connect-sync.yaml') : path.resolve(directory, project.file);
  return { absolute, file: displayPath(directory, absolute) };
}
