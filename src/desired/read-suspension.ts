import type { Suspension } from '../model/desired-connector.ts';
import { diagnose } from '../model/diagnostic.ts';
import type { Report } from './report.ts';
import { entryOf, type SourceMap, scalarOf } from './source-node.ts';
import type { SourceText } from './source-text.ts';

const dayMilliseconds = 86_400_000;
/** Later times have years of more than four digits. */
const latest = Date.UTC(10_000, 0, 1) - 1;

/** `reconcile` of a connector file; undefined where it is not there, or is none. The schema reports all but a wrong `until`. */
export function readSuspension(source: SourceText, map: SourceMap, report: Report): Suspension | undefined {
  const entry = entryOf(map, 'reconcile');
  if (!entry) return undefined;
  const place = source.sourceOf(entry.value.span);
  if (entry.value.kind !== 'map') {
    return scalarOf(map, 'reconcile')?.text === 'suspended' ? { source: place } : undefined;
  }
  const until = scalarOf(entry.value, 'until');
  const at = until && parseMoment(until.text);
  if (until && at === undefined) {
    const problem = diagnose('invalid-until', { text: until.text }, { source: source.sourceOf(until.span) });
    report(problem);
  }
  const reason = scalarOf(entry.value, 'reason')?.text;
  return {
    reason,
    until: until && at !== undefined ? { at, written: until.text } : undefined,
    source: place,
  };
}

/** A day ends with its last moment in UTC; a time needs its zone. Undefined for anything else, and for the 30th of February. */
function parseMoment(text: string): number | undefined {
  const day = /^\d{4}-\d\d-\d\d$/.test(text);
  const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)$/.test(text);
  const midnight = Date.parse(`${text.slice(0, 10)}T00:00:00Z`);
  if ((!day && !time) || Number.isNaN(midnight)) return undefined;
  if (new Date(midnight).toISOString().slice(0, 10) !== text.slice(0, 10)) return undefined;
  const at = day ? midnight + dayMilliseconds : Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.min(at, latest);
}
