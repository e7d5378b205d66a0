import type { Clock } from './clock.ts';
import type { ProxySettings } from './proxy-settings.ts';

/** What a use case needs of the world around it, apart from files and HTTP. */
export interface Ports {
  readonly clock: Clock;
  /** Aborts when the run is interrupted; its reason is the `Interruption`. */
  readonly signal: AbortSignal;
  /**
   * Whether this process may still write: asked right before the first byte of each request that changes something.
   * False: the request is not sent. Left out: it always may.
   */
  readonly mayWrite?: (() => boolean) | undefined;
  /** The proxies to use; use cases never read the environment for them. */
  readonly proxy?: ProxySettings | undefined;
  /** Called with every request when it has ended; `cluster` is the label of the cluster. */
  readonly onRequest?: ((cluster: string, request: RequestRecord) => void) | undefined;
  /** Called before each pause for a cluster that is busy. */
  readonly onWait?: ((cluster: string, wait: Wait) => void) | undefined;
  /** Called when the work on a declared cluster has succeeded. */
  readonly onContact?: ((contact: Contact) => Promise<void>) | undefined;
}

/** A cluster of a project that was contacted: the directory of the project, absolute, and its URLs without users. */
export interface Contact {
  readonly directory: string;
  readonly urls: readonly string[];
}

/** One HTTP request, as `--verbose` shows it: never a body, never a header, never userinfo. */
export interface RequestRecord {
  readonly method: string;
  /** The base URL that it went to. */
  readonly url: string;
  readonly path: string;
  readonly status: number | undefined;
  readonly milliseconds: number;
  /** Why there is no status, in a word. */
  readonly failure?: string | undefined;
  /** The header `Date`: the clock of the server. */
  readonly date?: string | undefined;
}

/** A pause before a read is retried. */
export interface Wait {
  /** For people; without text of the worker. */
  readonly reason: string;
  readonly milliseconds: number;
}
