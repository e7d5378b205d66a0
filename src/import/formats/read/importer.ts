import type { FoundConnectorFile, FoundFile } from './found-file.ts';

/** Reads the connectors of files in one format. */
export interface Importer {
  /** The format as messages name it: `JSON`, `Terraform`. */
  readonly format: string;
  /** Extensions of its files, in lower case with the dot. A file with one of them is in this format. */
  readonly extensions: readonly string[];
  /** Whether a file with another extension, or without one, is in this format by its contents. */
  readonly recognizes: (file: FoundFile) => boolean;
  readonly read: (file: FoundFile) => FoundConnectorFile;
}
