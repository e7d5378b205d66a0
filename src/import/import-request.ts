import type { Project } from '../project/load-project.ts';
import type { ImportSource } from './import-source.ts';

/** How an import is wished for. */
export interface ImportRequest {
  readonly project: Project;
  readonly source: ImportSource;
  /** Absolute: what shown paths are relative to. */
  readonly directory: string;
  /** Absolute: where new connector files go. */
  readonly out: string;
  /** Whether what connectors of a class share is moved into defaults of the project file. */
  readonly defaults: 'split' | 'left';
}
