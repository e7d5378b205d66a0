import type { Clock } from '../model/clock.ts';
import type { RequestRecord, Wait } from '../model/ports.ts';
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
  /** As `Ports.mayWrite`. */
  readonly mayWrite?: (() => boolean) | undefined;
  /** Called after each request. */
  readonly onRequest?: ((record: RequestRecord) => void) | undefined;
  /** Called before each wait for a busy cluster. */
  readonly onWait?: ((wait: Wait) => void) | undefined;
}
