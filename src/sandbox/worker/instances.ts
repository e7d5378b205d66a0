import type { Instance, InstanceState, SandboxConnector } from './connector.ts';
import type { Timing } from './timing.ts';

/** What the state of an instance is made of, beside the state itself. */
export interface InstanceContext {
  readonly timing: Timing;
  /** The worker that runs what is started now, as `host:port`. */
  workerId(): string;
  /** Undefined where this release does not report it. */
  versionOf(connector: SandboxConnector): string | undefined;
}

/** Shows states of connectors and tasks; of what is deleted, or when the sandbox has closed, nothing is shown. */
export class Instances {
  readonly #context: InstanceContext;

  constructor(context: InstanceContext) {
    this.#context = context;
  }

  isGone(connector: SandboxConnector): boolean {
    return connector.isDeleted || this.#context.timing.isOver;
  }

  show(connector: SandboxConnector, state: InstanceState, trace?: string): void {
    if (!this.isGone(connector)) connector.status = this.#instance(connector, state, trace);
  }

  /** What was asked for has been reached. */
  showTarget(connector: SandboxConnector): void {
    this.show(connector, connector.target === 'STARTED' ? 'RUNNING' : connector.target);
  }

  showTask(connector: SandboxConnector, id: number, state: InstanceState, trace?: string): void {
    if (!this.isGone(connector)) connector.tasks.set(id, this.#instance(connector, state, trace));
  }

  /** It failed before the plugin was created, so there is no version. */
  showUnbuilt(connector: SandboxConnector, trace: string): void {
    if (this.isGone(connector)) return;
    connector.status = { ...this.#instance(connector, 'FAILED', trace), version: null };
  }

  /** The same for a task. */
  showUnbuiltTask(connector: SandboxConnector, id: number, trace: string): void {
    if (this.isGone(connector)) return;
    connector.tasks.set(id, { ...this.#instance(connector, 'FAILED', trace), version: null });
  }

  /** All tasks of one state get another one. */
  moveTasks(connector: SandboxConnector, from: InstanceState, to: InstanceState): void {
    for (const [id, task] of connector.tasks) if (task.state === from) this.showTask(connector, id, to);
  }

  #instance(connector: SandboxConnector, state: InstanceState, trace: string | undefined): Instance {
    // Nothing runs between two starts, so there is no version (seen on 4.3.0).
    const isIdle = state === 'UNASSIGNED' || state === 'RESTARTING';
    const version = isIdle ? null : (this.#context.versionOf(connector) ?? null);
    const workerId = this.#context.workerId();
    return trace === undefined ? { state, workerId, version } : { state, workerId, version, trace };
  }
}
