import type { PendingReport } from '../model/event.ts';
import type { Run } from './run.ts';

/** Emits at regular intervals what is under way and why; returns what ends it. */
export function startHeartbeat(run: Run): () => void {
  const end = new AbortController();
  const started = run.clock.now();
  const beat = async () => {
    for (;;) {
      await run.clock.sleep(run.options.heartbeatMilliseconds, end.signal);
      if (end.signal.aborted) return;
      const pending = reportPending(run);
      if (pending.length > 0) {
        run.emit({ kind: 'heartbeat', pending, milliseconds: run.clock.now() - started });
      }
    }
  };
  void beat();
  return () => end.abort();
}

function reportPending(run: Run): PendingReport[] {
  const now = run.clock.now();
  return run.pending.all.map(({ name, change, stage, reason, startedAt }) => ({
    name,
    change,
    stage,
    reason,
    milliseconds: now - startedAt,
  }));
}
