import type { Clock } from '../model/clock.ts';
import type { ProxySettings } from '../model/proxy-settings.ts';
import type { Scrub } from '../model/redaction/scrub.ts';

/** A comment on a pull request. Its contents are untrusted. */
export interface Comment {
  /** Later comments have greater ids. */
  readonly id: number;
  /** The id of its author's account. */
  readonly authorId: number;
  readonly body: string;
  /** Its web page; undefined if the forge does not return it. */
  readonly url: string | undefined;
}

/** The comments of one pull request. */
export interface Forge {
  /** `pull request 7 of owner/name` */
  readonly subject: string;
  /** The id of the token's account; undefined if the forge does not return it. */
  whoAmI(): Promise<number | undefined>;
  /** All comments, the oldest first. Recent changes may be missing. */
  list(): Promise<readonly Comment[]>;
  /** The current version of a comment; undefined if it was deleted. */
  read(id: number): Promise<Comment | undefined>;
  /** Undefined if the response was lost, so that it is unknown whether the comment was posted. */
  post(body: string): Promise<Comment | undefined>;
  /** Undefined if the comment was deleted. */
  replace(id: number, body: string): Promise<Comment | undefined>;
  /** Succeeds if the comment is already deleted. */
  remove(id: number): Promise<void>;
  close(): Promise<void>;
}

/** How to connect to a forge. */
export interface ForgeOptions {
  /** A secret. */
  readonly token: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly proxy: ProxySettings | undefined;
  /** Limits all requests and all waiting together. */
  readonly timeoutMilliseconds: number;
  /** Called after every request with one line that contains no body and no header. */
  readonly onRequest: ((line: string) => void) | undefined;
  /** Called before each wait with the reason. */
  readonly onWait: ((line: string) => void) | undefined;
}

/** The same, with the function that removes secrets from messages of the forge. */
export interface ForgeContext extends ForgeOptions {
  readonly scrub: Scrub;
}
