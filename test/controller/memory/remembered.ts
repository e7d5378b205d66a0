import type { MemoryOptions, PlannedRun } from '../../../src/controller/memory/cluster-memory.ts';
import { ClusterMemory } from '../../../src/controller/memory/cluster-memory.ts';
import type { OutcomeView, ReportView } from '../../../src/model/apply-view.ts';
import type { HoldView } from '../../../src/model/controller-view.ts';
import type { DesiredConnector } from '../../../src/model/desired-connector.ts';
import type { LiveConnector } from '../../../src/model/live-connector.ts';
import type { Plan } from '../../../src/model/plan.ts';
import { holdSteps } from '../../../src/reconcile/held-steps.ts';
import { reading } from '../../support/connectors.ts';
import { planFor } from '../../support/plans.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

export const minute = 60_000;
export const hour = 60 * minute;

/** What is declared and live at one run. */
export interface Sight {
  readonly desired: readonly DesiredConnector[];
  readonly live: readonly LiveConnector[];
  readonly version?: string | undefined;
}

/** How a run went: what of an outcome differs from `applied` and healthy, by name. */
export interface Course {
  readonly outcomes?: Readonly<Record<string, Partial<OutcomeView>>>;
  readonly rolledBack?: readonly string[];
  /** The worker's validation refuses these: nothing is written. */
  readonly refused?: readonly string[];
  readonly rollouts?: Plan['rollouts'];
}

/** What a run sent, and what it held. */
export interface RememberedRun {
  readonly sent: readonly string[];
  readonly holds: readonly HoldView[];
}

/** A memory with a clock of its own, whose runs are played without a worker. */
export class Remembered {
  readonly memory: ClusterMemory;
  readonly #clock: SteppedClock;

  constructor(options: Partial<Pick<MemoryOptions, 'mode' | 'restarts'>> = {}) {
    this.#clock = new SteppedClock();
    this.memory = new ClusterMemory({
      mode: 'heal',
      restarts: { delayMilliseconds: minute, resetMilliseconds: hour },
      ...options,
      clock: this.#clock,
    });
  }

  get now(): number {
    return this.#clock.now();
  }

  pass(milliseconds: number): void {
    this.#clock.pass(milliseconds);
  }

  /** Plans, asks what is held, and records how the rest ended. Names of what was sent, unless validation refused it. */
  run({ desired, live, version }: Sight, course: Course = {}): RememberedRun {
    const whole = planFor({ desired, live, ...(version !== undefined && { version }) });
    const read = reading(live, version);
    const { free } = holdSteps(whole, this.memory.holdsOf(whole, read, desired));
    const { steps } = free;
    const plan: Plan = { ...free, ...(course.rollouts && { rollouts: course.rollouts }) };
    const refused = steps.map(({ name }) => name as string).filter((name) => course.refused?.includes(name));
    const isBlocked = refused.length > 0;
    const planned: PlannedRun = {
      ...{ plan, reading: read, refused },
      blockedBy: isBlocked ? 'worker-validation' : undefined,
    };
    const report = isBlocked ? undefined : reportOf(plan, course);
    this.memory.record(planned, { report, outcome: isBlocked ? 'blocked' : 'applied' });
    const sent = isBlocked ? [] : steps.map(({ name }) => name as string);
    return { sent, holds: this.memory.holds() };
  }
}

/** Time passes only when the test says so. */
class SteppedClock extends VirtualClock {
  #passed = 0;

  override now(): number {
    return super.now() + this.#passed;
  }

  override wallTime(): number {
    return this.now();
  }

  pass(milliseconds: number): void {
    this.#passed += milliseconds;
  }
}

function reportOf({ steps }: Plan, { outcomes = {}, rolledBack }: Course): ReportView {
  const all = steps.map(
    ({ name, kind }): OutcomeView => ({ ...applied, name, change: kind, ...outcomes[name] }),
  );
  return {
    ...{ format: 'connect-sync/report', version: 1, cluster: 'prod', planned: all.length },
    counts: { applied: 0, unchanged: 0, failed: 0, skipped: 0, stale: 0, unknown: 0, 'not-started': 0 },
    ...{ unhealthy: 0, notHealed: 0, outcomes: all, others: [], interrupted: null, milliseconds: 1 },
    rollback: rolledBack ? { restored: rolledBack, left: [] } : null,
  };
}

const applied: Omit<OutcomeView, 'name' | 'change'> = {
  kind: 'applied',
  reason: null,
  workerMessage: null,
  health: { kind: 'healthy', running: 1, tasks: 1 },
  failedBefore: false,
  allowed: false,
  wrote: true,
  milliseconds: 1,
  source: null,
};

/** The worker refused to write the configuration. */
export const refusal: Partial<OutcomeView> = {
  ...{ kind: 'failed', wrote: false, health: null, reason: 'the worker refused it' },
  workerMessage: 'Connector configuration is invalid and contains the following 1 error(s): no',
};
