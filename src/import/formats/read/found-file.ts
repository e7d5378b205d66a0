import { type Diagnostic, diagnose } from '../../../model/diagnostic.ts';
import type { Source } from '../../../model/source.ts';
import type { FoundConnectorConfig } from '../found-connector.ts';

/** An existing file in any supported format. */
export interface FoundFile {
  /** The path as it is shown, with forward slashes. */
  readonly file: string;
  readonly text: string;
  /** Reads a file that a script refers to; undefined if it does not exist. */
  readonly readNamed: (path: string) => string | undefined;
}

/** The connectors of a file, and the problems in it. */
export interface FoundConnectorFile {
  readonly connectors: readonly FoundConnectorConfig[];
  readonly diagnostics: readonly Diagnostic[];
}

/** A file without connectors and problems. */
export const emptyFile: FoundConnectorFile = { connectors: [], diagnostics: [] };

/** Combines the parts of a file. */
export function combine(parts: readonly FoundConnectorFile[]): FoundConnectorFile {
  return {
    connectors: parts.flatMap(({ connectors }) => connectors),
    diagnostics: parts.flatMap(({ diagnostics }) => diagnostics),
  };
}

/** A part of a file that cannot be read. */
export function unreadable(source: Source, reason: string): FoundConnectorFile {
  return { connectors: [], diagnostics: [diagnose('import-unreadable', { reason }, { source })] };
}

/** The position of an offset, without an excerpt: the line may contain a secret that is not recognized yet. */
export function positionOf({ file, text }: Pick<FoundFile, 'file' | 'text'>, offset: number): Source {
  const before = text.slice(0, offset);
  return { file, line: before.split('\n').length, column: 1 };
}
