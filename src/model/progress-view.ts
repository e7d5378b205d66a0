import type { PendingStep } from './pending-steps.ts';

/** How far an apply on one cluster has come, for a display that is redrawn. Times are milliseconds of the clock. */
export interface ProgressView {
  /** The cluster's name, else its URL. */
  readonly cluster: string;
  readonly planned: number;
  /** How many changes have ended, and how many of those are not as wished. */
  readonly done: number;
  readonly amiss: number;
  readonly startedAt: number;
  readonly pending: readonly PendingStep[];
  readonly interrupted: 'SIGINT' | 'SIGTERM' | undefined;
}
