import { type PreviewedFiles, previewProject } from '../../desired/preview-project.ts';
import type { ProjectFiles } from '../../desired/read-project.ts';
import { type DesiredConnectors, desiredBefore } from '../desired-before.ts';
import type { PlannedFile } from '../import-plan.ts';
import type { ImportRequest } from '../import-request.ts';

/** The desired state for the cluster of an import, with files that are not written yet. */
export async function desiredWith(
  request: ImportRequest,
  files: Partial<PreviewedFiles>,
): Promise<DesiredConnectors> {
  return desiredBefore(await preview(request, files), request.source);
}

/** The project with the files of an import. */
export function previewImport(
  request: ImportRequest,
  {
    files,
    project,
    environment,
  }: Pick<PreviewedFiles, 'project' | 'environment'> & { readonly files: readonly PlannedFile[] },
): Promise<ProjectFiles> {
  const connectors = files.filter(({ kind, action }) => kind === 'connector' && action !== 'keep');
  return preview(request, {
    connectors: new Map(connectors.map(({ file, text }) => [file, text])),
    project,
    environment,
  });
}

function preview({ project }: ImportRequest, files: Partial<PreviewedFiles>): Promise<ProjectFiles> {
  const connectSyncVersion = project.input.version;
  return previewProject(project.files, {
    connectors: new Map(),
    environment: new Map(),
    connectSyncVersion,
    ...files,
  });
}
