import { assessHealth } from '../model/assess-health.ts';
import { firstInterval } from '../model/poll.ts';
import type { Awaited, Watched } from './await-health.ts';
import type { StatusesRead } from './cluster-readings.ts';
import { isAsDesired } from './follow-health.ts';
import { HealthChanges } from './health-changes.ts';
import type { Run } from './run.ts';

/**
 * What readings that were made for others show of connectors that are written already: a wave may go on writing, or
 * reading for an unknown outcome, for long, and what is healthy meanwhile is so from that time on. It costs no request.
 */
export class ObservedHealth {
  readonly teller: HealthChanges;
  readonly #clock: Run['clock'];
  readonly #watched: Watched[] = [];
  readonly #healthy = new Map<string, Awaited>();
  #takenAt = Number.NEGATIVE_INFINITY;

  constructor({ clock, emit }: Pick<Run, 'clock' | 'emit'>) {
    this.#clock = clock;
    this.teller = new HealthChanges(emit);
  }

  /** From now on its health matters. */
  watch(one: Watched): void {
    this.#watched.push(one);
  }

  /**
   * A reading that was asked for before a write was answered says nothing about it. Among very many connectors there
   * is a reading for each write: not every one is worth judging all of them.
   */
  take({ statuses, askedAt }: StatusesRead): void {
    const now = this.#clock.now();
    if (now - this.#takenAt < firstInterval) return;
    this.#takenAt = now;
    for (const { name, desiredState, writtenAt } of this.#watched) {
      if (askedAt < writtenAt) continue;
      const health = assessHealth({ status: statuses.get(name), taskIds: undefined }, desiredState);
      if (isAsDesired(health)) {
        const since = this.#healthy.get(name)?.since ?? now;
        this.#healthy.set(name, { health, since });
        this.teller.tell(name, health);
      } else this.#healthy.delete(name);
    }
  }

  /** Since when it is as wished; undefined where that was not seen. */
  of(name: string): Awaited | undefined {
    return this.#healthy.get(name);
  }
}
