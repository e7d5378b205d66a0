import type { ConnectorOffsets } from '../model/connector-offsets.ts';
import { parseExactJson } from '../model/exact-json.ts';
import { items, members } from './decode.ts';

/** `GET /connectors/{name}/offsets` (3.5+, Connect REST contract 4.16): sources and sinks give the same shape. */
export function parseOffsets(_: unknown, text: string): ConnectorOffsets {
  const answer = members(parseExactJson(text.trim()), 'the answer');
  const listed = items(answer['offsets'], 'the offsets of a connector');
  const entries = listed.map((item) => {
    const entry = members(item, 'the offset of a partition');
    return { partition: entry['partition'], offset: entry['offset'] };
  });
  return { text: text.trim(), entries };
}
