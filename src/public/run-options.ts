import type { Clock } from '../model/clock.ts';
import type { Ports, RequestRecord, Wait } from '../model/ports.ts';
import { systemClock } from './system-clock.ts';

/** What a run reports while it is in progress, and what ends it. Everything may be left out. */
export interface RunOptions {
  /** Ends the run when it aborts: no new write is started, and requests in flight have five seconds to end. */
  readonly signal?: AbortSignal;
  /** URLs of HTTP proxies, and the hosts that need none. Default: no proxy. */
  readonly proxy?: { readonly http?: string; readonly https?: string; readonly except?: string };
  /** Default: the system clock. */
  readonly clock?: Clock;
  /** Called with every request when it has ended. */
  readonly onRequest?: (cluster: string, request: RequestRecord) => void;
  /** Called before each pause for a cluster that is busy. */
  readonly onWait?: (cluster: string, wait: Wait) => void;
}

/** The ports of a use case, with the defaults of the library. */
export function portsOf(options: RunOptions): Ports {
  const { clock = systemClock, signal = new AbortController().signal, onRequest, onWait } = options;
  const { http, https, except } = options.proxy ?? {};
  return { clock, signal, proxy: { http, https, except }, onRequest, onWait };
}
