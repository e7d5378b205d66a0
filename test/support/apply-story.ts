import type { ApplyOptions } from '../../src/apply/apply-options.ts';
import { applySteps } from '../../src/apply/apply-steps.ts';
import { exitCodeOfVerdict } from '../../src/cli/exit-codes.ts';
import { assessReport } from '../../src/model/assess-report.ts';
import type { DesiredConnector } from '../../src/model/desired-connector.ts';
import type { ApplyEvent } from '../../src/model/event.ts';
import { type ApplyReport, type IncompleteStep, type Outcome, reasonOf } from '../../src/model/outcome.ts';
import type { Plan, StepsToApply } from '../../src/model/plan.ts';
import { MemoryCluster } from './memory-cluster.ts';
import { type PolicyParts, planFor } from './plans.ts';
import { VirtualClock } from './virtual-clock.ts';

/** The options of `apply` as they are by default. */
export const defaultOptions: ApplyOptions = {
  concurrency: 4,
  wait: true,
  stableForMilliseconds: 10_000,
  timeoutMilliseconds: 300_000,
  onFailure: 'halt',
  heartbeatMilliseconds: 10_000,
};

type OutcomeFacts = Omit<Outcome, keyof IncompleteStep | 'source'> & Pick<Outcome, 'kind' | 'workerMessage'>;

type DeclaredParts = Required<Pick<StepsToApply, 'declared'>>;

/** An outcome whose reason or notes are one text. */
type ReadOutcome = OutcomeFacts & { readonly reason: string | undefined };

/** The result of an apply, in a form that tests can read. */
export interface ApplyResult {
  readonly report: ApplyReport;
  readonly events: readonly ApplyEvent[];
  readonly exitCode: number;
  /** By name. */
  readonly outcomes: Readonly<Record<string, ReadOutcome>>;
  /** By name: `applied`, or `applied, failed` with the health that is not the desired one. */
  readonly summary: Readonly<Record<string, string>>;
  /** How long it took, in milliseconds of the clock. */
  readonly took: number;
}

/** A memory cluster in virtual time, and what is applied to it. */
export class ApplyStory {
  readonly clock: VirtualClock;
  readonly cluster: MemoryCluster;
  #interrupt = new AbortController();

  constructor(options: { readonly version?: string; readonly seed?: number } = {}) {
    this.clock = new VirtualClock({ seed: options.seed ?? 1 });
    this.cluster = new MemoryCluster(this.clock, options);
    this.version = options.version ?? '3.9.1';
  }

  readonly version: string;

  /** The plan that leads from the live to the desired state. */
  plan(desired: readonly DesiredConnector[], policy: PolicyParts = {}): Plan & DeclaredParts {
    const live = this.cluster.snapshot();
    const parts = { desired, live: [...live.values()], version: this.version };
    return {
      ...planFor({ ...parts, policy: { allowDeletes: 99, ...policy } }),
      declared: desired.map((one) => ({ desired: one, live: live.get(one.name) })),
    };
  }

  /** Sends SIGINT or SIGTERM at some time from now to the apply that comes next. */
  interruptAfter(milliseconds: number, signal: 'SIGINT' | 'SIGTERM' = 'SIGINT'): void {
    const interrupt = this.#interrupt;
    this.clock.after(milliseconds, () => interrupt.abort(signal));
  }

  /** Carries out a plan. */
  async apply(
    plan: Plan & Partial<DeclaredParts>,
    options: Partial<ApplyOptions> = {},
  ): Promise<ApplyResult> {
    const events: ApplyEvent[] = [];
    const started = this.clock.now();
    const interrupt = this.#interrupt.signal;
    this.#interrupt = new AbortController();
    const report = await applySteps(plan, this.cluster, {
      options: { ...defaultOptions, ...options },
      clock: this.clock,
      interrupt,
      emit: (event) => events.push(event),
    });
    return {
      report,
      events,
      exitCode: exitCodeOfVerdict(assessReport(report)),
      outcomes: Object.fromEntries(
        report.outcomes.map((outcome) => [outcome.name, { ...outcome, reason: reasonOf(outcome) }]),
      ),
      summary: Object.fromEntries(report.outcomes.map((outcome) => [outcome.name, inWords(outcome)])),
      took: this.clock.now() - started,
    };
  }
}

function inWords({ kind, health }: Outcome): string {
  const isAsDesired = !health || health.kind === 'healthy' || health.kind === 'suspended';
  return isAsDesired ? kind : `${kind}, ${health.kind}`;
}
