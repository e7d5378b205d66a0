import type { EventView } from './apply-view.ts';
import type { ApplyEvent } from './event.ts';
import type { PendingStage } from './pending-stage.ts';
import type { ChangeKind } from './plan.ts';

/** A change in progress. Times are milliseconds of the clock. */
export interface PendingStep {
  readonly name: string;
  /** Null: nothing is changed, and the connector is waited for. */
  readonly change: ChangeKind | null;
  readonly stage: PendingStage;
  /** Why it waits or what is wrong, in our words; undefined if there is no reason. */
  readonly reason: string | undefined;
  /** When it started. */
  readonly startedAt: number;
  /** When its stage started. */
  readonly since: number;
  /** The time of the next attempt, in the stage `retrying`. */
  readonly retryAt: number | undefined;
}

/** The changes in progress on one cluster, updated by events. */
export class PendingSteps {
  readonly #steps = new Map<string, PendingStep>();

  /** In the order in which they started. */
  get all(): readonly PendingStep[] {
    return [...this.#steps.values()];
  }

  /** Records an event that happened at `now`. */
  take(event: ApplyEvent | EventView, now: number): void {
    switch (event.kind) {
      case 'started':
        this.#begin({ ...event, stage: 'writing', reason: undefined }, now);
        break;
      case 'rollback':
        this.#begin({ ...event, stage: 'restoring', reason: undefined }, now);
        break;
      case 'waiting':
        this.#move(event, { ...event, stage: 'retrying', retryAt: now + event.milliseconds }, now);
        break;
      case 'resolving':
        this.#move(event, { ...event, stage: 'resolving' }, now);
        break;
      case 'written':
        this.#move(event, { stage: 'progressing' }, now);
        break;
      case 'health':
        this.#move(event, moveTo(event.health), now);
        break;
      case 'awaiting':
        this.#begin({ ...event, change: null, stage: 'progressing' }, now);
        break;
      case 'finished':
        this.#steps.delete(event.outcome.name);
        break;
      case 'rolled-back':
        this.#steps.delete(event.name);
        break;
      default:
    }
  }

  #begin(step: Pick<PendingStep, 'name' | 'change' | 'stage' | 'reason'>, now: number): void {
    this.#steps.set(step.name, { ...step, startedAt: now, since: now, retryAt: undefined });
  }

  #move({ name }: Pick<PendingStep, 'name'>, { stage, reason, retryAt }: Move, now: number): void {
    const step = this.#steps.get(name);
    if (!step) return;
    // A rollback keeps its stage while it waits.
    const next = step.stage === 'restoring' ? step.stage : stage;
    const since = next === step.stage ? step.since : now;
    this.#steps.set(name, { ...step, stage: next, reason, since, retryAt });
  }
}

interface Move {
  readonly stage: PendingStage;
  readonly reason?: string | undefined;
  readonly retryAt?: number | undefined;
}

type HealthEvent = Extract<ApplyEvent | EventView, { readonly kind: 'health' }>;

function moveTo(health: HealthEvent['health']): Move {
  switch (health.kind) {
    case 'healthy':
    case 'suspended':
      return { stage: 'healthy' };
    case 'progressing':
    case 'failed':
      return { stage: health.kind, reason: health.reason };
  }
}
