import type { Diagnostic } from '../../../model/diagnostic.ts';
import type { Source } from '../../../model/source.ts';
import type { FoundConnectorFile, FoundPart } from './found-file.ts';

/** What a part of a file contains, with positions in the file. */
export function movedTo(
  read: FoundConnectorFile,
  { part, file }: { readonly part: FoundPart; readonly file: string },
): FoundConnectorFile {
  const move = (source: Source): Source =>
    source.file === part.file
      ? {
          file,
          line: part.hasLines ? part.source.line + source.line - 1 : part.source.line,
          column: 1,
        }
      : source;
  const moved = (problem: Diagnostic): Diagnostic => ({
    ...problem,
    source: problem.source && move(problem.source),
    related: problem.related.map(({ label, source }) => ({ label, source: move(source) })),
  });
  return {
    ...read,
    connectors: read.connectors.map((one) => ({ ...one, source: one.source && move(one.source) })),
    skipped: read.skipped.map(({ name, problem }) => ({ name, problem: moved(problem) })),
    notRead: read.notRead.map((one) => ({ ...one, source: move(one.source) })),
    diagnostics: read.diagnostics.map(moved),
  };
}
