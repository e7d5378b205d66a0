import type { Ports } from '../model/ports.ts';

/**
 * How long the requests of an interrupted run may take before they are aborted: a little longer than an apply takes to
 * end by itself, and less than 5 s in all.
 */
const graceMilliseconds = 4_600;

/**
 * Does work with a signal that aborts some seconds after the interrupt, so that requests in flight can end. The grace
 * period ends with the work.
 */
export async function withGracePeriod<Result>(
  { signal: interrupt, clock }: Pick<Ports, 'signal' | 'clock'>,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const late = new AbortController();
  const done = new AbortController();
  const start = async () => {
    await clock.sleep(graceMilliseconds, done.signal);
    if (!done.signal.aborted) late.abort(interrupt.reason);
  };
  // The interrupt may have come while the files were read.
  if (interrupt.aborted) void start();
  else interrupt.addEventListener('abort', () => void start(), { once: true, signal: done.signal });
  try {
    return await work(late.signal);
  } finally {
    done.abort();
  }
}
