import { type Diagnostic, describeDiagnostic } from '../../src/model/diagnostic.ts';
import { formatSource } from '../../src/model/source.ts';

/** Prints problems as short lines for assertions: `code file:line:column`, warnings with a prefix. */
export function printProblems(diagnostics: readonly Diagnostic[]): string[] {
  return diagnostics.map(({ code, severity, source }) => {
    const position = source ? ` ${formatSource(source)}` : '';
    return `${severity === 'warning' ? 'warning ' : ''}${code}${position}`;
  });
}

/** All text of problems, to assert what it must not contain. */
export function allText(diagnostics: readonly Diagnostic[]): string {
  return diagnostics
    .map((diagnostic) => JSON.stringify([diagnostic, describeDiagnostic(diagnostic, (text) => text)]))
    .join('\n');
}
