import type { DiagnosticView } from '../../model/plan-view.ts';
import { renderEventLine } from '../../render/event-line.ts';
import type { Host } from '../host.ts';

/** The line of `-f json` with the error that ended one cluster, or the run. */
export function errorLine(host: Host, cluster: string | null = null) {
  return (diagnostics: readonly DiagnosticView[]) =>
    renderEventLine({ cluster, kind: 'error', complete: false, diagnostics }, host.clock.wallTime());
}
