import { runInNewContext } from 'node:vm';

let collect: (() => void) | undefined;

/**
 * Gives back the memory of what is no longer in use, where the process was started with `--expose-gc` (src/start.cts).
 * V8 does that by itself only when more memory is asked for, which an idle process does not do.
 */
export function collectGarbage(): void {
  // What V8 exposes after its start is in new contexts only.
  collect ??= runInNewContext('typeof gc === "function" ? gc : () => undefined') as () => void;
  collect();
}
