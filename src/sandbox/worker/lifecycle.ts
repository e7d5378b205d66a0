import { RestError } from '../http/rest-error.ts';
import { does } from '../profile.ts';
import { connectorFailure } from './build-failures.ts';
import type { SandboxConnector, TargetState } from './connector.ts';
import { type LifecycleContext, TaskLifecycle } from './task-lifecycle.ts';

/** What a restart with flags will restart. */
export interface RestartPlan {
  readonly connector: 'restarted' | 'left';
  readonly tasks: readonly number[];
}

/**
 * What happens to one connector after a request was answered (Connect REST contract 5 and 10). Each method is one
 * piece of work; the herder does them one after another for a connector.
 *
 * ```
 *            start() returned            pause                  stop
 * (nothing) ------------------> RUNNING <-----> PAUSED    any -------> STOPPED (no tasks)
 *      \       start() threw      ^      resume    ^                      |
 *       `----------------------> FAILED            `------- pause --------'
 *                                 a restart, a new configuration, or stop and resume lead out of FAILED
 * ```
 */
export class Lifecycle {
  readonly #context: LifecycleContext;
  readonly #tasks: TaskLifecycle;

  constructor(context: LifecycleContext) {
    this.#context = context;
    this.#tasks = new TaskLifecycle(context);
  }

  /** After a create: nothing shows until `start()` has returned (Connect REST contract 4.8). */
  async afterCreate(connector: SandboxConnector): Promise<void> {
    if (connector.target !== 'STARTED') {
      await this.#context.timing.wait('connectorState');
      this.#context.instances.showTarget(connector);
      return;
    }
    await this.#context.timing.wait('assignment');
    await this.#start(connector);
    await this.#tasks.reconfigure(connector);
  }

  /**
   * After a replaced configuration: the plugin is started again, unless it is paused or stopped
   * (Connect REST contract 5).
   */
  async afterUpdate(connector: SandboxConnector): Promise<void> {
    const { instances } = this.#context;
    if (connector.target !== 'STARTED') {
      if (connector.status?.state === 'FAILED') instances.showTarget(connector);
      return;
    }
    if (connector.status) instances.show(connector, 'UNASSIGNED');
    await this.#start(connector);
    await this.#tasks.reconfigure(connector);
  }

  /** After pause, resume or stop; each one takes effect, even when the next one has been requested. */
  async afterTargetChange(connector: SandboxConnector, target: TargetState): Promise<void> {
    await this.#context.timing.wait('connectorState');
    switch (target) {
      case 'PAUSED':
        return this.#pause(connector);
      case 'STOPPED':
        return this.#stop(connector);
      case 'STARTED':
        return this.#resume(connector);
    }
  }

  /** The restart without flags: it lasts as long as `start()`, and fails with it (Connect REST contract 4.11). */
  async restart(connector: SandboxConnector): Promise<void> {
    if (connector.target !== 'STARTED') {
      this.#context.instances.showTarget(connector);
      return;
    }
    await this.#start(connector);
    if (connector.status?.state === 'FAILED') {
      throw new RestError(500, `Failed to start connector: ${connector.name}`);
    }
  }

  /** Executes a restart plan (Connect REST contract 4.11). */
  async restartPlanned(connector: SandboxConnector, plan: RestartPlan): Promise<void> {
    const { timing, instances } = this.#context;
    await timing.wait('restart');
    const tasks = plan.tasks.filter((id) => connector.tasks.has(id));
    for (const id of tasks) instances.showTask(connector, id, 'RESTARTING');
    if (plan.connector === 'restarted') {
      instances.show(connector, 'RESTARTING');
      await (connector.target === 'STARTED' ? this.#start(connector) : timing.wait('restart'));
      if (connector.target !== 'STARTED') instances.showTarget(connector);
    }
    await this.#tasks.start(connector, tasks);
    if (plan.connector === 'restarted') await this.#tasks.reconfigure(connector);
  }

  /** Restarts one task. */
  restartTask(connector: SandboxConnector, id: number): Promise<void> {
    return this.#tasks.restart(connector, id);
  }

  /** Has a started connector generate its tasks. */
  reconfigure(connector: SandboxConnector): Promise<void> {
    return this.#tasks.reconfigure(connector);
  }

  /** Another worker takes over the work of a dead one: everything is started again. */
  async takeOver(connector: SandboxConnector): Promise<void> {
    if (connector.target === 'STARTED') await this.#start(connector);
    else this.#context.instances.showTarget(connector);
    await this.#tasks.start(connector, [...connector.tasks.keys()]);
    await this.#tasks.reconfigure(connector);
  }

  /** Brings a new connector to its target without any delay. */
  settleAtOnce(connector: SandboxConnector): void {
    this.#context.instances.showTarget(connector);
    if (connector.target !== 'STARTED') return;
    this.#context.ledger.count(connector.name, 'connectorStarts');
    this.#tasks.startAtOnce(connector);
  }

  // The plugin's start().
  async #start(connector: SandboxConnector): Promise<void> {
    const { timing, ledger, instances } = this.#context;
    const { startMilliseconds } = ledger.misbehaviourOf(connector.name);
    await (startMilliseconds === undefined ? timing.wait('start') : timing.sleep(startMilliseconds));
    if (instances.isGone(connector)) return;
    ledger.count(connector.name, 'connectorStarts');
    const unbuilt = connectorFailure(connector);
    const trace = ledger.misbehaviourOf(connector.name).startTrace;
    if (unbuilt !== undefined) instances.showUnbuilt(connector, unbuilt);
    else if (trace === undefined) instances.showTarget(connector);
    else instances.show(connector, 'FAILED', trace);
  }

  async #pause(connector: SandboxConnector): Promise<void> {
    const { timing, instances } = this.#context;
    // A FAILED connector does not show that it is paused; its healthy tasks do pause (Connect REST contract 10.2).
    if (connector.status?.state !== 'FAILED') instances.show(connector, 'PAUSED');
    await timing.wait('taskState');
    instances.moveTasks(connector, 'RUNNING', 'PAUSED');
  }

  async #stop(connector: SandboxConnector): Promise<void> {
    this.#context.instances.show(connector, 'STOPPED');
    await this.#context.timing.wait('taskState');
    connector.tasks.clear();
  }

  async #resume(connector: SandboxConnector): Promise<void> {
    const state = connector.status?.state;
    if (state === 'PAUSED' || state === 'STOPPED') await this.#start(connector);
    this.#context.instances.moveTasks(connector, 'PAUSED', 'RUNNING');
    const isAsked = state !== 'RUNNING' || !does(this.#context.profile, 'repeatedResumeIgnored');
    if (isAsked) await this.#tasks.reconfigure(connector);
  }
}
