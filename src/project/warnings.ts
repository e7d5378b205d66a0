import type { Diagnostic } from '../model/diagnostic.ts';
import type { DiagnosticView } from '../model/plan-view.ts';
import type { Ports } from '../model/ports.ts';
import { viewDiagnostics } from '../model/redaction/view-diagnostics.ts';
import type { Project } from './load-project.ts';

/** The ports of a use case whose result has no place for warnings. */
export interface WarningPorts extends Ports {
  readonly onWarnings?: ((warnings: WarningsView) => void) | undefined;
}

/** Warnings for people, masked. */
export interface WarningsView {
  readonly diagnostics: readonly DiagnosticView[];
  /** How many files were read. */
  readonly files: number;
}

/** Reports warnings to the observer. */
export function warn(
  { files, scrub }: Project,
  { onWarnings }: WarningPorts,
  warnings: readonly Diagnostic[],
): void {
  if (!onWarnings || warnings.length === 0) return;
  onWarnings({
    diagnostics: viewDiagnostics(warnings, scrub),
    files: files.files,
  });
}
