import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { type LoadRequest, type ProjectFiles, readProject } from '../../src/desired/read-project.ts';
import { recordFiles } from './record-output.ts';

/** A project in a temporary directory. */
export interface ProjectFolder {
  /** Absolute. */
  readonly directory: string;
  /** Writes or overwrites a file; creates directories as needed. */
  write(file: string, contents: string | Uint8Array): void;
  /** Reads the project, by default with an empty environment. */
  load(request?: Partial<LoadRequest>): Promise<ProjectFiles>;
}

/** Creates a project of files (path -> contents) and removes it after the test. */
export function projectFolder(files: Readonly<Record<string, string | Uint8Array>>): ProjectFolder {
  const folder = makeProjectFolder(files);
  onTestFinished(folder.remove);
  return folder;
}

/** The same for several tests; the caller removes it. */
export function makeProjectFolder(
  files: Readonly<Record<string, string | Uint8Array>>,
): ProjectFolder & { remove(): void } {
  const directory = mkdtempSync(path.join(tmpdir(), 'connect-sync-project-'));
  const written = new Map<string, string | Uint8Array>();
  const write = (file: string, contents: string | Uint8Array) => {
    written.set(path.normalize(file), contents);
    const absolute = path.join(directory, file);
    mkdirSync(path.dirname(absolute), { recursive: true });
    writeFileSync(absolute, contents);
  };
  for (const [file, contents] of Object.entries(files)) write(file, contents);
  return {
    directory,
    write,
    load: (request) => readProject({ ...defaultRequest, directory, ...request }),
    remove: () => {
      recordFiles(directory, written);
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

const defaultRequest = {
  projectFile: undefined,
  environment: new Map<string, string>(),
  envFiles: [],
  connectSyncVersion: '0.1.0',
};
