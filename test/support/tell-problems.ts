import { type Diagnostic, describeDiagnostic } from '../../src/model/diagnostic.ts';
import { formatSource } from '../../src/model/source.ts';

/** Problems as short lines for assertions: `code file:line:column`, warnings marked as such. */
export function printProblems(diagnostics: readonly Diagnostic[]): string[] {
  return diagnostics.map(({ code, severity, source }) => {
    const place = source ? ` ${formatSource(source)}` : '';
    return `${severity === 'warning' ? 'warning ' : ''}${code}${place}`;
  });
}

/** Everything that a problem says or shows, in one text: to look for what must not be in it. */
export function allText(diagnostics: readonly Diagnostic[]): string {
  return diagnostics
    .map((diagnostic) => JSON.stringify([diagnostic, describeDiagnostic(diagnostic, (text) => text)]))
    .join('\n');
}
