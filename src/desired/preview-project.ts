import { distinctDiagnostics } from '../model/diagnostic.ts';
import { bindDocuments } from './bound-folders.ts';
import { loadSchemaCheck } from './check-document.ts';
import { checkDocuments, withCheckedVars } from './check-documents.ts';
import { findUnusedDefaults } from './check-layers.ts';
import { declarationOf } from './cluster-document.ts';
import { readConnectorFile } from './connector-document.ts';
import { emptySection } from './policy-section.ts';
import { loadProjectChecks, type ProjectDocument, readProjectFile } from './project-document.ts';
import type { ProjectFiles } from './read-project.ts';
import { inReportOrder } from './report-order.ts';
import { SourceText } from './source-text.ts';

/** Files that are not written yet. */
export interface PreviewedFiles {
  /** Contents of connector files by path; paths as reported. */
  readonly connectors: ReadonlyMap<string, string>;
  /** The new project file; omitted: unchanged. */
  readonly project?: { readonly file: string; readonly text: string } | undefined;
  /** Additional variables; they take precedence over the environment. */
  readonly environment: ReadonlyMap<string, string>;
  /** For `requires` in the project file. */
  readonly connectSyncVersion: string;
}

/** The project as it would be with these files; `diagnostics` are those of these files only. */
export async function previewProject(loaded: ProjectFiles, files: PreviewedFiles): Promise<ProjectFiles> {
  const checkSchema = await loadSchemaCheck('connector');
  const project = await previewProjectFile(loaded, files);
  const read = [...files.connectors].map(([file, text]) =>
    readConnectorFile(new SourceText(file, text), checkSchema),
  );
  const others = loaded.documents.filter(({ source }) => !files.connectors.has(source.file));
  const bound = bindDocuments(
    read.flatMap(({ documents }) => documents),
    loaded.folders,
  );
  const checked = checkDocuments([...others, ...bound.documents], project);
  const changed = new Set([...files.connectors.keys(), ...(files.project ? [files.project.file] : [])]);
  const found = distinctDiagnostics([
    ...project.diagnostics,
    ...read.flatMap(({ diagnostics }) => diagnostics),
    ...bound.diagnostics,
    ...checked.diagnostics,
    ...findUnusedDefaults(checked.documents, project.layers),
  ]);
  const preview = {
    ...loaded,
    project: {
      ...loaded.project,
      file: files.project?.file ?? loaded.project.file,
      clusters: [...project.clusters.values()].map(declarationOf),
      vars: project.vars,
      ownership: project.ownership,
    },
    documents: checked.documents,
    clusters: project.clusters,
    owned: project.owned,
    layers: project.layers,
    environment: new Map([...loaded.environment, ...files.environment]),
    secretVariables: undefined,
    diagnostics: inReportOrder(found.filter(({ source }) => source && changed.has(source.file))),
    isProjectBroken: project.isBroken,
    isIncomplete: loaded.isIncomplete && loaded.documents.length > 0,
  };
  return withCheckedVars(preview);
}

async function previewProjectFile(
  { project, clusters, folders, owned, layers, isProjectBroken }: ProjectFiles,
  files: PreviewedFiles,
): Promise<ProjectDocument> {
  if (files.project) {
    const source = new SourceText(files.project.file, files.project.text);
    return readProjectFile(source, {
      ...(await loadProjectChecks(source)),
      connectSyncVersion: files.connectSyncVersion,
    });
  }
  const { connectors, vars, ownership } = project;
  return {
    connectors,
    folders,
    dotenv: [],
    vars,
    clusters,
    layers,
    ownership,
    owned,
    policy: emptySection,
    diagnostics: [],
    isBroken: isProjectBroken,
  };
}
