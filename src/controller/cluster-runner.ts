import type { ControlledClusterView, RunTrigger, RunView } from '../model/controller-view.ts';
import type { PlanView } from '../model/plan-view.ts';
import type { StatusView } from '../model/status-view.ts';
import type { DesiredCluster } from '../project/resolve-clusters.ts';
import type { ControllerInput, ControllerPorts } from './controller-input.ts';
import { isoNow, isoTime } from './iso-time.ts';
import { ClusterMemory } from './memory/cluster-memory.ts';
import { Pause } from './pause.ts';
import { PluginAnswers } from './remember-plugins.ts';
import { endedByBug, type RunResult, runOnCluster } from './run-on-cluster.ts';

/** One cluster as the files declare it. */
export interface DeclaredCluster {
  readonly cluster: DesiredCluster;
  /** Whether the files are current: otherwise nothing is written. */
  readonly isCurrent: boolean;
}

/** What a runner needs of its controller. */
export interface RunnerContext {
  readonly input: ControllerInput;
  readonly ports: ControllerPorts;
  /** The cluster as the files declare it now; undefined: they do not any more. */
  readonly declared: () => Promise<DeclaredCluster | undefined>;
  /** Called when a run has ended, with what it did. */
  readonly onRun: (run: RunView, result: RunResult) => void;
}

interface Attempt {
  readonly result: RunResult;
  /** Nothing was done, because validation refused again what it had refused before; that is held now. */
  readonly isRefusedAgain: boolean;
}

const rememberedRuns = 20;
/** What was written is read again after so long, so that its health is known before the next interval. */
const followUpMilliseconds = 5_000;
const longestBackOffMilliseconds = 1_800_000;

/** Runs on one cluster, one after the other. Another cluster never waits for it. */
export class ClusterRunner {
  readonly label: string;
  readonly #context: RunnerContext;
  readonly #memory: ClusterMemory;
  readonly #plugins: PluginAnswers;
  readonly #untilFollowUp: Pause;
  #running: Promise<void> | undefined;
  /** A run that was requested while another one was in progress. */
  #requested: RunTrigger | undefined;
  #runs: readonly RunView[] = [];
  #failedRuns = 0;
  /** In milliseconds of the clock: before that, no run starts by itself. */
  #retryAt = Number.NEGATIVE_INFINITY;
  /** Not the reading itself, which is many times as large. */
  #shown: { readonly plan: PlanView; readonly status: StatusView } | undefined;
  /** Whether the last run read the cluster. */
  #isCurrent = false;
  #lastSuccessAt: string | null = null;

  constructor(label: string, context: RunnerContext) {
    this.label = label;
    this.#context = context;
    const { clock } = context.ports;
    this.#memory = new ClusterMemory({ ...context.input, clock });
    this.#plugins = new PluginAnswers(() => clock.now());
    this.#untilFollowUp = new Pause(clock);
  }

