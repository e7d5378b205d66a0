import { isMap } from '../shapes/data-shape.ts';

/** A record of the config topic. */
export interface ConfigRecord {
  readonly key: string;
  /** JSON; null for a tombstone. */
  readonly value: string | null;
  readonly offset: number;
}

/**
 * The records of a dump, in order: lines of kafka-console-consumer with the key (separated by a tab, `:`, `|` or the
 * like), or the JSON lines of kcat. Other lines are left out.
 */
export function recordsOf(text: string): readonly ConfigRecord[] {
  const records: ConfigRecord[] = [];
  for (let offset = 0; offset < text.length; ) {
    const newline = text.indexOf('\n', offset);
    const end = newline < 0 ? text.length : newline;
    const line = text.slice(offset, end);
    const record = line.startsWith('{') ? jsonRecord(line) : plainRecord(line);
    if (record) records.push({ ...record, offset });
    offset = end + 1;
  }
  return records;
}

/** Whether a text is a dump of the config topic, by the records at its beginning. */
export function isConfigDump(text: string): boolean {
  if (!/(?:connector|target-state)-/.test(text)) return false;
  return recordsOf(text.slice(0, 1_000_000)).some(
    ({ key, value }) =>
      /^(?:connector|target-state|task|commit)-./.test(key) &&
      /^\{"(?:properties|schema|state|tasks)"/.test(value ?? ''),
  );
}

type Parts = Omit<ConfigRecord, 'offset'>;

/** `PREFIX KEY SEPARATOR VALUE`; prefixes such as `Partition:0` and `CreateTime:…` may precede the key. */
function plainRecord(line: string): Parts | undefined {
  const brace = line.indexOf('{');
  const isTombstone = brace < 0;
  const head = isTombstone ? line.trimEnd().replace(/[\s:|,;]{1,5}null$/, '') : line.slice(0, brace);
  const start = /(?:^|[\t|,;: ])(?=(?:connector|target-state|task|commit)-)/.exec(head);
  const key = start ? head.slice(start.index + start[0].length).replace(/[\t|,;:= ]{1,5}$/, '') : undefined;
  if (key === undefined) return undefined;
  if (isTombstone && head === line.trimEnd()) return undefined;
  return { key, value: isTombstone ? null : line.slice(brace) };
}

function jsonRecord(line: string): Parts | undefined {
  try {
    const record: unknown = JSON.parse(line);
    if (!isMap(record)) return undefined;
    const { key, payload = record['value'] } = record;
    if (typeof key !== 'string') return undefined;
    if (payload === null || payload === undefined) return { key, value: null };
    return { key, value: typeof payload === 'string' ? payload : JSON.stringify(payload) };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return undefined;
  }
}
