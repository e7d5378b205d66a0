import { backupProblems } from './diagnostics/backup-problems.ts';
import { clusterProblems } from './diagnostics/cluster-problems.ts';
import { fileProblems } from './diagnostics/file-problems.ts';
import { importProblems } from './diagnostics/import-problems.ts';
import { manualActionProblems } from './diagnostics/manual-action-problems.ts';
import type { Problem } from './diagnostics/problem.ts';
import { readingProblems } from './diagnostics/reading-problems.ts';
import { savedPlanProblems } from './diagnostics/saved-plan-problems.ts';
import { plainSource, type Source } from './source.ts';

/** Every problem that can be reported, by its permanent code. Message, hint and severity live here alone. */
const catalogue = {
  ...fileProblems,
  ...clusterProblems,
  ...readingProblems,
  ...backupProblems,
  ...savedPlanProblems,
  ...manualActionProblems,
  ...importProblems,
};

/** A permanent code, such as `duplicate-connector`. */
export type DiagnosticCode = keyof typeof catalogue;

type ArgumentsOf<Code extends DiagnosticCode> =
  (typeof catalogue)[Code] extends Problem<infer Arguments> ? Arguments : never;

/** How bad it is: with an `error` nothing is written. */
export type Severity = 'error' | 'warning';

/** A problem that was found: coded, with typed arguments and a place; collected, never thrown. */
export interface Diagnostic {
  readonly code: DiagnosticCode;
  readonly severity: Severity;
  readonly args: Readonly<Record<string, unknown>>;
  readonly source: Source | undefined;
  /** Other places that belong to it, such as the first of two duplicates. */
  readonly related: readonly { readonly label: string; readonly source: Source }[];
}

/** Makes a diagnostic; the arguments are checked against the catalogue's entry. */
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

/** A diagnostic at a place that was not known when it was made. */
export function placeAt(diagnostic: Diagnostic, source: Source): Diagnostic {
  return { ...diagnostic, source: plainSource(source) };
}

/** What a diagnostic says to a person. */
export interface DiagnosticText {
  readonly message: string;
  readonly hint: string | undefined;
}

/**
 * Message and hint of a diagnostic. What a worker said (the argument `workerMessage`) goes through `scrub` first;
 * everything else is ours or from the files, and is never altered.
 */
export function describeDiagnostic(diagnostic: Diagnostic, scrub: (text: string) => string): DiagnosticText {
  const { message, hint } = catalogue[diagnostic.code] as Problem<Readonly<Record<string, unknown>>>;
  const said = diagnostic.args['workerMessage'];
  const args =
    typeof said === 'string' ? { ...diagnostic.args, workerMessage: scrub(said) } : diagnostic.args;
  return { message: message(args), hint: hint?.(args) };
}

/** The same problems with warnings raised to errors, as `--strict` wishes. */
export function asStrict(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return diagnostics.map((diagnostic) => ({ ...diagnostic, severity: 'error' }));
}

/** Whether any of them is an error. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === 'error');
}

/** Each problem once: one of a shared line is found with every connector, and on every cluster, that has it. */
export function distinctDiagnostics(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Map(diagnostics.map((diagnostic) => [JSON.stringify(diagnostic), diagnostic]));
  return [...seen.values()];
}

/** How bad a problem is where nothing makes it better or worse. */
export function severityOf(code: DiagnosticCode): Severity {
  return catalogue[code].severity;
}
