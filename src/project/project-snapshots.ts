import path from 'node:path';
import { type LoadedSnapshots, loadSnapshots } from '../desired/load-snapshots.ts';
import { snapshotFolder } from '../model/plugin-snapshot-document.ts';
import type { Project } from './load-project.ts';

/** The folder of the plugin snapshots of a project, absolute: beside the project file, wherever a command runs. */
export function snapshotFolderOf({ files }: Pick<Project, 'files'>): string {
  return path.resolve(files.base, snapshotFolder);
}

/** Loads the plugin snapshots of a project. */
export function loadProjectSnapshots(project: Project): Promise<LoadedSnapshots> {
  return loadSnapshots(project.input.directory, snapshotFolderOf(project));
}
