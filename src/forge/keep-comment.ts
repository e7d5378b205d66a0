import type { Clock } from '../model/clock.ts';
import {
  type CommentIdentity,
  type CommentMarker,
  isMarkerOf,
  isNewer,
  type RunNumber,
  readMarker,
  writeComment,
} from './comment-marker.ts';
import type { Comment, Forge } from './forge.ts';
import { ForgeFailure } from './forge-failure.ts';

/** The comment to post or update. */
export interface DesiredComment extends CommentIdentity {
  readonly clusters: readonly string[];
  readonly number: RunNumber | undefined;
  /** Markdown. */
  readonly text: string;
}

/** The result of keeping a comment up to date. */
export interface KeptComment {
  /** `superseded`: a newer run has written it, so it was not changed. */
  readonly outcome: 'posted' | 'updated' | 'unchanged' | 'superseded';
  readonly url: string | undefined;
  readonly id: number | undefined;
  /** The newer run that superseded this one. */
  readonly newer: RunNumber | undefined;
  /** How many duplicates were deleted. */
  readonly removed: number;
  /** Somebody had edited the comment that was replaced. */
  readonly wasEdited: boolean;
}

/** Rounds of reading and writing. Without concurrent runs the first round after a write finds nothing to do. */
const maximumRounds = 6;
/** Between a write and the next read: lists lag behind writes. */
const pauseBetween = 500;

/**
 * Updates our comment on a pull request, or posts it if there is none. A comment is ours if our account wrote it and its
 * first line is our marker; no other comment is ever changed.
 *
 * Duplicates, caused by concurrent runs or by a list that lagged, are merged: the oldest comment gets the text of the
 * newest run, the others are deleted. Every run does so, so all runs converge. After each write the comments are read
 * again, until there is nothing to do.
 *
 * These APIs have no lock and no conditional write. If an older run reads right before a newer one has written and
 * verified its comment, and writes right after, the older text remains. Only a concurrency group of the pipeline
 * prevents that.
 *
 * @throws ForgeFailure
 */
export async function keepComment(forge: Forge, desired: DesiredComment, clock: Clock): Promise<KeptComment> {
  const keeper = new Keeper(forge, desired, await forge.whoAmI());
  for (let round = 0; round < maximumRounds; round += 1) {
    if ((await keeper.round()) === 'done') break;
    await clock.sleep(pauseBetween);
  }
  if (!keeper.isConfirmed) throw unconfirmed(forge);
  return keeper.result();
}

function unconfirmed({ subject }: Forge): ForgeFailure {
  return new ForgeFailure({
    code: 'forge-unconfirmed',
    message: `the comment on ${subject} was sent, but neither a response nor a later list confirms it`,
    hint: 'check the pull request and run it again',
  });
}

/** A comment of ours with its marker. */
interface Own {
  readonly comment: Comment;
  readonly marker: CommentMarker;
}

class Keeper {
  readonly #forge: Forge;
  readonly #desired: DesiredComment;
  readonly #body: string;
  /** If the forge does not return it, it is the author of what we post; duplicates found then are merged. */
  #account: number | undefined;
  /** Comments that we wrote in this run, which lists may not show yet. */
  readonly #written = new Map<number, Comment>();
  readonly #deleted = new Set<number>();
  #outcome: KeptComment['outcome'] = 'unchanged';
  #kept: Comment | undefined;
  #newer: RunNumber | undefined;
  #removed = 0;
  #wasEdited = false;

  constructor(forge: Forge, desired: DesiredComment, account: number | undefined) {
    this.#forge = forge;
    this.#desired = desired;
    this.#body = writeComment(desired, desired.text);
    this.#account = account;
  }

  /** Whether the comment is known to exist. */
  get isConfirmed(): boolean {
    return this.#kept !== undefined;
  }

  result(): KeptComment {
    return {
      outcome: this.#newer ? 'superseded' : this.#outcome,
      url: this.#kept?.url,
      id: this.#kept?.id,
      newer: this.#newer,
      removed: this.#removed,
      wasEdited: this.#wasEdited,
    };
  }

