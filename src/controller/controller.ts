import { setMaxListeners } from 'node:events';
import type { Leadership } from '../leader/open-leadership.ts';
import type { Term } from '../leader/term.ts';
import type { ControllerView, RunTrigger, RunView } from '../model/controller-view.ts';
import type { DesiredCluster } from '../project/resolve-clusters.ts';
import { ClusterRunner, type DeclaredCluster } from './cluster-runner.ts';
import type { ControllerInput, ControllerPorts } from './controller-input.ts';
import { isoNow } from './iso-time.ts';
import { Pause } from './pause.ts';
import type { RunResult } from './run-on-cluster.ts';
import type { Source, SourceReading } from './source/open-source.ts';

/** The parts of a controller, and who hears of what it does. */
export interface ControllerParts {
  readonly source: Source<readonly DesiredCluster[]>;
  readonly leadership: Leadership;
  /** Something of the view has changed. */
  readonly onChange: () => void;
  readonly onRun: (cluster: string, run: RunView, result: RunResult) => void;
}

/** The spread around the interval, so that several controllers do not ask at the same moment. */
const jitter = 0.1;

/** Reads the files at each interval, and starts a run on every cluster that they declare. */
export class Controller {
  readonly #input: ControllerInput;
  readonly #ports: ControllerPorts;
  readonly #parts: ControllerParts;
  readonly #startedAt: string;
  #runners: readonly ClusterRunner[] = [];
  #trigger: RunTrigger | undefined;
  readonly #untilNextTick: Pause;
  #nextTickAt: number | undefined;
  #cycles = 0;
  /** Of clusters that the files no longer declare, with a run in progress. */
  readonly #retired = new Set<ClusterRunner>();
  #awaitsIdle = false;

  constructor(input: ControllerInput, ports: ControllerPorts, parts: ControllerParts) {
    this.#input = input;
    this.#ports = ports;
    this.#parts = parts;
    this.#untilNextTick = new Pause(ports.clock);
    this.#startedAt = isoNow(ports.clock);
  }

  /** Runs until the signal aborts, or all cycles are done. What is being written is finished. */
  async run(): Promise<void> {
    const { signal } = this.#ports;
    while (!signal.aborted && !this.#isDone()) {
      // A replica that waits shows its state, too.
      this.#parts.onChange();
      const term = await this.#parts.leadership.lead(signal);
      this.#parts.onChange();
      try {
        if (!term.signal.aborted) await this.#runTerm(term);
      } finally {
        // Only now: another replica may write as soon as the lock is given back.
        await term.end();
      }
    }
    this.#parts.onChange();
  }

  /** Starts a run on every cluster now, or right after the one in progress. Several requests are one. */
  trigger(trigger: RunTrigger): void {
    this.#trigger = trigger;
    this.#untilNextTick.end();
  }

  /** Its state. */
  get view(): ControllerView {
    const { mode, project, intervalMilliseconds } = this.#input;
    return {
      format: 'connect-sync/controller',
      version: 1,
      mode,
      connectSyncVersion: project.version,
      startedAt: this.#startedAt,
      intervalMilliseconds,
      leadership: this.#parts.leadership.view,
      source: this.#parts.source.view,
      clusters: this.#runners.map((runner) => runner.view(this.#nextTickAt)),
    };
  }

  #isDone(): boolean {
    return this.#input.cycles !== undefined && this.#cycles >= this.#input.cycles;
  }

  /** As long as this replica is the active one. */
  async #runTerm({ signal: term, mayWrite }: Term): Promise<void> {
    const ports = { ...this.#ports, signal: term, mayWrite };
    // Each run on a cluster listens to it: Node would warn of a leak from the eleventh cluster on.
    setMaxListeners(0, term);
    let trigger: RunTrigger = 'start';
    this.#runners = [];
    while (!term.aborted) {
      this.#trigger = undefined;
      try {
        await this.#startRuns(ports, trigger);
      } catch (error) {
        // A bug must not end the process: the next interval may do better.
        ports.onUnexpected(error);
      }
      if (term.aborted) break;
      this.#cycles += 1;
      // A number of cycles promises that many runs on each cluster, however long they take.
      if (this.#input.cycles !== undefined) await this.#idle();
      if (this.#isDone()) break;
      void this.#reportIdle();
      await this.#pause(term);
      trigger = this.#trigger ?? 'interval';
    }
    this.#nextTickAt = undefined;
    await this.#idle();
  }

  async #idle(): Promise<void> {
    await Promise.all([...this.#retired, ...this.#runners].map((runner) => runner.idle()));
  }

  async #reportIdle(): Promise<void> {
    // Runs may last for longer than a cycle.
    if (this.#awaitsIdle) return;
    this.#awaitsIdle = true;
    await this.#idle();
    this.#awaitsIdle = false;
    this.#ports.onIdle?.();
  }

  async #startRuns(ports: ControllerPorts, trigger: RunTrigger): Promise<void> {
    const reading = await this.#parts.source.read();
    if (ports.signal.aborted) return;
    this.#follow(reading, ports);
    for (const runner of this.#runners) {
      const declared = declaredCluster(reading, runner.label);
      if (declared) runner.start(declared, trigger);
    }
  }

  /** A cluster that the files no longer declare is left as it is; what runs on it ends by itself. */
  #follow(reading: SourceReading<readonly DesiredCluster[]>, ports: ControllerPorts): void {
    const labels = (reading.value ?? []).map(({ label }) => label);
    const known = new Map(this.#runners.map((runner) => [runner.label, runner]));
    for (const runner of this.#runners) if (!labels.includes(runner.label)) this.#retire(runner);
    this.#runners = labels.map((label) => known.get(label) ?? this.#makeRunner(label, ports));
    this.#parts.onChange();
  }

  #retire(runner: ClusterRunner): void {
    this.#retired.add(runner);
    void runner.idle().then(() => this.#retired.delete(runner));
  }

  #makeRunner(label: string, ports: ControllerPorts): ClusterRunner {
    return new ClusterRunner(label, {
      ...{ input: this.#input, ports },
      declared: async () => declaredCluster(await this.#parts.source.read(), label),
      onRun: (run, result) => {
        this.#parts.onRun(label, run, result);
        this.#parts.onChange();
      },
    });
  }

  /** Until the next interval, a trigger, or the end of the term. */
  async #pause(term: AbortSignal): Promise<void> {
    const { clock } = this.#ports;
    if (this.#trigger !== undefined) return;
    const spread = 1 + jitter * (2 * clock.random() - 1);
    const milliseconds = this.#input.intervalMilliseconds * spread;
    this.#nextTickAt = clock.now() + milliseconds;
    await this.#untilNextTick.sleep(milliseconds, term);
  }
}

function declaredCluster(
  { value = [], view }: SourceReading<readonly DesiredCluster[]>,
  label: string,
): DeclaredCluster | undefined {
  const cluster = value.find((one) => one.label === label);
  return cluster && { cluster, isCurrent: view.state === 'current' };
}
