import { type Diagnostic, describeDiagnostic } from '../diagnostic.ts';
import type { DiagnosticView } from '../plan-view.ts';
import { compareSources } from '../source.ts';

/** Problems as they may be shown, sorted by file and line. The words of a worker go through `scrub`. */
export function viewDiagnostics(
  diagnostics: readonly Diagnostic[],
  scrub: (text: string) => string,
): DiagnosticView[] {
  return [...diagnostics]
    .sort((one, other) => compareSources(one.source, other.source))
    .map((diagnostic) => viewDiagnostic(diagnostic, scrub));
}

function viewDiagnostic(diagnostic: Diagnostic, scrub: (text: string) => string): DiagnosticView {
  const { message, hint } = describeDiagnostic(diagnostic, scrub);
  return {
    code: diagnostic.code,
    severity: diagnostic.severity,
    message,
    hint: hint ?? null,
    source: diagnostic.source ?? null,
    related: diagnostic.related,
  };
}
