import type { ConnectorName } from '../../model/connector-name.ts';
import type { ConnectorOffsets } from '../../model/connector-offsets.ts';
import { parseExactJson } from '../../model/exact-json.ts';
import { items, members, optionalText } from '../decode.ts';
import { endpoint, pathOf } from './endpoint.ts';

export const offsetEndpoints = {
  /**
   * `GET /connectors/{name}/offsets` (3.5+), in any state. The worker asks Kafka for them: that takes its time, and
   * fails where the worker's credentials do not allow it (Connect REST contract 4.16).
   */
  readOffsets: endpoint({
    method: 'GET',
    access: 'read',
    since: 'offsets',
    path: (name: ConnectorName) => pathOf(name, '/offsets'),
    purpose: (name) => `read the offsets of "${name}"`,
    parse: ({ text }) => parseOffsets(text),
  }),
  /**
   * `PATCH /connectors/{name}/offsets` (3.6+) of a STOPPED connector; `text` is the body,
   * `{"offsets":[{"partition":…,"offset":…}]}`. The result is the worker's message, which says where the offsets of a
   * plugin's own must be changed by hand (Connect REST contract 4.17).
   */
  alterOffsets: endpoint({
    method: 'PATCH',
    access: 'write',
    since: 'offsetWrites',
    path: (name: ConnectorName, _text: string) => pathOf(name, '/offsets'),
    body: (_name, text) => text,
    purpose: (name) => `set the offsets of "${name}"`,
    parse: ({ value }) => parseMessage(value),
  }),
  /** `DELETE /connectors/{name}/offsets` (3.6+) of a STOPPED connector. */
  resetOffsets: endpoint({
    method: 'DELETE',
    access: 'write',
    since: 'offsetWrites',
    path: (name: ConnectorName) => pathOf(name, '/offsets'),
    purpose: (name) => `reset the offsets of "${name}"`,
    parse: ({ value }) => parseMessage(value),
  }),
};

/** Sources and sinks give the same shape. Of the text: a number of JavaScript cannot hold every offset. */
export function parseOffsets(text: string): ConnectorOffsets {
  const answer = members(parseExactJson(text.trim()), 'the answer');
  const listed = items(answer['offsets'], 'the offsets of a connector');
  const entries = listed.map((item) => {
    const entry = members(item, 'the offset of a partition');
    return { partition: entry['partition'], offset: entry['offset'] };
  });
  return { text: text.trim(), entries };
}

/** Empty where the answer says nothing: the change was made all the same. */
export function parseMessage(value: unknown): string {
  const answer: Readonly<Record<string, unknown>> =
    typeof value === 'object' && value !== null ? { ...value } : {};
  return optionalText(answer['message']) ?? '';
}
