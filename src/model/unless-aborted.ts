/** In place of a result that was no longer waited for. */
export const givenUp = Symbol('given up');

/** The result of `work`, or `givenUp` as soon as `signal` aborts. The work itself is not ended by that. */
export async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T | typeof givenUp> {
  let onAbort: (() => void) | undefined;
  const aborted = new Promise<typeof givenUp>((resolve) => {
    onAbort = () => resolve(givenUp);
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    if (onAbort) signal.removeEventListener('abort', onAbort);
  }
}
