import { compareText } from '../model/config.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Plan } from '../model/plan.ts';
import { compareSources } from '../model/source.ts';

/** The plan with what its validation found, beside what it holds already; sorted by place, so that it never varies. */
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
