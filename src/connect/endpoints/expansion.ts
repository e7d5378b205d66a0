import { releaseOf } from '../../model/worker-version.ts';
import { members, UnexpectedAnswer } from '../decode.ts';

/** A list of 1,000 connectors has 1.2 MB, with traces some more (Connect REST contract 17). */
export const largestList = 64 * 1024 * 1024;

/**
 * `GET /connectors?expand=…`: an object by connector name, each entry with the expansion that was asked for
 * (Connect REST contract 4.2). A list of names comes from a worker before 2.3, which ignores the parameter. An entry
 * without the expansion is what a worker gives for an expansion it does not know: not to be mistaken for an empty
 * connector. `null` stands for a connector that is being deleted: it is left out.
 */
export function parseExpansion<Entry>(
  value: unknown,
  expansion: 'info' | 'status',
  parse: (entry: unknown, name: string) => Entry,
): ReadonlyMap<string, Entry> {
  if (Array.isArray(value)) {
    throw new UnexpectedAnswer(
      `answers "expand=${expansion}" with names alone: its worker is older than Kafka Connect ${releaseOf('expand')}`,
      'unsupported',
    );
  }
  const parsed = new Map<string, Entry>();
  for (const [name, entry] of Object.entries(members(value, 'the answer'))) {
    const expanded = members(entry, 'the entry of a connector')[expansion];
    if (expanded === undefined) {
      throw new UnexpectedAnswer(
        `does not give "${expansion}" for every connector: it resembles the REST API of Kafka Connect and is not the same`,
      );
    }
    if (expanded !== null) parsed.set(name, parse(expanded, name));
  }
  return parsed;
}
