import type { FoundConnectorFile, FoundPart } from './found-file.ts';
import { moveSources } from './move-sources.ts';

/** What a part of a file contains, with positions in the file. */
export function movedTo(
  read: FoundConnectorFile,
  { part, file }: { readonly part: FoundPart; readonly file: string },
): FoundConnectorFile {
  return moveSources(read, (source) =>
    source.file === part.file
      ? {
          file,
          line: part.hasLines ? part.source.line + source.line - 1 : part.source.line,
          column: 1,
        }
      : source,
  );
}
