import { compareText } from '../model/config.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Plan } from '../model/plan.ts';
import { compareSources } from '../model/source.ts';

/** The plan with the findings of its validation added, sorted by position so that the order never varies. */
export function withFindings(
  plan: Plan,
  findings: readonly Diagnostic[],
  validation: Plan['validation'],
): Plan {
  const all = [...plan.findings, ...findings].sort(
    (one, other) => compareSources(one.source, other.source) || compareText(one.code, other.code),
  );
  return { ...plan, findings: all, validation };
}
