import { createHash } from 'node:crypto';

/** A run of a pipeline. Runs of one pipeline are in order: a greater number, then a greater attempt, is newer. */
export interface RunNumber {
  readonly run: number;
  readonly attempt: number;
}

/** Which comment it is among those that we keep on one pull request. */
export interface CommentIdentity {
  /** Tells pipelines apart. */
  readonly key: string;
  /** The one cluster that it is about; undefined where one comment is about all of them. */
  readonly cluster: string | undefined;
}

/** What the first line of a comment of ours says. All of it is untrusted: whoever may edit the comment may edit that. */
export interface CommentMarker extends CommentIdentity {
  /** The clusters that it tells of. */
  readonly clusters: readonly string[];
  /** Undefined where it was not written by a numbered run. */
  readonly number: RunNumber | undefined;
  /**
   * Whether the comment still is as we wrote it, to the last character. Where it was edited or cut, its number means
   * nothing; what tells of a newer run there might keep the comment as it is for ever.
   */
  readonly isIntact: boolean;
}

/** A comment: the hidden line that finds it again, and below what people read. */
export function writeComment(marker: Omit<CommentMarker, 'isIntact'>, text: string): string {
  const said = [
    `key=${word(marker.key)}`,
    `cluster=${marker.cluster === undefined ? '*' : word(marker.cluster)}`,
    `clusters=${marker.clusters.map(word).join(',').slice(0, longestList)}`,
    `run=${marker.number ? `${marker.number.run}.${marker.number.attempt}` : '-'}`,
  ].join(' ');
  return `<!-- ${start} ${said} text=${seal(said, text)} -->\n${text}`;
}

/** The marker of a comment; undefined where its first line is none. */
export function readMarker(body: string): CommentMarker | undefined {
  const [, said = '', sealed, text = ''] = form.exec(body.replaceAll('\r\n', '\n')) ?? [];
  const [, key = '', cluster = '', clusters = '', run, attempt] = fields.exec(said) ?? [];
  if (said === '' || cluster === '') return undefined;
  return {
    key: unword(key),
    cluster: cluster === '*' ? undefined : unword(cluster),
    clusters: clusters === '' ? [] : clusters.split(',').map(unword),
    number: run === undefined ? undefined : { run: Number(run), attempt: Number(attempt) },
    isIntact: sealed === seal(said, text),
  };
}

/** Whether a marker is that of the comment asked for. */
export function isMarkerOf(marker: CommentMarker, { key, cluster }: CommentIdentity): boolean {
  return marker.key === key && marker.cluster === cluster;
}

/** Whether the first run is newer than the second. One without a number is neither newer nor older than any. */
export function isNewer(one: RunNumber | undefined, other: RunNumber | undefined): boolean {
  if (!one || !other) return false;
  return one.run > other.run || (one.run === other.run && one.attempt > other.attempt);
}

/** A comment has 65,536 characters. Of more clusters the first are enough to tell two jobs apart. */
const longestList = 1_000;

const start = 'connect-sync comment';
const form = /^<!-- connect-sync comment (\S+ \S+ \S+ \S+) text=(sha256:[0-9a-f]{64}) -->\n(.*)$/s;
const fields = /^key=(\S*) cluster=(\S+) clusters=(\S*) run=(?:(\d{1,15})\.(\d{1,15})|-)$/;

/** Over the marker and the text. Forges cut blanks at the end. */
function seal(said: string, text: string): string {
  return `sha256:${createHash('sha256').update(`${said}\n${text.trimEnd()}`).digest('hex')}`;
}

/** Text as one word that ends no comment, no field and no list. */
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
