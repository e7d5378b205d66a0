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

/** The comment as it shall be. */
export interface DesiredComment extends CommentIdentity {
  readonly clusters: readonly string[];
  readonly number: RunNumber | undefined;
  /** Markdown. */
  readonly text: string;
}

/** What came of it. */
export interface KeptComment {
  /** `superseded`: a newer run has written it, and it was left alone. */
  readonly outcome: 'posted' | 'updated' | 'unchanged' | 'superseded';
  readonly url: string | undefined;
  readonly id: number | undefined;
  /** The number of the run that has written a newer one. */
  readonly newer: RunNumber | undefined;
  /** Duplicates of ours that were taken away. */
  readonly removed: number;
  /** Somebody had edited the one that was replaced. */
  readonly wasEdited: boolean;
}

/** Looks and writes at most; each round that others do not disturb is the last. */
const mostRounds = 6;
/** Between a write and the next look: lists lag behind what was just written. */
const pauseBetween = 500;

/**
 * Brings our comment on a pull request to what it shall be, and posts it where there is none. Ours is what our account
 * wrote and what has our marker in its first line, both; nothing else is ever touched.
 *
 * Several of ours, left by runs that raced or by a list that lagged, become one: the oldest gets the words of the
 * newest run, the others go. Every run does so, whichever it is, and so they end the same. After each write it looks
 * again, until what it sees is right.
 *
 * There is no lock and no conditional write in these APIs: an older run that has looked right before a newer one wrote
 * and looked again, and writes right after, wins. It takes a concurrency group of the pipeline to rule that out.
 *
 * @throws ForgeFailure
 */
export async function keepComment(forge: Forge, wish: DesiredComment, clock: Clock): Promise<KeptComment> {
  const keeper = new Keeper(forge, wish, await forge.whoAmI());
  for (let round = 0; round < mostRounds; round += 1) {
    if ((await keeper.round()) === 'settled') break;
    await clock.sleep(pauseBetween);
  }
  if (!keeper.hasSeenIt) throw neverShown(forge);
  return keeper.result();
}

function neverShown({ subject }: Forge): ForgeFailure {
  return new ForgeFailure({
    code: 'forge-unconfirmed',
    message: `the comment on ${subject} was sent, and neither an answer nor a later look shows it`,
    hint: 'look at the pull request, and run it again',
  });
}

/** A comment of ours, with what its marker says. */
interface Own {
  readonly comment: Comment;
  readonly marker: CommentMarker;
}

class Keeper {
  readonly #forge: Forge;
  readonly #wish: DesiredComment;
  readonly #body: string;
  /** Where the forge does not tell, it shows when we have posted; what is found afterwards is put in order. */
  #account: number | undefined;
  /** Ours for certain, whether a list shows them yet or not. */
  readonly #written = new Map<number, Comment>();
  readonly #gone = new Set<number>();
  #outcome: KeptComment['outcome'] = 'unchanged';
  #kept: Comment | undefined;
  #newer: RunNumber | undefined;
  #removed = 0;
  #wasEdited = false;

  constructor(forge: Forge, wish: DesiredComment, account: number | undefined) {
    this.#forge = forge;
    this.#wish = wish;
    this.#body = writeComment(wish, wish.text);
    this.#account = account;
  }

  /** Whether the comment is known to be there. */
  get hasSeenIt(): boolean {
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

  /** Looks at all of ours and does the first thing that is to be done. */
  async round(): Promise<'settled' | 'again'> {
    const own = await this.#look();
    const [target, ...others] = own;
    if (!target) return this.#post();
    refuseContested(own, this.#body);
    const newest = this.#newestOf(own);
    this.#newer = newest?.marker.number;
    const body = newest ? asWritten(newest.comment.body) : this.#body;
    if (!isSameText(target.comment.body, body)) {
      const fresh = await this.#readAgain(target, newest?.marker.number ?? this.#wish.number);
      if (!fresh) return 'again';
      if (!isSameText(fresh.comment.body, body)) return this.#replace(fresh, body);
    }
    this.#kept = target.comment;
    for (const { comment, marker } of others) if (marker.isIntact) await this.#remove(comment.id);
    return 'settled';
  }

  /** Every comment of ours, the oldest first. */
  async #look(): Promise<readonly Own[]> {
    const listed = await this.#forge.list();
    const seen = new Map([...this.#written, ...listed.map((comment) => [comment.id, comment] as const)]);
    return [...seen.values()]
      .filter(({ id }) => !this.#gone.has(id))
      .sort((one, other) => one.id - other.id)
      .flatMap((comment) => this.#asOwn(comment) ?? []);
  }

  #asOwn(comment: Comment): Own | undefined {
    if (this.#account === undefined || comment.authorId !== this.#account) return undefined;
    const marker = readMarker(comment.body);
    return marker && isMarkerOf(marker, this.#wish) ? { comment, marker } : undefined;
  }

  /** What the newest of the runs that are newer than ours has written. */
  #newestOf(own: readonly Own[]): Own | undefined {
    return own
      .filter(({ marker }) => marker.isIntact && isNewer(marker.number, this.#wish.number))
      .reduce<Own | undefined>(
        (best, one) => (best && !isNewer(one.marker.number, best.marker.number) ? best : one),
        undefined,
      );
  }

  /** One as it is now, right before it is written: a list may be old. Undefined where all must be judged anew. */
  async #readAgain({ comment: { id } }: Own, number: RunNumber | undefined): Promise<Own | undefined> {
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
      // One that was posted a moment ago by us is still as new as can be.
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
    this.#gone.add(id);
  }
}

function isSameText(one: string, other: string): boolean {
  return asWritten(one) === asWritten(other);
}

/** Forges write line ends anew, and cut blanks at the end. */
function asWritten(body: string): string {
  return body.replaceAll('\r\n', '\n').trimEnd();
}

/**
 * Two jobs of one run about different clusters would overwrite each other, and nobody would see the first plan. A
 * cluster that could not be read is missing in one of two plans for the same clusters: that is no contest.
 */
function refuseContested(own: readonly Own[], body: string): void {
  const ours = readMarker(body);
  const rival = own.find(({ marker }) => marker.isIntact && ours !== undefined && isRival(marker, ours));
  if (!rival) return;
  const { key, clusters } = rival.marker;
  throw new ForgeFailure({
    code: 'comment-contested',
    message: `another job of this run has written the comment "${key}", for ${clusters.join(', ')}`,
    hint: 'give each job a comment of its own, with --per-cluster or --key',
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