  /** Reads all of our comments and makes the first change that is needed. */
  async round(): Promise<'done' | 'again'> {
    const own = await this.#readOwn();
    const [target, ...others] = own;
    if (!target) return this.#post();
    refuseContested(own, this.#body);
    const newest = this.#newestOf(own);
    this.#newer = newest?.marker.number;
    const body = newest ? normalized(newest.comment.body) : this.#body;
    if (!isSameText(target.comment.body, body)) {
      const fresh = await this.#refresh(target, newest?.marker.number ?? this.#desired.number);
      if (!fresh) return 'again';
      if (!isSameText(fresh.comment.body, body)) return this.#replace(fresh, body);
    }
    this.#kept = target.comment;
    for (const { comment, marker } of others) if (marker.isIntact) await this.#remove(comment.id);
    return 'done';
  }

  /** All comments of ours, the oldest first. */
  async #readOwn(): Promise<readonly Own[]> {
    const listed = await this.#forge.list();
    const seen = new Map([...this.#written, ...listed.map((comment) => [comment.id, comment] as const)]);
    return [...seen.values()]
      .filter(({ id }) => !this.#deleted.has(id))
      .sort((one, other) => one.id - other.id)
      .flatMap((comment) => this.#asOwn(comment) ?? []);
  }

  #asOwn(comment: Comment): Own | undefined {
    if (this.#account === undefined || comment.authorId !== this.#account) return undefined;
    const marker = readMarker(comment.body);
    return marker && isMarkerOf(marker, this.#desired) ? { comment, marker } : undefined;
  }

  /** The comment of the newest run, if that run is newer than this one. */
  #newestOf(own: readonly Own[]): Own | undefined {
    return own
      .filter(({ marker }) => marker.isIntact && isNewer(marker.number, this.#desired.number))
      .reduce<Own | undefined>(
        (best, one) => (best && !isNewer(one.marker.number, best.marker.number) ? best : one),
        undefined,
      );
  }

  /** The current version of a comment right before it is replaced, since a list may be old; undefined: start over. */
  async #refresh({ comment: { id } }: Own, number: RunNumber | undefined): Promise<Own | undefined> {
    const fresh = await this.#forge.read(id);
    const own = fresh && this.#asOwn(fresh);
    if (!own) this.#forget(id);
    else if (own.marker.isIntact && isNewer(own.marker.number, number)) this.#written.set(id, fresh);
    else return own;
    return undefined;
  }

  async #post(): Promise<'again'> {
    const posted = await this.#forge.post(this.#body);
    if (!posted) return 'again';
    this.#account ??= posted.authorId;
    this.#written.set(posted.id, posted);
    this.#kept = posted;
    this.#outcome = 'posted';
    return 'again';
  }

  async #replace({ comment, marker }: Own, body: string): Promise<'again'> {
    const replaced = await this.#forge.replace(comment.id, body);
    if (!replaced) this.#forget(comment.id);
    else {
      // A comment posted in this run is still reported as posted.
      if (comment.id !== this.#kept?.id) this.#outcome = 'updated';
      this.#kept = replaced;
      this.#wasEdited ||= !marker.isIntact;
      if (this.#written.has(comment.id)) this.#written.set(comment.id, replaced);
    }
    return 'again';
  }

  async #remove(id: number): Promise<void> {
    await this.#forge.remove(id);
    this.#removed += 1;
    this.#forget(id);
  }

  #forget(id: number): void {
    this.#written.delete(id);
    this.#deleted.add(id);
  }
}

function isSameText(one: string, other: string): boolean {
  return normalized(one) === normalized(other);
}

/** Forges change line ends and trim trailing whitespace. */
function normalized(body: string): string {
  return body.replaceAll('\r\n', '\n').trimEnd();
}

/**
 * Refuses to overwrite the comment of another job of the same run about other clusters: nobody would see its plan. Plans
 * that have a cluster in common are about the same clusters, of which one could not be read in one of the plans.
 */
function refuseContested(own: readonly Own[], body: string): void {
  const ours = readMarker(body);
  const rival = own.find(({ marker }) => marker.isIntact && ours !== undefined && isRival(marker, ours));
  if (!rival) return;
  const { key, clusters } = rival.marker;
  throw new ForgeFailure({
    code: 'comment-contested',
    message: `another job of this run has already written the comment "${key}" for ${clusters.join(', ')}`,
    hint: 'give each job its own comment with --per-cluster or --key',
  });
}

function isRival(one: CommentMarker, other: CommentMarker): boolean {
  const isSameRun =
    one.number !== undefined &&
    one.number.run === other.number?.run &&
    one.number.attempt === other.number.attempt;
  const areBothAboutSome = one.clusters.length > 0 && other.clusters.length > 0;
  return isSameRun && areBothAboutSome && !one.clusters.some((name) => other.clusters.includes(name));
}
