import type { ConnectorOffset } from '../connector-offsets.ts';
import { ExactNumber } from '../exact-json.ts';
import type { KnownSecrets } from '../known-secrets.ts';
import { scrubTrace } from './scrub-trace.ts';

/** Offsets as they may be shown: some plugins write the URL they read from into their partitions, userinfo and all. */
export function viewOffsets(
  entries: readonly ConnectorOffset[],
  known: KnownSecrets,
): readonly ConnectorOffset[] {
  const scrub = (value: unknown): unknown => {
    if (typeof value === 'string') return scrubTrace(value, known);
    if (Array.isArray(value)) return value.map(scrub);
    if (typeof value !== 'object' || value === null || value instanceof ExactNumber) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, one]) => [scrubTrace(key, known), scrub(one)]),
    );
  };
  return entries.map(({ partition, offset }) => ({ partition: scrub(partition), offset: scrub(offset) }));
}
