import path from 'node:path';
import { readSource } from '../desired/read-source.ts';
import type { ConnectorOffset } from '../model/connector-offsets.ts';
import { ConnectSyncError, InvalidInputError } from '../model/error.ts';
import { parseExactJson } from '../model/exact-json.ts';
import { isMasked } from '../model/masked-value.ts';

/** The offsets of a file. */
export interface OffsetsFile {
  readonly entries: readonly ConnectorOffset[];
  /** For the question: `offsets.json`, `orders.json, a backup of orders`. */
  readonly origin: string;
}

/**
 * Reads the file of `--set`: `{"offsets":[{"partition":…,"offset":…}]}` as a worker returns it, what `offsets -f json` prints,
 * or a backup that `apply` made. Numbers keep every digit.
 *
 * @throws ConnectSyncError (invalid input) where it is none of these
 */
export async function readOffsetsFile(
  directory: string,
  file: string,
  connector: string,
): Promise<OffsetsFile> {
  const text = await readText(directory, file);
  const document = parsed(text, file);
  const found = offsetsIn(document, connector, file);
  if (found.entries.length === 0)
    throw invalid(file, 'it contains no offsets', 'use --reset to delete all offsets');
  return { entries: found.entries.map((entry, index) => entryOf(entry, index, file)), origin: found.origin };
}

async function readText(directory: string, file: string): Promise<string> {
  const read = await readSource(directory, path.resolve(directory, file));
  if (read.kind === 'text') return read.source.text;
  const { diagnostic } = read;
  if (diagnostic.code !== 'unreadable-file') throw new InvalidInputError([diagnostic], 1);
  throw invalid(file, `it cannot be read: ${diagnostic.args['reason']}`);
}

function parsed(text: string, file: string): unknown {
  try {
    return parseExactJson(text);
  } catch {
    throw invalid(file, 'it is not JSON');
  }
}

interface Found {
  readonly entries: readonly unknown[];
  readonly origin: string;
}

function offsetsIn(document: unknown, connector: string, file: string): Found {
  const { format, offsets, clusters, connector: backedUp, noOffsetsReason } = fields(document);
  if (format === 'connect-sync/backup') {
    const inner = fields(offsets)['offsets'];
    if (Array.isArray(inner)) {
      return { entries: inner, origin: `${file}, a backup of ${String(fields(backedUp)['name'])}` };
    }
    throw invalid(file, `this backup contains no offsets: ${String(noOffsetsReason ?? 'no reason given')}`);
  }
  if (format === 'connect-sync/offsets') {
    const found = listIn(clusters)
      .flatMap((cluster) => listIn(fields(cluster)['connectors']))
      .filter((one) => fields(one)['name'] === connector)
      .map((one) => fields(one)['offsets']);
    const [own, ...others] = found.filter((one) => Array.isArray(one));
    if (others.length > 0)
      throw invalid(file, `it contains offsets of ${connector} on several clusters`, oneCluster);
    if (own) return { entries: own, origin: file };
    throw invalid(file, `it contains no offsets of ${connector}`);
  }
  if (Array.isArray(offsets)) return { entries: offsets, origin: file };
  throw invalid(file, 'it has no list "offsets"');
}

function entryOf(value: unknown, index: number, file: string): ConnectorOffset {
  const { partition, offset = null } = fields(value);
  if (typeof partition !== 'object' || partition === null) {
    throw invalid(file, `offsets[${index}] has no object "partition"`);
  }
  if (typeof offset !== 'object')
    throw invalid(file, `offsets[${index}].offset is neither an object nor null`);
  if (holdsMask('', [partition, offset])) {
    throw invalid(file, `offsets[${index}] has a masked secret, which would be lost`, 'use a backup instead');
  }
  return { partition, offset };
}

/** Whether a text in it is a mask: of connect-sync, which prints offsets, or of whatever the file comes from. */
function holdsMask(key: string, value: unknown): boolean {
  if (typeof value === 'string') return isMasked(key, value);
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([name, part]) => holdsMask(Array.isArray(value) ? key : name, part));
}

const oneCluster = 'leave the cluster in it whose offsets are to be set';

function listIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function fields(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function invalid(
  file: string,
  why: string,
  hint = 'expected {"offsets":[{"partition":{…},"offset":{…}}]}; connect-sync offsets NAME -f json prints one',
): ConnectSyncError {
  return new ConnectSyncError({
    code: 'offsets-file',
    message: `${file}: ${why}`,
    hint,
    category: 'invalid-input',
  });
}
