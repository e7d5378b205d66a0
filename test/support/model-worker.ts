import { expect } from 'vitest';
import type { Action } from '../../src/model/action.ts';
import type { DesiredState } from '../../src/model/desired-connector.ts';
import type { LiveConnector } from '../../src/model/live-connector.ts';
import { parseWorkerVersion, supports, type WorkerFeature } from '../../src/model/worker-version.ts';
import { isWorkerKey } from '../../src/plan/worker-keys.ts';
import { live } from './connectors.ts';

/** A task, and the keys that the worker itself read when it was started. */
interface ModelTask {
  state: string;
  heard: string;
}

/** A connector with what a real worker knows and does not report: the requested state, and the configuration of its tasks. */
export interface ModelConnector {
  config: ReadonlyMap<string, string>;
  nullKeys: readonly string[];
  target: DesiredState;
  state: string;
  tasks: ModelTask[];
}

const visible = { running: 'RUNNING', paused: 'PAUSED', stopped: 'STOPPED' } as const;

/**
 * A worker as the rules of the contract have it, in the worst case that they allow: a plugin that hands no change on to
 * its tasks. Restarts heal. What a correct plan never sends is an assertion here.
 */
export class ModelWorker {
  readonly connectors = new Map<string, ModelConnector>();
  readonly #version: string;
  readonly #masks: boolean;

  constructor(version: string, options: { readonly masksPasswords: boolean }) {
    this.#version = version;
    this.#masks = options.masksPasswords;
  }

  add(
    name: string,
    parts: { config: Record<string, string>; nullKeys: string[]; state: string; tasks: string[] },
  ): void {
    const config = new Map(Object.entries(parts.config));
    const hidden = Object.entries(visible).find(([, state]) => state === parts.state)?.[0];
    this.connectors.set(name, {
      config,
      nullKeys: parts.nullKeys.filter((key) => !config.has(key)),
      target: (hidden as DesiredState | undefined) ?? 'running',
      state: parts.state,
      tasks: parts.tasks.map((state) => ({ state, heard: heardOf(config) })),
    });
  }

  read(): LiveConnector[] {
    return [...this.connectors].map(([name, { config, nullKeys, state, tasks }]) =>
      live(name, {
        config: Object.fromEntries(
          [...config].map(([key, value]) => [key, this.#masks && key === 'password' ? '********' : value]),
        ),
        nullKeys,
        state,
        tasks: tasks.map((task) => task.state),
      }),
    );
  }

  apply(name: string, action: Action): void {
    switch (action.kind) {
      case 'put-config':
        this.#put(name, action.config);
        break;
      case 'create-with-state':
        this.#create(name, action);
        break;
      case 'set-state':
        this.#setState(name, action.state);
        break;
      case 'restart':
        this.#restart(name, action);
        break;
      case 'restart-task':
        this.#restartTask(this.#get(name), action.task);
        break;
      case 'delete':
        this.#get(name);
        this.connectors.delete(name);
    }
  }

  #create(name: string, { config, state }: Extract<Action, { kind: 'create-with-state' }>): void {
    this.#needs('initialState');
    expect(this.connectors.has(name)).toBe(false);
    this.connectors.set(name, { ...created(config), target: state, state: visible[state], tasks: [] });
  }

  #put(name: string, config: ReadonlyMap<string, string>): void {
    const connector = this.connectors.get(name);
    if (!connector) {
      this.connectors.set(name, created(config));
      return;
    }
    const isIdentical = connector.nullKeys.length === 0 && sameText(connector.config, config);
    expect(isIdentical, `PUT of an identical configuration to ${name}`).toBe(false);
    const isHidden = this.#masks && connector.config.has('password');
    if (isHidden) expect(config.get('password') ?? '', 'the mask is written back').not.toMatch(/^\*{4,}$/);
    connector.config = config;
    connector.nullKeys = [];
    if (connector.state !== 'STOPPED') connector.state = visible[connector.target];
    if (connector.target === 'running') this.#passToTasks(connector);
  }

  #setState(name: string, state: DesiredState): void {
    const connector = this.#get(name);
    const before = connector.state;
    if (state === 'stopped') {
      this.#needs('stop');
      expect(before, 'stop on what is STOPPED').not.toBe('STOPPED');
      Object.assign(connector, { target: state, state: 'STOPPED', tasks: [] });
      return;
    }
    connector.target = state;
    if (before !== 'FAILED') connector.state = visible[state];
    for (const task of connector.tasks) if (task.state !== 'FAILED') task.state = visible[state];
    if (state !== 'running') return;
    if (before === 'STOPPED') connector.tasks = created(connector.config).tasks;
    else if (connector.tasks.some((task) => task.heard !== heardOf(connector.config)))
      this.#passToTasks(connector);
  }

  /** A restart of all tasks on a change, from 3.7.1 on; before it they stay as they are. */
  #passToTasks(connector: ModelConnector): void {
    if (!supports(parseWorkerVersion(this.#version), 'restartsTasksOnAnyChange')) return;
    for (const task of connector.tasks)
      Object.assign(task, { state: 'RUNNING', heard: heardOf(connector.config) });
  }

  #restart(name: string, { includeTasks, onlyFailed }: Extract<Action, { kind: 'restart' }>): void {
    if (includeTasks || onlyFailed) this.#needs('restartWithTasks');
    const connector = this.#get(name);
    const meant = (state: string) => !onlyFailed || state === 'FAILED';
    if (meant(connector.state)) connector.state = visible[connector.target];
    if (!includeTasks) return;
    for (const [id, task] of connector.tasks.entries())
      if (meant(task.state)) this.#restartTask(connector, id);
  }

  #restartTask(connector: ModelConnector, id: number): void {
    const task = connector.tasks[id];
    if (!task) throw new Error(`404 Unknown task ${id}`);
    Object.assign(task, { state: visible[connector.target], heard: heardOf(connector.config) });
  }

  #get(name: string): ModelConnector {
    const connector = this.connectors.get(name);
    if (!connector) throw new Error(`404 Connector ${name} not found`);
    return connector;
  }

  #needs(feature: WorkerFeature): void {
    expect(supports(parseWorkerVersion(this.#version), feature), `${feature} on ${this.#version}`).toBe(true);
  }
}

/** What tasks that are started with a configuration have heard of the keys that the worker reads itself. */
export function heardOf(config: ReadonlyMap<string, string>): string {
  return JSON.stringify([...config].filter(([key]) => isWorkerKey(key)).sort());
}

function created(config: ReadonlyMap<string, string>): ModelConnector {
  const task: ModelTask = { state: 'RUNNING', heard: heardOf(config) };
  return { config, nullKeys: [], target: 'running', state: 'RUNNING', tasks: [task] };
}

function sameText(one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): boolean {
  return one.size === other.size && [...one].every(([key, value]) => other.get(key) === value);
}
