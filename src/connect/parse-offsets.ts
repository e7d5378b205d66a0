import type { ConnectorOffsets } from '../model/connector-offsets.ts';
import { items, members } from './shape.ts';

/** `GET /connectors/{name}/offsets` (3.5+, contract 4.16): sources and sinks give the same shape. */
export function parseOffsets(value: unknown, text: string): ConnectorOffsets {
  const listed = items(members(value, 'the answer')['offsets'], 'the offsets of a connector');
  const entries = listed.map((item) => {
    const entry = members(item, 'the offset of a partition');
    return { partition: entry['partition'], offset: entry['offset'] };
  });
  return { text: text.trim(), entries };
}