  /** Starts a run, unless one is in progress or the cluster is backed off; what is requested follows the one in progress. */
  start(declared: DeclaredCluster, trigger: RunTrigger): void {
    const isScheduled = trigger === 'interval';
    if (this.#running) {
      if (isScheduled) return;
      this.#requested ??= trigger;
      this.#untilFollowUp.end();
      return;
    }
    const { clock, onUnexpected } = this.#context.ports;
    if (isScheduled && clock.now() < this.#retryAt) return;
    const isRetry = isScheduled && this.#failedRuns > 0;
    this.#running = this.#runAll(declared, isRetry ? 'retry' : trigger)
      .catch(onUnexpected)
      .finally(() => {
        this.#running = undefined;
      });
  }

  /** Resolves when no run is in progress. */
  async idle(): Promise<void> {
    while (this.#running) await this.#running;
  }

  /** `nextTickAt`: when the controller starts runs again, in milliseconds of the clock. */
  view(nextTickAt: number | undefined): ControlledClusterView {
    const next = nextTickAt === undefined ? undefined : Math.max(nextTickAt, this.#retryAt);
    return {
      cluster: this.label,
      workerVersion: this.#shown?.plan.cluster.workerVersion ?? null,
      lastSuccessAt: this.#lastSuccessAt,
      nextRunAt: next === undefined ? null : isoTime(next, this.#context.ports.clock),
      failedRuns: this.#failedRuns,
      isCurrent: this.#isCurrent,
      runs: this.#runs,
      status: this.#shown?.status ?? null,
      plan: this.#shown?.plan ?? null,
      holds: this.#memory.holds(),
      restarts: this.#memory.restarts(),
    };
  }

  async #runAll(first: DeclaredCluster, firstTrigger: RunTrigger): Promise<void> {
    let [declared, trigger]: [DeclaredCluster | undefined, RunTrigger] = [first, firstTrigger];
    while (declared && !this.#context.ports.signal.aborted) {
      const result = await this.#run(declared, trigger);
      const next: RunTrigger | undefined = this.#requested ?? (await this.#followUp(result, trigger));
      if (next === undefined) return;
      this.#requested = undefined;
      trigger = next;
      declared = await this.#context.declared();
    }
  }

  async #run(declared: DeclaredCluster, trigger: RunTrigger): Promise<RunResult> {
    const { ports } = this.#context;
    const start = ports.clock.now();
    const startedAt = isoNow(ports.clock);
    let { result, isRefusedAgain } = await this.#attempt(declared);
    // Else one refused configuration would stop all other connectors each time that it is tried again.
    if (isRefusedAgain) ({ result } = await this.#attempt(declared));
    const { outcome, counts, reason } = result;
    const milliseconds = ports.clock.now() - start;
    const run: RunView = { startedAt, milliseconds, trigger, outcome, counts, reason };
    this.#note(run, result);
    this.#context.onRun(run, result);
    return result;
  }

  async #attempt({ cluster, isCurrent }: DeclaredCluster): Promise<Attempt> {
    const { input, ports } = this.#context;
    const result = await runOnCluster(
      {
        ...{ cluster, input },
        writes: input.mode === 'observe' || !isCurrent ? 'only-read' : 'allowed',
        hold: (...read) => this.#memory.holdsOf(...read),
        connect: (connection) => this.#plugins.wrap(connection),
      },
      ports,
    );
    return this.#remember(result, cluster);
  }

  #remember(result: RunResult, { project }: DesiredCluster): Attempt {
    try {
      return { result, ...this.#memory.record(result.seen?.planned, result) };
    } catch (error) {
      return {
        result: { ...result, ...endedByBug(error, project, this.#context.ports) },
        isRefusedAgain: false,
      };
    }
  }

  #note(run: RunView, { seen, outcome }: RunResult): void {
    this.#runs = [run, ...this.#runs].slice(0, rememberedRuns);
    // An interrupted run that read nothing says nothing.
    if (seen || outcome !== 'interrupted') this.#isCurrent = seen !== undefined;
    if (seen) this.#shown = { plan: seen.planned.view, status: seen.status };
    const hasFailed = outcome === 'unread' || outcome === 'error';
    this.#failedRuns = hasFailed ? this.#failedRuns + 1 : outcome === 'interrupted' ? this.#failedRuns : 0;
    if (!hasFailed && outcome !== 'interrupted') {
      this.#lastSuccessAt = isoNow(this.#context.ports.clock);
    }
    this.#retryAt = hasFailed ? this.#context.ports.clock.now() + this.#backOff() : Number.NEGATIVE_INFINITY;
  }

  /** Doubles with each failed run in a row, from one interval; up to ten intervals, or half an hour. */
  #backOff(): number {
    const { intervalMilliseconds: interval } = this.#context.input;
    const longest = Math.max(interval, Math.min(10 * interval, longestBackOffMilliseconds));
    const doubled = Math.min(longest, interval * 2 ** Math.min(this.#failedRuns - 1, 10));
    // A little less than an interval, so that the first retry is the next run.
    return doubled * (0.8 + 0.1 * this.#context.ports.clock.random());
  }

  /** A run that wrote is followed by one that shows what came of it; that one by none, so that no two chase each other. */
  async #followUp({ report }: RunResult, trigger: RunTrigger): Promise<RunTrigger | undefined> {
    if (trigger === 'follow-up' || !report?.outcomes.some(({ wrote }) => wrote)) return this.#requested;
    await this.#untilFollowUp.sleep(followUpMilliseconds, this.#context.ports.signal);
    return this.#requested ?? 'follow-up';
  }
}
