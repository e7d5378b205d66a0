import type { Diagnostic } from '../../model/diagnostic.ts';

const code = 'import-without-counterpart';

/** One warning for all connectors whose resources say the same things that a connector file cannot declare. */
export function mergeCounterparts(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const groups = new Map<string, Diagnostic[]>();
  for (const problem of diagnostics) {
    if (problem.code !== code) continue;
    const key = JSON.stringify(problem.args['parts']);
    groups.set(key, [...(groups.get(key) ?? []), problem]);
  }
  return diagnostics.flatMap((problem) => {
    if (problem.code !== code) return [problem];
    const group = groups.get(JSON.stringify(problem.args['parts'])) ?? [];
    if (group[0] !== problem) return [];
    const names = [...new Set(group.flatMap(({ args }) => args['names'] as readonly string[]))];
    return [{ ...problem, args: { ...problem.args, names } }];
  });
}
