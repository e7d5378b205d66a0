import {
  combine,
  emptyFile,
  type FoundConnectorFile,
  type FoundFile,
  type NotRead,
  positionOf,
} from '../found-file.ts';
import type { ConnectorCall } from './connector-calls.ts';

/** A call and what was read from it. */
export interface ReadCall {
  readonly call: ConnectorCall;
  /** The connector; undefined if its name is not known. */
  readonly name: string | undefined;
  readonly read: FoundConnectorFile;
}

/**
 * Of several definitions of a connector in a script, the last one counts, unless a condition decides whether it runs. If
 * the last one was not read, or the script deletes the connector afterwards, it is not imported. A call that was not read
 * and runs on a condition is listed, and the connector is what the other call sends.
 */
export function lastDefinitions(file: FoundFile, calls: readonly ReadCall[]): FoundConnectorFile {
  const last = new Map<string, readonly ReadCall[]>();
  const others: FoundConnectorFile[] = [];
  for (const one of calls) {
    const { name, call, read } = one;
    const isRead = read.connectors.length > 0;
    const before = (name !== undefined && last.get(name)) || [];
    const kept = before.filter((other) => !replaces(one, other));
    if (!isRead || name === undefined) others.push(read);
    if (!isRead) others.push(...unlessKept(before, kept, file, call.kind));
    if (name !== undefined) last.set(name, isRead ? [...kept, one] : kept);
  }
  const all = combine([...[...last.values()].flatMap((defined) => onlyOne(file, defined)), ...others]);
  const notRead = new Map(all.notRead.map((one) => [JSON.stringify(one), one]));
  return { ...all, notRead: [...notRead.values()].sort(inOrder) };
}

function inOrder({ source: one }: NotRead, { source: other }: NotRead): number {
  return one.line - other.line || one.column - other.column;
}

/** Calls that were read and do not count, because of a later one that was not. */
function unlessKept(
  before: readonly ReadCall[],
  kept: readonly ReadCall[],
  file: FoundFile,
  kind: ConnectorCall['kind'],
): readonly FoundConnectorFile[] {
  const reason =
    kind === 'delete'
      ? 'the script deletes the connector later'
      : 'a later call, which was not read, configures the connector';
  return before.filter((one) => !kept.includes(one)).map(({ call }) => listed(file, call, reason));
}

function onlyOne(file: FoundFile, defined: readonly ReadCall[]): readonly FoundConnectorFile[] {
  if (defined.length === 1) return defined.map(({ read }) => read);
  const reason = 'the script configures the connector in several ways, and a condition decides between them';
  return defined.map(({ call }) => listed(file, call, reason));
}

function replaces(one: ReadCall, other: ReadCall): boolean {
  const isSame = one.read.connectors.length > 0 && fingerprint(one) === fingerprint(other);
  return isSame || runsWith(one, other);
}

/** Whether a call runs wherever an earlier one runs. */
function runsWith({ call }: ReadCall, other: ReadCall): boolean {
  return other.call.branch.startsWith(call.branch);
}

function fingerprint({ read: { connectors } }: ReadCall): string {
  return JSON.stringify(connectors.map(({ config, state }) => [[...config].sort(), state]));
}

/** A call that was not read. */
export function listed(file: FoundFile, call: ConnectorCall, reason: string): FoundConnectorFile {
  const source = positionOf(file, call.offset);
  const notRead: NotRead = { source, url: call.url, body: call.body, reason };
  return { ...emptyFile, notRead: [notRead] };
}
