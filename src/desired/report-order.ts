import { compareText } from '../model/config.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { compareSources } from '../model/source.ts';

/** Sorts problems for output: those without a position first, then by file, line and code. */
export function inReportOrder(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.toSorted(
    (one, other) => compareSources(one.source, other.source) || compareText(one.code, other.code),
  );
}
