import type { EventView } from '../../model/apply-view.ts';
import { PendingSteps } from '../../model/pending-steps.ts';
import { needsAttention } from '../../render/outcome-lines.ts';
import type { ProgressView } from '../../render/progress-frame.ts';

/** How far the apply on one cluster has come, followed from event to event. */
export class ClusterProgress {
  readonly #cluster: string;
  readonly #planned: number;
  readonly #pending = new PendingSteps();
  #startedAt: number | undefined;
  #done = 0;
  #unsuccessful = 0;
  #interrupted: ProgressView['interrupted'];

  constructor(cluster: string, planned: number) {
    this.#cluster = cluster;
    this.#planned = planned;
  }

  /** Takes an event into account that happened `now`. */
  take(event: EventView, now: number): void {
    this.#startedAt ??= now;
    this.#pending.take(event, now);
    if (event.kind === 'interrupted') this.#interrupted = event.signal;
    if (event.kind !== 'finished') return;
    this.#done += 1;
    if (needsAttention(event.outcome)) this.#unsuccessful += 1;
  }

  /** Undefined before anything has happened. */
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
    };
  }
}
