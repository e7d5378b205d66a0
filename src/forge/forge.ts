import type { Clock } from '../model/clock.ts';
import type { ProxySettings } from '../model/proxy-settings.ts';
import type { Scrub } from '../model/redaction/scrub.ts';

/** A pull request (GitLab: a merge request), and where its forge is asked. */
export interface PullRequest {
  readonly forge: 'github' | 'gitlab';
  /** Without a slash at its end. */
  readonly apiUrl: string;
  /** GitHub: `owner/name`. GitLab: the number of the project, or its path. */
  readonly project: string;
  readonly number: number;
}

/** A comment on a pull request, as far as it matters here. Everything in it is untrusted. */
export interface Comment {
  /** Grows with the time of posting. */
  readonly id: number;
  /** The number of its author's account. */
  readonly authorId: number;
  readonly body: string;
  /** Where people see it; undefined where the forge does not say. */
  readonly url: string | undefined;
}

/** What a forge lets us do with the comments of one pull request. */
export interface Forge {
  /** `pull request 7 of owner/name` */
  readonly subject: string;
  /** The number of our own account; undefined where the forge does not tell. */
  whoAmI(): Promise<number | undefined>;
  /** All comments, the oldest first. What was posted a moment ago may be missing. */
  list(): Promise<readonly Comment[]>;
  /** One comment as it is now; undefined where it is gone. */
  read(id: number): Promise<Comment | undefined>;
  /** Undefined where nobody knows whether it was posted: the answer was lost. */
  post(body: string): Promise<Comment | undefined>;
  /** Undefined where it is gone. */
  replace(id: number, body: string): Promise<Comment | undefined>;
  /** One that is gone already is fine. */
  remove(id: number): Promise<void>;
  close(): Promise<void>;
}

/** What is needed to speak to a forge. */
export interface ForgeOptions {
  /** A secret. */
  readonly token: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly proxy: ProxySettings | undefined;
  /** Caps all requests and all waiting together. */
  readonly timeoutMilliseconds: number;
  /** Called after every request: never with a body, never with a header. */
  readonly onRequest: ((line: string) => void) | undefined;
  /** Called before each wait with its reason, in our words. */
  readonly onWait: ((line: string) => void) | undefined;
}

/** The same, with what makes the words of a forge fit to be shown. */
export interface ForgeContext extends ForgeOptions {
  readonly scrub: Scrub;
}
