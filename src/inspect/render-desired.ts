import type { KeyOrigin } from '../model/desired-connector.ts';
import type { OriginView } from '../model/documents-view.ts';

/** The origins of keys as they are shown, by key in sorted order; `depth` says whether also what each one covers. */
export function viewOrigins(
  origins: ReadonlyMap<string, KeyOrigin>,
  depth: 'winner' | 'all',
): ReadonlyMap<string, readonly OriginView[]> {
  const sorted = [...origins].sort(([one], [other]) => (one < other ? -1 : 1));
  return new Map(sorted.map(([key, origin]) => [key, viewOrigin(origin, depth)]));
}

/** The same of one. */
export function viewOrigin(origin: KeyOrigin, depth: 'winner' | 'all'): readonly OriginView[] {
  return [origin, ...(depth === 'all' ? (origin.covers ?? []) : [])].map(viewPlace);
}

function viewPlace({ layer, label, source: { file, line, column } }: KeyOrigin): OriginView {
  return { layer, label: label ?? null, file, line, column };
}
