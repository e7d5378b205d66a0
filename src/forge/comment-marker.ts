import { createHash } from 'node:crypto';

/** A run of a pipeline. The run with the greater number is newer, then the one with the greater attempt. */
export interface RunNumber {
  readonly run: number;
  readonly attempt: number;
}

/** Identifies a comment among those that we maintain on one pull request. */
export interface CommentIdentity {
  /** Distinguishes pipelines. */
  readonly key: string;
  /** The cluster of the comment; undefined if one comment covers all clusters. */
  readonly cluster: string | undefined;
}

/** The first line of a comment of ours. It is untrusted: everybody who may edit the comment may edit it. */
export interface CommentMarker extends CommentIdentity {
  /** The clusters that the comment covers. */
  readonly clusters: readonly string[];
  /** Undefined if the run has no number. */
  readonly number: RunNumber | undefined;
  /**
   * Whether the comment is exactly as we wrote it. The number of an edited or truncated comment is ignored: a forged
   * greater number would prevent updates for ever.
   */
  readonly isIntact: boolean;
}

/** A comment: the hidden marker line, and below it the visible text. */
export function writeComment(marker: Omit<CommentMarker, 'isIntact'>, text: string): string {
  const parts = [
    `key=${word(marker.key)}`,
    `cluster=${marker.cluster === undefined ? '*' : word(marker.cluster)}`,
    `clusters=${marker.clusters.map(word).join(',').slice(0, longestList)}`,
    `run=${marker.number ? `${marker.number.run}.${marker.number.attempt}` : '-'}`,
  ].join(' ');
  return `<!-- ${start} ${parts} text=${seal(parts, text)} -->\n${text}`;
}

/** The marker of a comment; undefined if its first line is not a marker. */
export function readMarker(body: string): CommentMarker | undefined {
  const [, parts = '', sealed, text = ''] = form.exec(body.replaceAll('\r\n', '\n')) ?? [];
  const [, key = '', cluster = '', clusters = '', run, attempt] = fields.exec(parts) ?? [];
  if (parts === '' || cluster === '') return undefined;
  return {
    key: unword(key),
    cluster: cluster === '*' ? undefined : unword(cluster),
    clusters: clusters === '' ? [] : clusters.split(',').map(unword),
    number: run === undefined ? undefined : { run: Number(run), attempt: Number(attempt) },
    isIntact: sealed === seal(parts, text),
  };
}

/** Whether a marker belongs to a comment. */
export function isMarkerOf(marker: CommentMarker, { key, cluster }: CommentIdentity): boolean {
  return marker.key === key && marker.cluster === cluster;
}

/** Whether the first run is newer than the second. A run without a number is neither newer nor older. */
export function isNewer(one: RunNumber | undefined, other: RunNumber | undefined): boolean {
  if (!one || !other) return false;
  return one.run > other.run || (one.run === other.run && one.attempt > other.attempt);
}

/** A comment has at most 65,536 characters. The first clusters are enough to distinguish two jobs. */
const longestList = 1_000;

const start = 'connect-sync comment';
const form = /^<!-- connect-sync comment (\S+ \S+ \S+ \S+) text=(sha256:[0-9a-f]{64}) -->\n(.*)$/s;
const fields = /^key=(\S*) cluster=(\S+) clusters=(\S*) run=(?:(\d{1,15})\.(\d{1,15})|-)$/;

/** SHA-256 over the marker and the text. Forges trim trailing whitespace. */
function seal(parts: string, text: string): string {
  return `sha256:${createHash('sha256').update(`${parts}\n${text.trimEnd()}`).digest('hex')}`;
}

/** Encodes text so that it cannot end the HTML comment, the field or the list. */
function word(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(
    /[-*!'()~]/g,
    (character) => `%${character.charCodeAt(0).toString(16).padStart(2, '0').toUpperCase()}`,
  );
}

function unword(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
