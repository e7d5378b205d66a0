import type { Worker } from './api/handler.ts';
import type { Fault, Faults, InjectedFault } from './faults.ts';
import type { SandboxWorker, SeededConnector, WorkerDeath } from './sandbox-worker.ts';
import { findPlugin } from './validation/validate-config.ts';
import { configuredTopics, type SandboxConnector, type TargetState } from './worker/connector.ts';
import { mapEntity } from './worker/entities.ts';
import type { ConfigWrite } from './worker/herder.ts';
import type { Instances } from './worker/instances.ts';
import type { Ledger } from './worker/ledger.ts';
import type { Counts } from './worker/misbehaviour.ts';
import type { OffsetEntry } from './worker/offset-entry.ts';
import type { Timing } from './worker/timing.ts';

/** The parts of the sandbox that the controls change. */
export interface ControlledParts {
  readonly worker: Worker;
  readonly faults: Faults;
  readonly ledger: Ledger;
  readonly timing: Timing;
  readonly instances: Instances;
}

const targets = { running: 'STARTED', paused: 'PAUSED', stopped: 'STOPPED' } as const;

/** The default session time-out in milliseconds at pace 1 (real workers: 9.6 s measured). */
const sessionTimeoutMilliseconds = 10_000;

/** The id of a worker that died, unless another is given. */
const deadWorkerId = 'sandbox-2:8083';

/** The controls of a sandbox. An unknown connector is a mistake in the test, so it throws. */
export class WorkerControls implements SandboxWorker {
  readonly #parts: ControlledParts;

  constructor(parts: ControlledParts) {
    this.#parts = parts;
  }

  inject(fault: Fault): InjectedFault {
    return this.#parts.faults.inject(fault);
  }

  clearFaults(): void {
    this.#parts.faults.clear();
  }

  boot(milliseconds: number): void {
    this.#parts.worker.outages.boot(milliseconds);
  }

  rebalance(milliseconds: number): void {
    this.#parts.worker.outages.rebalance(milliseconds);
  }

  refuseAfterRebalance(milliseconds: number): void {
    this.#parts.worker.outages.refuseAfterRebalance(milliseconds);
  }

  lagReads(milliseconds: number): void {
    this.#parts.worker.herder.lagBehind(milliseconds);
  }

  killWorker(options: WorkerDeath = {}): void {
    const { worker, timing } = this.#parts;
    const milliseconds = options.sessionTimeout ?? timing.scaled(sessionTimeoutMilliseconds);
    const { workerId = deadWorkerId } = options;
    for (const connector of worker.herder.list()) {
      if (connector.status) connector.status = { ...connector.status, workerId };
      for (const [id, task] of connector.tasks) connector.tasks.set(id, { ...task, workerId });
    }
    worker.outages.isLeaderDead = options.was !== 'follower';
    void worker.herder.freeze(milliseconds, () => {
      worker.outages.isLeaderDead = false;
    });
  }

  setRole(role: 'leader' | 'follower'): void {
    this.#parts.worker.isFollower = role === 'follower';
  }

  slowStart(name: string, milliseconds: number): void {
    this.#parts.ledger.misbehave(name, { startMilliseconds: milliseconds });
  }

  failStart(name: string, trace: string): void {
    this.#parts.ledger.misbehave(name, { startTrace: trace });
  }

  failTaskConfigs(name: string): void {
    this.#parts.ledger.misbehave(name, { taskConfigsThrow: true });
  }

  failTasksAfter(name: string, milliseconds: number, trace?: string): void {
    const taskTrace = trace === undefined ? {} : { taskTrace: trace };
    this.#parts.ledger.misbehave(name, { tasksFailAfter: milliseconds, ...taskTrace });
  }

  heal(name: string): void {
    this.#parts.ledger.heal(name);
  }

  failConnector(name: string, trace: string): void {
    this.#parts.instances.show(this.#get(name), 'FAILED', trace);
  }

  failTask(name: string, id: number, trace: string): void {
    const connector = this.#get(name);
    if (!connector.tasks.has(id)) throw new Error(`the sandbox runs no task ${id} of ${name}`);
    this.#parts.instances.showTask(connector, id, 'FAILED', trace);
  }

  seed(connectors: readonly SeededConnector[]): void {
    for (const { name, config, state = 'running' } of connectors) {
      this.#parts.worker.herder.seed(
        name,
        this.#write(name, new Map(Object.entries(config))),
        targets[state],
      );
    }
  }

  editConfig(name: string, changes: Readonly<Record<string, string | null>>): void {
    const connector = this.#get(name);
    const edited = new Map([...connector.config, ...Object.entries(changes)]);
    for (const [key, value] of Object.entries(changes)) if (value === null) edited.delete(key);
    this.#parts.worker.herder.replace(connector, this.#write(name, edited));
  }

  setState(name: string, state: 'running' | 'paused' | 'stopped'): void {
    const { herder } = this.#parts.worker;
    const target = targets[state];
    if (target === 'STOPPED') herder.stop(this.#get(name));
    else herder.setTarget(this.#get(name), target);
  }

  deleteConnector(name: string): void {
    this.#parts.worker.herder.delete(this.#get(name));
  }

  passRecords(name: string): void {
    const connector = this.#get(name);
    for (const topic of configuredTopics(connector)) connector.topics.add(topic);
  }

  setOffsets(name: string, offsets: readonly OffsetEntry[]): void {
    this.#parts.worker.offsets.set(name, offsets);
  }

  config(name: string): Readonly<Record<string, string | null>> | undefined {
    const connector = this.#parts.worker.herder.find(name);
    return connector && mapEntity(connector.config);
  }

  targetState(name: string): TargetState | undefined {
    return this.#parts.worker.herder.find(name)?.target;
  }

  counts(name: string): Counts {
    return this.#parts.ledger.countsOf(name);
  }

  get rebalances(): number {
    return this.#parts.ledger.rebalances;
  }

  clearCounts(): void {
    this.#parts.ledger.clear();
  }

  settled(): Promise<void> {
    return this.#parts.worker.herder.settled();
  }

  #get(name: string): SandboxConnector {
    const connector = this.#parts.worker.herder.find(name);
    if (!connector) throw new Error(`the sandbox has no connector ${name}`);
    return connector;
  }

  #write(name: string, config: ReadonlyMap<string, string | null>): ConfigWrite {
    const named = new Map([...config, ['name', name] as const]);
    return { plugin: findPlugin(this.#parts.worker, named), config: named };
  }
}
