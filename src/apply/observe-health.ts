import { assessHealth, isWithoutTasks } from '../model/assess-health.ts';
import { firstInterval } from '../model/poll.ts';
import type { StatusesRead } from './cluster-readings.ts';
import { type Awaited, expectationOf, isAsDesired, type Watched } from './follow-health.ts';
import { HealthChanges } from './health-changes.ts';
import type { Run } from './run.ts';

/**
 * The health of connectors that are already written, as readings show it that were made for other steps. A wave may go
 * on writing for long, or reading for an unknown outcome; what is healthy meanwhile has been so since then. It costs no
 * request.
 */
export class ObservedHealth {
  readonly changes: HealthChanges;
  readonly #clock: Run['clock'];
  readonly #watched: Watched[] = [];
  readonly #healthy = new Map<string, Awaited>();
  #takenAt = Number.NEGATIVE_INFINITY;

  constructor({ clock, emit }: Pick<Run, 'clock' | 'emit'>) {
    this.#clock = clock;
    this.changes = new HealthChanges(emit);
  }

  /** Observes one more connector from now on. */
  watch(one: Watched): void {
    this.#watched.push(one);
  }

  /**
   * Takes a reading into account. One that was requested before a write was answered proves nothing about it. With very
   * many connectors there is a reading for each write, so not every one is assessed.
   */
  take({ statuses, askedAt }: StatusesRead): void {
    const now = this.#clock.now();
    if (now - this.#takenAt < firstInterval) return;
    this.#takenAt = now;
    for (const one of this.#watched) {
      const { name } = one;
      if (askedAt < one.writtenAt) continue;
      const health = assessHealth({ status: statuses.get(name), taskIds: undefined }, expectationOf(one));
      // Without its type and the tasks that the plugin made, a connector without tasks cannot be assessed.
      if (isAsDesired(health) && !isWithoutTasks(health)) {
        const since = this.#healthy.get(name)?.since ?? now;
        this.#healthy.set(name, { health, since });
        this.changes.report(name, health);
      } else this.#healthy.delete(name);
    }
  }

  /** Since when it is in its desired state; undefined where that was not observed. */
  of(name: string): Awaited | undefined {
    return this.#healthy.get(name);
  }
}
