import type { Diagnostic } from '../../model/diagnostic.ts';
import { viewDiagnostics } from '../../model/redaction/view-diagnostics.ts';
import type { Session } from '../../project/load-project.ts';
import { renderDiagnostics } from '../../render/diagnostics.ts';
import { useColor } from '../use-color.ts';

/** Shows problems on stderr, sorted by place; `--quiet` leaves the warnings out. */
export function reportDiagnostics(session: Session, diagnostics: readonly Diagnostic[]): void {
  const { host, options, scrub, loaded } = session;
  const shown = diagnostics.filter(({ severity }) => severity === 'error' || options.quiet !== true);
  if (shown.length === 0) return;
  const color = useColor(host, host.stderr, options.color);
  const views = viewDiagnostics(shown, scrub);
  host.stderr.write(renderDiagnostics(views, { color, filesChecked: loaded.files }));
}
