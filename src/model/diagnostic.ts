import { catalogue, type DiagnosticCode } from './diagnostics/catalogue.ts';
import type { Problem } from './diagnostics/problem.ts';
import { compareSources, formatSource, plainSource, type Source } from './source.ts';

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

/**
 * Removes duplicates: a problem in a shared line is found once per connector and cluster that inherits it, and one of a
 * variable at every place that uses it.
 */
export function distinctDiagnostics(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Map(diagnostics.map((diagnostic) => [JSON.stringify(diagnostic), diagnostic]));
  return mergeVariableProblems(mergeUses([...seen.values()]));
}

/** Problems of the variable itself, wherever it is used. */
const ofVariables: ReadonlySet<string> = new Set([
  'unset-environment-variable',
  'empty-environment-variable',
  'environment-name-reserved',
  'environment-name-not-allowed',
  'unset-variable',
  'empty-variable',
]);

/**
 * One problem for each variable, at its first use by file, line and column; the other uses are related positions, and
 * `uses` counts all of them. Merged problems can be merged again.
 */
function mergeUses(problems: readonly Diagnostic[]): readonly Diagnostic[] {
  const groups = new Map<string, Diagnostic[]>();
  for (const problem of problems) {
    const key = keyOf(problem);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group) group.push(problem);
    else groups.set(key, [problem]);
  }
  const merged = new Set<string>();
  return problems.flatMap((problem) => {
    const key = keyOf(problem);
    if (key === undefined) return [problem];
    if (merged.has(key)) return [];
    merged.add(key);
    return [mergeGroup(problem, groups.get(key) ?? [])];
  });
}

function keyOf({ code, severity, args: { uses: _, ...args } }: Diagnostic): string | undefined {
  return ofVariables.has(code) ? JSON.stringify([code, severity, args]) : undefined;
}

function mergeGroup(problem: Diagnostic, group: readonly Diagnostic[]): Diagnostic {
  const places = new Map<string, Source>();
  for (const { source, related } of group) {
    for (const place of [...(source ? [source] : []), ...related.map((one) => one.source)])
      places.set(formatSource(place), place);
  }
  const [first, ...others] = [...places.values()].sort(compareSources);
  if (others.length === 0) return problem;
  return {
    ...problem,
    args: { ...problem.args, uses: places.size },
    source: first,
    related: others.map((source) => ({ label: 'used in', source })),
  };
}

/** One problem for each variable, with the number of its other places: hundreds of connectors may use it. */
function mergeVariableProblems(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const places = new Map<string, number>();
  const keys = diagnostics.map((diagnostic) => {
    const key = variableIn(diagnostic);
    if (key !== undefined) places.set(key, (places.get(key) ?? 0) + 1 + Number(diagnostic.args['others']));
    return key;
  });
  const seen = new Set<string>();
  return diagnostics.flatMap((diagnostic, index) => {
    const key = keys[index];
    if (key === undefined) return [diagnostic];
    if (seen.has(key)) return [];
    seen.add(key);
    return [
      { ...diagnostic, args: { ...diagnostic.args, others: (places.get(key) ?? 1) - 1 } } as Diagnostic,
    ];
  });
}

const codes: ReadonlySet<string> = new Set([
  'variable-with-space',
  'variable-invisible-character',
  'variable-with-placeholder',
  'masked-variable',
  'quoted-variable',
]);

function variableIn({ code, args }: Diagnostic): string | undefined {
  if (!codes.has(code)) return undefined;
  const { scope, name } = args as unknown as { readonly scope: string; readonly name: string };
  return `${code} ${scope} ${name}`;
}
