import type { EventLine } from '../model/event-line.ts';
import { toJsonLine } from '../model/print-json.ts';

/** One line of `apply -f json`, with its line feed; `at` is its time in milliseconds since the epoch. */
export function renderEventLine({ cluster, kind, ...rest }: EventLine, at: number): string {
  const head = { format: 'connect-sync/event', version: 1, at: new Date(at).toISOString() };
  return `${toJsonLine({ ...head, cluster, kind, ...rest })}\n`;
}
