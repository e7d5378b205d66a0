import type { Clock } from '../model/clock.ts';

/** Triggers that are passed on at a limited rate. */
export interface CollapsedTriggers {
  trigger(): void;
  /** Drops the one that is waiting. */
  close(): void;
}

/** Passes on the first trigger at once, and all those of the second after it as one at its end: none is lost. */
export function collapseTriggers(pass: () => void, clock: Clock): CollapsedTriggers {
  let cancel: (() => void) | undefined;
  let isWaiting = false;
  const passOn = () => {
    isWaiting = false;
    cancel = clock.deadline(1_000, () => {
      cancel = undefined;
      if (isWaiting) passOn();
    });
    pass();
  };
  return {
    trigger: () => {
      if (cancel === undefined) passOn();
      else isWaiting = true;
    },
    close: () => {
      isWaiting = false;
      cancel?.();
    },
  };
}
