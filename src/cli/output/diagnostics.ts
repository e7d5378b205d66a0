import type { Diagnostic } from '../../model/diagnostic.ts';
import { viewDiagnostics } from '../../model/redaction/view-diagnostics.ts';
import type { Project } from '../../project/load-project.ts';
import { renderDiagnostics } from '../../render/diagnostics.ts';
import type { CommandRun } from '../command.ts';
import { useColor } from '../use-color.ts';

/** Shows problems on stderr, sorted by place; `--quiet` leaves the warnings out. */
export function reportDiagnostics(
  { host, options }: CommandRun,
  { files, scrub }: Project,
  diagnostics: readonly Diagnostic[],
): void {
  const shown = diagnostics.filter(({ severity }) => severity === 'error' || options.quiet !== true);
  if (shown.length === 0) return;
  host.stderr.write(
    renderDiagnostics(viewDiagnostics(shown, scrub), {
      color: useColor(host, host.stderr, options.color),
      filesChecked: files.files,
    }),
  );
}
