import type { Profile } from '../profile.ts';
import { taskFailure } from './build-failures.ts';
import type { SandboxConnector } from './connector.ts';
import type { Instances } from './instances.ts';
import type { Ledger } from './ledger.ts';
import { traceOf } from './misbehaviour.ts';
import { makeTaskConfigs, tasksHaveChanged } from './task-configs.ts';
import type { Timing } from './timing.ts';

/** What the work on connectors and tasks needs of its worker. */
export interface LifecycleContext {
  readonly profile: Profile;
  readonly timing: Timing;
  readonly ledger: Ledger;
  readonly instances: Instances;
}

/** What happens to the tasks of a connector (Connect REST contract 5, step 6). */
export class TaskLifecycle {
  readonly #context: LifecycleContext;

  constructor(context: LifecycleContext) {
    this.#context = context;
  }

  /** Has a running connector generate its tasks; where they changed, all of them are started again. */
  async reconfigure(connector: SandboxConnector): Promise<void> {
    const { profile, timing, ledger, instances } = this.#context;
    if (connector.target !== 'STARTED' || connector.status?.state !== 'RUNNING') return;
    if (ledger.misbehaviourOf(connector.name).taskConfigsThrow) return;
    const configs = makeTaskConfigs(profile, connector.plugin, connector.config);
    if (!tasksHaveChanged(profile, connector, configs)) return;
    await timing.wait('taskGeneration');
    if (instances.isGone(connector) || isStopped(connector)) return;
    ledger.rebalances += configs.length < connector.taskConfigs.length ? 2 : 1;
    commit(connector, configs);
    for (const id of connector.tasks.keys()) {
      if (id < configs.length) instances.showTask(connector, id, 'UNASSIGNED');
    }
    await this.start(connector, [...configs.keys()]);
    for (const id of connector.tasks.keys()) if (id >= configs.length) connector.tasks.delete(id);
  }

  /** Starts tasks one after another; a stop or a delete meanwhile ends it. */
  async start(connector: SandboxConnector, ids: readonly number[]): Promise<void> {
    if (ids.length > 0) await this.#context.timing.wait('firstTask');
    for (const id of ids) {
      if (isStopped(connector)) return;
      this.#startOne(connector, id);
      await this.#context.timing.wait('nextTask');
    }
  }

  /** Restarts one task. */
  async restart(connector: SandboxConnector, id: number): Promise<void> {
    this.#context.instances.showTask(connector, id, 'UNASSIGNED');
    await this.#context.timing.wait('restart');
    this.#startOne(connector, id);
  }

  /** Generates and starts the tasks without any delay. */
  startAtOnce(connector: SandboxConnector): void {
    commit(connector, makeTaskConfigs(this.#context.profile, connector.plugin, connector.config));
    for (const id of connector.taskConfigs.keys()) this.#startOne(connector, id);
  }

  #startOne(connector: SandboxConnector, id: number): void {
    const { ledger, instances } = this.#context;
    if (instances.isGone(connector) || id >= connector.taskConfigs.length) return;
    ledger.count(connector.name, 'taskStarts');
    const unbuilt = taskFailure(this.#context.profile, connector);
    if (unbuilt !== undefined) {
      instances.showUnbuiltTask(connector, id, unbuilt);
      return;
    }
    const { tasksFailAfter, taskTrace = failure } = ledger.misbehaviourOf(connector.name);
    if (tasksFailAfter === 0) {
      instances.showTask(connector, id, 'FAILED', taskTrace);
      return;
    }
    instances.showTask(connector, id, connector.target === 'PAUSED' ? 'PAUSED' : 'RUNNING');
    if (tasksFailAfter !== undefined) void this.#failLater(connector, id, tasksFailAfter, taskTrace);
  }

  async #failLater(connector: SandboxConnector, id: number, after: number, trace: string): Promise<void> {
    const started = connector.tasks.get(id);
    await this.#context.timing.sleep(after);
    // A task that was started again meanwhile does not fail.
    if (connector.tasks.get(id) === started) this.#context.instances.showTask(connector, id, 'FAILED', trace);
  }
}

const failure = traceOf(
  'org.apache.kafka.connect.errors.ConnectException: The task failed',
  'org.apache.kafka.connect.runtime.WorkerTask.run(WorkerTask.java:229)',
);

function isStopped(connector: SandboxConnector): boolean {
  return connector.target === 'STOPPED';
}

function commit(connector: SandboxConnector, configs: SandboxConnector['taskConfigs']): void {
  connector.taskConfigs = configs;
  connector.appliedConfig = connector.config;
  connector.taskCountEver = Math.max(connector.taskCountEver, configs.length);
}
