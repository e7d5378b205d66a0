import type { Clock } from '../../model/clock.ts';
import { compareText } from '../../model/config.ts';
import type { ControllerMode, HoldView, RestartBudgetView } from '../../model/controller-view.ts';
import type { DesiredConnector } from '../../model/desired-connector.ts';
import type { LeftAlone, Plan, PlannedStep } from '../../model/plan.ts';
import type { ClusterReading } from '../../model/worker-info.ts';
import type { PlannedCluster } from '../../reconcile/plan-cluster.ts';
import type { RestartSettings } from '../controller-input.ts';
import { isoNow, isoTime } from '../iso-time.ts';
import type { RunResult } from '../run-on-cluster.ts';
import { type Assessment, ConnectorMemory } from './connector-memory.ts';
import { PluginVersions } from './plugin-versions.ts';
import { attemptOf, digestOfDesired, keysOf, targetOf } from './step-target.ts';

/** What decides about holds. */
export interface MemoryOptions {
  readonly mode: ControllerMode;
  readonly restarts: RestartSettings;
  readonly clock: Clock;
}

/** What a run planned, without what was held. */
export type PlannedRun = Pick<PlannedCluster, 'plan' | 'reading' | 'blockedBy' | 'refused'>;

/**
 * What the controller remembers of the connectors of one cluster, from run to run: what was restarted, what the worker
 * refused, what somebody else undid, and what was declared when it was last written. It lives as long as the process.
 */
export class ClusterMemory {
  readonly #options: MemoryOptions;
  readonly #connectors = new Map<string, ConnectorMemory>();
  readonly #plugins = new PluginVersions();
  #holds: ReadonlyMap<string, HoldView> = new Map();
  #suspended: readonly HoldView[] = [];
  /** What was live at the last reading; undefined before the first. */
  #liveBefore: ReadonlySet<string> | undefined;

  constructor(options: MemoryOptions) {
    this.#options = options;
  }

  /** Which steps of a plan are left alone for now, by connector; `desired`: all that is declared. */
  holdsOf(
    plan: Plan,
    reading: ClusterReading,
    desired: readonly DesiredConnector[],
  ): ReadonlyMap<string, HoldView> {
    this.#plugins.see(reading.connectors);
    const appeared = this.#appearedUndeclared(plan, desired);
    this.#observe(plan, reading, desired);
    if (this.#options.mode === 'apply') {
      this.#settle(plan, desired);
      for (const name of appeared) this.#of(name).settle('absent');
    }
    this.#liveBefore = new Set(reading.connectors.keys());
    const held = plan.steps.flatMap((step) => {
      const hold = this.#of(step.name).hold(this.#assess(step, reading));
      return hold ? [[step.name as string, { name: step.name, ...hold }] as const] : [];
    });
    this.#holds = new Map(held);
    return this.#holds;
  }

  /**
   * Takes note of how a run ended; `planned`: what it planned, undefined if the cluster could not be read. Returns
   * whether the run did nothing only because validation refused again what it had refused before.
   */
  record(
    planned: PlannedRun | undefined,
    { report, outcome }: Pick<RunResult, 'report' | 'outcome'>,
  ): { readonly isRefusedAgain: boolean } {
    if (!planned) return { isRefusedAgain: false };
    const steps = new Map(planned.plan.steps.map((step) => [step.name as string, step]));
    const isRefusedAgain = this.#recordRefusals(planned, steps);
    const stopped = namesOfStoppedRollouts(planned.plan, report);
    for (const one of report?.outcomes ?? []) {
      const step = steps.get(one.name);
      if (!step) continue;
      const isRolledBack = report?.rollback?.restored.includes(one.name) === true;
      const assessment = this.#assess(step, planned.reading);
      if (stopped.has(one.name)) this.#of(one.name).stopped(assessment);
      else this.#of(one.name).tried(assessment, one, isRolledBack);
    }
    if (outcome !== 'interrupted') this.#forgetGone(planned);
    return { isRefusedAgain };
  }

  /** What was left alone at the last reading, sorted by name. */
  holds(): readonly HoldView[] {
    return [...this.#suspended, ...this.#holds.values()].sort((one, other) =>
      compareText(one.name, other.name),
    );
  }

  /** The restarts that count, sorted by name. */
  restarts(): readonly RestartBudgetView[] {
    const { clock } = this.#options;
    return [...this.#connectors]
      .flatMap(([name, { budget }]) => {
        if (budget.restarts === 0) return [];
        const { restarts, left = null } = budget;
        const nextAt = budget.nextAt(clock.now());
        return [{ name, restarts, left, nextAt: nextAt === undefined ? null : isoTime(nextAt, clock) }];
      })
      .sort((one, other) => compareText(one.name, other.name));
  }

  #recordRefusals(planned: PlannedRun, steps: ReadonlyMap<string, PlannedStep>): boolean {
    if (planned.blockedBy !== 'worker-validation') return false;
    const refused = [...refusedNames(planned)].map((name) => {
      const step = steps.get(name);
      return step && this.#of(name).refusedByValidation(this.#assess(step, planned.reading));
    });
    return refused.length > 0 && refused.every((how) => how === 'again');
  }

