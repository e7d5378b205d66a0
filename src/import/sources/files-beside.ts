import path from 'node:path';
import { displayPath } from '../../desired/display-path.ts';
import { readBytesSync } from '../../files/read-file.ts';
import type { FoundConnectorFile } from '../formats/read/found-file.ts';
import { moveSources } from '../formats/read/move-sources.ts';
import { decodeText } from './decode-text.ts';

/** The files that a script refers to, relative to the first of some folders that contains them. */
export class FilesBeside {
  readonly #folders: readonly string[];
  readonly #directory: string;
  /** By the path in the script, the path as it is shown. */
  readonly #shown = new Map<string, string>();

  constructor(folders: readonly string[], directory: string) {
    this.#folders = folders;
    this.#directory = directory;
  }

  /** The text of a file; undefined if no folder contains it. */
  readonly read = (named: string): string | undefined => {
    for (const folder of this.#folders) {
      const absolute = path.resolve(folder, named);
      try {
        const text = decodeText(readBytesSync(absolute), named);
        this.#shown.set(named, displayPath(this.#directory, absolute));
        return text;
      } catch {
        // It may be relative to the next folder.
      }
    }
    return undefined;
  };

  /** What was read from the script, with the paths of these files as they are shown. */
  withPaths(script: string, read: FoundConnectorFile): FoundConnectorFile {
    if (this.#shown.size === 0) return read;
    return moveSources(read, (source) => {
      const shown = source.file === script ? undefined : this.#shown.get(source.file);
      return shown === undefined ? source : { ...source, file: shown };
    });
  }
}
