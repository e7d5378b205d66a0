import path from 'node:path';
import { diagnose } from '../../../model/diagnostic.ts';
import { emptyFile, type FoundConnectorFile, type FoundFile, positionOf, unreadable } from './found-file.ts';
import type { Importer } from './importer.ts';
import { importers } from './importers.ts';

/** Reads the connectors of a file; the format is decided by its extension, otherwise by its contents. */
export function readFoundFile(file: FoundFile): FoundConnectorFile {
  const read = readUnlessTooDeep(file);
  if (isAnythingFound(read)) return read;
  return {
    ...emptyFile,
    diagnostics: [diagnose('import-no-connectors', {}, { source: positionOf(file, 0) })],
  };
}

/** Thousands of nested brackets or aliases must not crash the process. */
function readUnlessTooDeep(file: FoundFile): FoundConnectorFile {
  try {
    return importerOf(file).read(file);
  } catch (error) {
    // RangeError: stack overflow. ReferenceError: the YAML parser rejects the aliases.
    if (!(error instanceof RangeError || error instanceof ReferenceError)) throw error;
    return unreadable(positionOf(file, 0), 'nested too deeply, or in a cycle');
  }
}

function importerOf(file: FoundFile): Importer {
  const extension = path.posix.extname(file.file).toLowerCase();
  const found =
    importers.find(({ extensions }) => extensions.includes(extension)) ??
    importers.find(({ recognizes }) => recognizes(file));
  if (!found) throw new Error('no importer reads the rest');
  return found;
}

function isAnythingFound({ connectors, skipped, notRead, diagnostics }: FoundConnectorFile): boolean {
  return connectors.length + skipped.length + notRead.length + diagnostics.length > 0;
}