  /** What `--prune` deletes although no file changed: somebody created it since the last reading. */
  #appearedUndeclared({ steps }: Plan, desired: readonly DesiredConnector[]): readonly string[] {
    const before = this.#liveBefore;
    if (!before) return [];
    const declared = new Set<string>(desired.map(({ name }) => name));
    return steps.flatMap(({ name, change }) => {
      const isKnown = declared.has(name) || before.has(name) || this.#connectors.has(name);
      return change.kind === 'delete' && !isKnown ? [name] : [];
    });
  }

  #observe(plan: Plan, reading: ClusterReading, desired: readonly DesiredConnector[]): void {
    const now = this.#options.clock.now();
    const differing = new Map(
      plan.steps.flatMap((step) => (step.change.kind === 'restart' ? [] : [[step.name as string, step]])),
    );
    const declared = new Map(desired.map((one) => [one.name as string, one]));
    for (const name of differing.keys()) this.#of(name);
    for (const [name, memory] of this.#connectors) {
      const [step, wanted] = [differing.get(name), declared.get(name)];
      memory.contention.desires(wanted ? digestOfDesired(wanted) : 'absent');
      if (step) memory.contention.differs(targetOf(step), keysOf(step), now);
      else memory.contention.isAsDeclared(now);
      const allowNoTasks = wanted?.kind === 'present' && wanted.allowNoTasks === true;
      memory.see(reading.connectors.get(name), { allowNoTasks }, now);
    }
    this.#suspended = plan.leftAlone.flatMap((left) => this.#suspension(left, declared.get(left.name)));
  }

  /** What is as declared needs no write: when it differs later although its file did not change, that is drift. */
  #settle({ steps, leftAlone }: Plan, desired: readonly DesiredConnector[]): void {
    const differing = new Set<string>([
      ...steps.filter(({ change }) => change.kind !== 'restart').map(({ name }) => name),
      ...leftAlone.filter(({ reason }) => !reason.startsWith('restart-')).map(({ name }) => name),
    ]);
    for (const one of desired) {
      if (!differing.has(one.name)) this.#of(one.name).settle(digestOfDesired(one));
    }
  }

  #suspension({ name, reason, detail }: LeftAlone, declared: DesiredConnector | undefined): HoldView[] {
    if (reason !== 'suspended') return [];
    const known = this.#suspended.find((hold) => hold.name === name);
    const since = known?.since ?? isoNow(this.#options.clock);
    const why = detail === undefined ? 'its file says reconcile: suspended' : `suspended ${detail}`;
    const end = declared?.suspension?.until?.at;
    const until = end === undefined ? null : new Date(end).toISOString();
    return [{ name, kind: 'suspended', reason: why, since, until }];
  }

  #assess(step: PlannedStep, reading: ClusterReading): Assessment {
    const { mode, clock } = this.#options;
    return { mode, clock, step, attempt: attemptOf(step, reading, this.#plugins), target: targetOf(step) };
  }

  #of(name: string): ConnectorMemory {
    const known = this.#connectors.get(name);
    if (known) return known;
    const memory = new ConnectorMemory(this.#options.restarts);
    this.#connectors.set(name, memory);
    return memory;
  }

  /** Of a connector that is neither declared nor live nothing is remembered. */
  #forgetGone({ plan, reading }: PlannedRun): void {
    const declared = new Set<string>([
      ...plan.steps.map(({ name }) => name as string),
      ...(plan.leftOut ?? []).map(({ name }) => name),
      ...plan.unchanged.map(({ name }) => name as string),
      ...plan.leftAlone.map(({ name }) => name),
    ]);
    for (const name of this.#connectors.keys()) {
      if (!declared.has(name) && !reading.connectors.has(name)) this.#connectors.delete(name);
    }
  }
}

/** Whose configuration the worker refuses, and whose findings are errors otherwise, as warnings are with `--strict`. */
function refusedNames({ refused, plan }: PlannedRun): ReadonlySet<string> {
  const named = plan.findings.flatMap(({ severity, args }) => {
    const { name } = args as { readonly name?: unknown };
    return severity === 'error' && typeof name === 'string' ? [name] : [];
  });
  return new Set([...refused, ...named]);
}

/**
 * The connectors to which a rollout did not come, because it stopped at another one. Without this the next run would take
 * one of them as the next canary for the same change.
 */
function namesOfStoppedRollouts({ rollouts = [] }: Plan, report: RunResult['report']): ReadonlySet<string> {
  if (rollouts.length === 0 || !report || report.interrupted !== null) return new Set();
  const skipped = new Set(report.outcomes.filter(({ kind }) => kind === 'skipped').map(({ name }) => name));
  return new Set(rollouts.flatMap(({ batches }) => batches.flat()).filter((name) => skipped.has(name)));
}
