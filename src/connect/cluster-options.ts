import type { Clock } from '../model/clock.ts';
import type { ProxySettings } from '../model/proxy-settings.ts';

/** What a cluster needs besides its target. */
export interface ClusterOptions {
  readonly clock: Clock;
  /** `--timeout`: caps each request and all waiting of one read. Left out: 30 s a read, 100 s a write, 5 min waiting. */
  readonly timeoutMilliseconds: number | undefined;
  /** Ends all that is in flight. */
  readonly signal: AbortSignal | undefined;
  /** The proxies that the environment names; the environment itself is never read here. */
  readonly proxy?: ProxySettings | undefined;
  /** Told of every request when it has ended. */
  readonly onRequest?: ((record: RequestRecord) => void) | undefined;
  /** Told before each wait for a cluster that is busy. */
  readonly onWait?: ((wait: Wait) => void) | undefined;
}

/** One request, as `--verbose` shows it: never a body, never a header, never userinfo. */
export interface RequestRecord {
  readonly method: string;
  /** The base URL it went to. */
  readonly url: string;
  readonly path: string;
  readonly status: number | undefined;
  readonly milliseconds: number;
  /** Why there is no status, in a word. */
  readonly failure?: string | undefined;
}

/** A pause before a read is tried again. */
export interface Wait {
  /** In our words. */
  readonly reason: string;
  readonly milliseconds: number;
}
