import type { DiagnosticView } from '../../model/plan-view.ts';
import { renderDiagnostics } from '../../render/diagnostics.ts';
import type { CommandRun } from '../command.ts';
import { withRepeatedOptions } from '../next-command.ts';
import { useColor } from '../use-color.ts';

/** Prints diagnostics on stderr, sorted by position; `--quiet` hides warnings. `files`: how many were read. */
export function showDiagnostics(
  { host, options }: CommandRun,
  diagnostics: readonly DiagnosticView[],
  files: number | undefined,
): void {
  const shown = diagnostics.filter(({ severity }) => severity === 'error' || options.quiet !== true);
  if (shown.length === 0) return;
  const color = useColor(host, host.stderr, options.color);
  const complete = shown.map((one) => ({ ...one, hint: one.hint && withRepeatedOptions(one.hint, options) }));
  host.stderr.write(renderDiagnostics(complete, { color, filesChecked: files }));
}
