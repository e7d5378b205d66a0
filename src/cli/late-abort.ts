import type { Host } from './host.ts';

/** How long an interrupted run may take to settle what is in flight, before its requests are cut: 5 s in all. */
const settlingMilliseconds = 4_000;

/** A signal that aborts some seconds after the interrupt, so that requests in flight can end. */
export function lateAbort({ interrupt, clock }: Host): AbortSignal {
  const late = new AbortController();
  const start = async () => {
    await clock.sleep(settlingMilliseconds);
    late.abort(interrupt.reason);
  };
  interrupt.addEventListener('abort', () => void start(), { once: true });
  return late.signal;
}
