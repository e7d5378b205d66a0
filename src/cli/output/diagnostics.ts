import type { Diagnostic } from '../../model/diagnostic.ts';
import type { DiagnosticView } from '../../model/plan-view.ts';
import { viewDiagnostics } from '../../model/redaction/view-diagnostics.ts';
import type { Project } from '../../project/load-project.ts';
import { renderDiagnostics } from '../../render/diagnostics.ts';
import type { CommandRun } from '../command.ts';
import { useColor } from '../use-color.ts';

/** Shows problems on stderr, sorted by place; `--quiet` hides the warnings. `files`: how many were read. */
export function showDiagnostics(
  { host, options }: CommandRun,
  diagnostics: readonly DiagnosticView[],
  files: number | undefined,
): void {
  const shown = diagnostics.filter(({ severity }) => severity === 'error' || options.quiet !== true);
  if (shown.length === 0) return;
  const color = useColor(host, host.stderr, options.color);
  host.stderr.write(renderDiagnostics(shown, { color, filesChecked: files }));
}

/** The same for diagnostics that are not redacted yet. */
export function reportDiagnostics(
  run: CommandRun,
  { files, scrub }: Project,
  diagnostics: readonly Diagnostic[],
): void {
  showDiagnostics(run, viewDiagnostics(diagnostics, scrub), files.files);
}
