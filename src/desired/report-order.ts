import { compareText } from '../model/config.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { compareSources } from '../model/source.ts';

/** Problems as they are reported: what has no place first, then by file and line. */
export function inReportOrder(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.toSorted(
    (one, other) => compareSources(one.source, other.source) || compareText(one.code, other.code),
  );
}
