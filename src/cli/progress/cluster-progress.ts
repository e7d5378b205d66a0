import type { EventView } from '../../model/apply-view.ts';
import { PendingSteps } from '../../model/pending-steps.ts';
import { needsAttention } from '../../render/outcome-lines.ts';
import type { ProgressView } from '../../render/progress-frame.ts';

/** The progress of an apply on one cluster, updated by events. */
export class ClusterProgress {
  readonly #cluster: string;
  readonly #planned: number;
  readonly #stableForMilliseconds: number;
  readonly #pending = new PendingSteps();
  #startedAt: number | undefined;
  #done = 0;
  #unsuccessful = 0;
  #interrupted: ProgressView['interrupted'];

  constructor(cluster: string, planned: number, stableForMilliseconds: number) {
    this.#stableForMilliseconds = stableForMilliseconds;
    this.#cluster = cluster;
    this.#planned = planned;
  }

  /** Updates the progress with an event; `now`: milliseconds since the epoch. */
  take(event: EventView, now: number): void {
    this.#startedAt ??= now;
    this.#pending.take(event, now);
    if (event.kind === 'interrupted') this.#interrupted = event.signal;
    if (event.kind !== 'finished') return;
    this.#done += 1;
    if (needsAttention(event.outcome)) this.#unsuccessful += 1;
  }

  /** Undefined before the first event. */
  get view(): ProgressView | undefined {
    if (this.#startedAt === undefined) return undefined;
    return {
      cluster: this.#cluster,
      planned: this.#planned,
      done: this.#done,
      unsuccessful: this.#unsuccessful,
      startedAt: this.#startedAt,
      pending: this.#pending.all,
      interrupted: this.#interrupted,
      stableForMilliseconds: this.#stableForMilliseconds,
    };
  }
}
