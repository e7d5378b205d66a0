import { catalogue, type DiagnosticCode } from './diagnostics/catalogue.ts';
import type { Problem } from './diagnostics/problem.ts';
import { plainSource, type Source } from './source.ts';

export type { DiagnosticCode };

type ArgumentsOf<Code extends DiagnosticCode> =
  (typeof catalogue)[Code] extends Problem<infer Arguments> ? Arguments : never;

/** An `error` prevents every write. */
export type Severity = 'error' | 'warning';

/** A problem that was found: a code with arguments and a position. Diagnostics are collected, never thrown. */
export interface Diagnostic {
  readonly code: DiagnosticCode;
  readonly severity: Severity;
  readonly args: Readonly<Record<string, unknown>>;
  readonly source: Source | undefined;
  /** Related positions, such as the first of two duplicates. */
  readonly related: readonly { readonly label: string; readonly source: Source }[];
}

/** Creates a diagnostic; the catalogue entry determines the type of the arguments. */
export function diagnose<Code extends DiagnosticCode>(
  code: Code,
  args: ArgumentsOf<Code>,
  place: { readonly source?: Source | undefined; readonly related?: Diagnostic['related'] } = {},
): Diagnostic {
  const { severity } = catalogue[code];
  return {
    code,
    severity,
    args: args as Readonly<Record<string, unknown>>,
    source: place.source && plainSource(place.source),
    related: place.related?.map(({ label, source }) => ({ label, source: plainSource(source) })) ?? [],
  };
}

/** Adds a position that was not known when the diagnostic was created. */
export function placeAt(diagnostic: Diagnostic, source: Source): Diagnostic {
  return { ...diagnostic, source: plainSource(source) };
}

/** The text of a diagnostic. */
export interface DiagnosticText {
  readonly message: string;
  readonly hint: string | undefined;
}

/**
 * Message and hint of a diagnostic. `scrub` is applied to the text of a worker (the argument `workerMessage`) only;
 * all other text is ours or comes from the files and stays unchanged.
 */
export function describeDiagnostic(diagnostic: Diagnostic, scrub: (text: string) => string): DiagnosticText {
  const { message, hint } = catalogue[diagnostic.code] as Problem<Readonly<Record<string, unknown>>>;
  const workerMessage = diagnostic.args['workerMessage'];
  const args =
    typeof workerMessage === 'string'
      ? { ...diagnostic.args, workerMessage: scrub(workerMessage) }
      : diagnostic.args;
  return {
    message: typeof message === 'string' ? message : message(args),
    hint: typeof hint === 'function' ? hint(args) : hint,
  };
}

/** Turns warnings into errors (`--strict`). */
export function asStrict(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return diagnostics.map((diagnostic) => ({ ...diagnostic, severity: 'error' }));
}

/** Whether any of them is an error. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === 'error');
}

/** Removes duplicates: a problem in a shared line is found once per connector and cluster that inherits it. */
export function distinctDiagnostics(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Map(diagnostics.map((diagnostic) => [JSON.stringify(diagnostic), diagnostic]));
  return [...seen.values()];
}
