import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { type LoadRequest, type ProjectFiles, readProject } from '../../src/desired/read-project.ts';

/** A project in a temporary folder. */
export interface ProjectFolder {
  /** Absolute. */
  readonly directory: string;
  /** Writes or overwrites one more file; folders are made as needed. */
  write(file: string, contents: string | Uint8Array): void;
  /** Loads it as a command would, with an empty environment unless told otherwise. */
  load(request?: Partial<LoadRequest>): Promise<ProjectFiles>;
}

/** Makes a project of files (path -> contents); it is removed when the test that asked for it has ended. */
export function projectFolder(files: Readonly<Record<string, string | Uint8Array>>): ProjectFolder {
  const folder = makeProjectFolder(files);
  onTestFinished(folder.remove);
  return folder;
}

/** The same for several tests: whoever makes it removes it. */
export function makeProjectFolder(
  files: Readonly<Record<string, string | Uint8Array>>,
): ProjectFolder & { remove(): void } {
  const directory = mkdtempSync(path.join(tmpdir(), 'connect-sync-project-'));
  const write = (file: string, contents: string | Uint8Array) => {
    const absolute = path.join(directory, file);
    mkdirSync(path.dirname(absolute), { recursive: true });
    writeFileSync(absolute, contents);
  };
  for (const [file, contents] of Object.entries(files)) write(file, contents);
  return {
    directory,
    write,
    load: (request) => readProject({ ...usualRequest, directory, ...request }),
    remove: () => {
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

const usualRequest = {
  projectFile: undefined,
  environment: new Map<string, string>(),
  envFiles: [],
  connectSyncVersion: '0.1.0',
};
