import type { Outcome } from './outcome.ts';
import type { ActiveChange } from './plan.ts';

/** Something that happened during an apply. Printing it is somebody else's job. */
export type ApplyEvent =
  | { readonly kind: 'validated'; readonly count: number; readonly milliseconds: number }
  | { readonly kind: 'started'; readonly name: string; readonly change: ActiveChange['kind'] }
  | {
      readonly kind: 'waiting';
      readonly name: string;
      readonly reason: string;
      readonly milliseconds: number;
    }
  | { readonly kind: 'written'; readonly name: string; readonly change: ActiveChange['kind'] }
  | {
      readonly kind: 'finished';
      readonly outcome: Outcome;
      /** Counts from 1, in the order in which changes end. */
      readonly index: number;
      readonly total: number;
    }
  | { readonly kind: 'heartbeat'; readonly pending: readonly string[]; readonly milliseconds: number }
  | { readonly kind: 'interrupted'; readonly signal: 'SIGINT' | 'SIGTERM' }
  | { readonly kind: 'rollback'; readonly name: string };
