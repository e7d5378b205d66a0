import type { Run } from './run.ts';

/** Gives a sign of life at regular times, with the names of what is under way; returns what ends it. */
export function startHeartbeat(run: Run, pending: () => readonly string[]): () => void {
  const end = new AbortController();
  const started = run.clock.now();
  const beat = async () => {
    for (;;) {
      await run.clock.sleep(run.options.heartbeatMilliseconds, end.signal);
      if (end.signal.aborted) return;
      const names = pending();
      const milliseconds = run.clock.now() - started;
      if (names.length > 0) run.emit({ kind: 'heartbeat', pending: names, milliseconds });
    }
  };
  void beat();
  return () => end.abort();
}
