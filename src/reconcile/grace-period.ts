import type { Ports } from '../model/ports.ts';

/**
 * How long an interrupted run may take to settle what is in flight before its requests are cut: a little longer than
 * an apply takes to give up by itself, and 5 s in all.
 */
const settlingMilliseconds = 4_600;

/**
 * Does work with a signal that aborts some seconds after the interrupt, so that requests in flight can end. Nothing is
 * waited for any more once the work is done.
 */
export async function withGracePeriod<Result>(
  { signal: interrupt, clock }: Pick<Ports, 'signal' | 'clock'>,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const late = new AbortController();
  const done = new AbortController();
  const start = async () => {
    await clock.sleep(settlingMilliseconds, done.signal);
    if (!done.signal.aborted) late.abort(interrupt.reason);
  };
  // It may have come already, while the files were read.
  if (interrupt.aborted) void start();
  else interrupt.addEventListener('abort', () => void start(), { once: true, signal: done.signal });
  try {
    return await work(late.signal);
  } finally {
    done.abort();
  }
}
