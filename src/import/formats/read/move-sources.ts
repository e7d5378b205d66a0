import type { Diagnostic } from '../../../model/diagnostic.ts';
import type { Source } from '../../../model/source.ts';
import type { FoundConnectorFile } from './found-file.ts';

/** The same contents with other positions. */
export function moveSources(read: FoundConnectorFile, move: (source: Source) => Source): FoundConnectorFile {
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
