import path from 'node:path';
import { displayPath } from '../../desired/display-path.ts';
import { previewProject } from '../../desired/preview-project.ts';
import type { ProjectFiles } from '../../desired/read-project.ts';
import { readText } from '../../files/read-file.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Project } from '../../project/load-project.ts';
import { addVars } from '../formats/write/add-vars.ts';
import type { ProjectFileEdit } from '../import-request.ts';
import type { Substitution } from './substitute-placeholders.ts';

/** A project with the variables that an import declares, and its edited project file. */
export interface DeclaredVars {
  readonly project: Project;
  /** Undefined if nothing is declared. */
  readonly file: ProjectFileEdit | undefined;
  /** Why the project file cannot declare them. */
  readonly rejection: string | undefined;
  /** Environment variables that they may not take their value from: they are secrets, or the job does not allow them. */
  readonly refused: ReadonlySet<string>;
}

/** Declares the variables of an import in the project file, which is not written yet. */
export async function declareVars(
  project: Project,
  { declared, ofCluster }: Pick<Substitution, 'declared' | 'ofCluster'>,
  cluster: string | undefined,
): Promise<DeclaredVars> {
  const unchanged = { project, file: undefined, refused: new Set<string>() };
  if (declared.size + ofCluster.size === 0) return { ...unchanged, rejection: undefined };
  const { directory, version } = project.input;
  const { absolute, file } = projectFileOf(project.files, directory);
  const exists = project.files.project.file !== undefined;
  const before = exists ? await readText(absolute) : undefined;
  const format = file.toLowerCase().endsWith('.json') ? 'json' : 'yaml';
  const first = addVars(before, { vars: declared, cluster: undefined }, format);
  if (first.kind === 'rejected') return { ...unchanged, rejection: first.reason };
  const edited = addVars(first.text, { vars: ofCluster, cluster }, format);
  if (edited.kind === 'rejected') return { ...unchanged, rejection: edited.reason };
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
    refused: new Set(preview.diagnostics.flatMap((problem) => refusedBy(problem, declared))),
  };
}

/** The environment variable of a new variable with a problem; other variables had it before. */
function refusedBy({ code, args }: Diagnostic, declared: Substitution['declared']): readonly string[] {
  const variable = code === 'secret-variable' ? args['variable'] : args['name'];
  const isRefusal = code === 'secret-variable' || code === 'environment-name-not-allowed';
  const isNew = [...declared.values()].some((one) => one.kind === 'environment' && one.variable === variable);
  return isRefusal && isNew ? [String(variable)] : [];
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
