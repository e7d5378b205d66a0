import type { Config } from '../../src/model/config.ts';
import type { DesiredState } from '../../src/model/desired-connector.ts';
import type { ConnectorStatus, LiveConnector, TaskStatus } from '../../src/model/live-connector.ts';

/** How a connector shows from one moment on. */
interface Frame {
  readonly at: number;
  readonly status: ConnectorStatus | undefined;
  readonly taskIds: readonly number[];
}

const workerId = 'memory:8083';

/**
 * One connector of a memory cluster. Changes show later, as on a real worker: the future
 * statuses are recorded at once and show as time passes. Its configuration is its script:
 *
 * - `tasks.max`: how many tasks it has; default 1;
 * - `test.start`: milliseconds that its `start()` takes; default 50;
 * - `test.fail`: `connector` or `task`: what FAILS, each time it is started;
 * - `test.fail.with`: it FAILS only while `shared.key` has this value;
 * - `test.fail.after`: milliseconds after its start until that happens; default 0;
 * - `test.type`: `sink`; default `source`;
 * - `test.own-keys`: where it is there, tasks are given no converter, as by many plugins;
 * - `test.task-configs`: where it is there, no new configuration reaches the tasks.
 */
export class MemoryConnector {
  readonly name: string;
  config: Config;
  nullKeys: readonly string[] = [];
  /** What each of its tasks was given. */
  taskConfig: Config;
  #target: DesiredState;
  #film: Frame[];
  #startsUntil = 0;

  constructor(name: string, config: Config, start: { readonly at: number; readonly state: DesiredState }) {
    this.name = name;
    this.config = config;
    this.taskConfig = givenToTasks(config);
    this.#target = start.state;
    this.#film = [{ at: start.at, status: undefined, taskIds: [] }];
    if (start.state === 'running') this.#start(start.at);
    else this.#play(start.at + 50, status(start.state === 'paused' ? 'PAUSED' : 'STOPPED'), []);
  }

  /** As the lists show it at a time. */
  liveAt(at: number): LiveConnector {
    const frame = this.#frameAt(at);
    const { name, config, nullKeys } = this;
    const type = config.get('test.type') === 'sink' ? 'sink' : 'source';
    return { name, type, config, nullKeys, taskIds: frame.taskIds, status: frame.status };
  }

  /** A configuration was written: everything is started anew; a paused or stopped one only keeps it. */
  configure(config: Config, at: number): void {
    this.config = config;
    this.nullKeys = [];
    if (!config.has('test.task-configs')) this.taskConfig = givenToTasks(config);
    if (this.#target !== 'running') return;
    this.#cut(at);
    const { taskIds } = this.#frameAt(at);
    this.#play(at + 20, status('UNASSIGNED', tasks(taskIds, 'UNASSIGNED')), taskIds);
    this.#start(at);
  }

  /** A state was asked for. FAILED hides pause and resume (Connect REST contract 10.2). */
  setState(state: DesiredState, at: number): void {
    const before = this.#target;
    this.#target = state;
    this.#cut(at);
    const { status: now, taskIds } = this.#frameAt(at);
    if (state === 'stopped') this.#play(at + 100, status('STOPPED'), []);
    else if (state === 'running' && (before === 'stopped' || !now)) this.#start(at);
    else this.#play(at + 50, moved(now, taskIds, state), taskIds);
  }

  /** Restarts the connector and the named tasks; the others go on. */
  restart(at: number, which: { readonly connector: boolean; readonly tasks: readonly number[] }): void {
    const { status: now, taskIds } = this.#frameAt(at);
    // What is being started anyway needs no restart.
    if (!now || this.#target === 'stopped' || at < this.#startsUntil) return;
    const isTask = (task: TaskStatus) => which.tasks.includes(task.id);
    const set = (state: string, trace?: string): ConnectorStatus => ({
      connector: which.connector ? { state, workerId, trace } : now.connector,
      tasks: now.tasks.map((task) => (isTask(task) ? { id: task.id, state, workerId, trace } : task)),
    });
    this.#play(at + 10, set('RESTARTING'), taskIds);
    this.#play(at + 60, set(this.#target === 'paused' ? 'PAUSED' : 'RUNNING'), taskIds);
    if (this.#target === 'running' && this.#fails())
      this.#failAt(at + 60 + this.#number('test.fail.after', 0));
  }

  /** Something breaks by itself. */
  break(at: number, which: { readonly connector?: boolean; readonly tasks?: readonly number[] }): void {
    const { status: now, taskIds } = this.#frameAt(at);
    if (!now) return;
    this.#cut(at);
    this.#play(at, broken(now, which), taskIds);
  }

  #start(at: number): void {
    const running = at + this.#number('test.start', 50);
    const ids = Array.from({ length: this.#number('tasks.max', 1) }, (_, index) => index);
    this.#startsUntil = running + 30 * ids.length;
    this.#play(running, status('RUNNING'), ids);
    for (const id of ids) {
      this.#play(running + 30 * (id + 1), status('RUNNING', tasks(ids.slice(0, id + 1), 'RUNNING')), ids);
    }
    if (this.#fails()) this.#failAt(running + 30 * ids.length + this.#number('test.fail.after', 0));
  }

  #fails(): boolean {
    const value = this.config.get('test.fail.with');
    return this.config.has('test.fail') && (value === undefined || value === this.config.get('shared.key'));
  }

  #failAt(at: number): void {
    const { status: now, taskIds } = this.#frameAt(at);
    if (!now) return;
    this.#play(
      at,
      broken(now, this.config.get('test.fail') === 'task' ? { tasks: [0] } : { connector: true }),
      taskIds,
    );
  }

  #number(key: string, otherwise: number): number {
    const text = this.config.get(key);
    return text === undefined || Number.isNaN(Number(text)) ? otherwise : Number(text);
  }

  #play(at: number, shown: ConnectorStatus, taskIds: readonly number[]): void {
    this.#film.push({ at, status: shown, taskIds });
    this.#film.sort((one, other) => one.at - other.at);
  }

  /** What was to come does not come. */
  #cut(at: number): void {
    this.#film = this.#film.filter((frame) => frame.at <= at);
  }

  #frameAt(at: number): Frame {
    return this.#film.findLast((frame) => frame.at <= at) ?? { at, status: undefined, taskIds: [] };
  }
}

function givenToTasks(config: Config): Config {
  if (!config.has('test.own-keys')) return config;
  return new Map([...config].filter(([key]) => !key.includes('converter')));
}

function status(state: string, list: readonly TaskStatus[] = []): ConnectorStatus {
  return { connector: { state, workerId, trace: undefined }, tasks: list };
}

function tasks(ids: readonly number[], state: string): TaskStatus[] {
  return ids.map((id) => ({ id, state, workerId, trace: undefined }));
}

/** Paused or running in place, with all tasks; what is FAILED stays so. */
function moved(
  now: ConnectorStatus | undefined,
  taskIds: readonly number[],
  state: 'running' | 'paused',
): ConnectorStatus {
  const word = state === 'paused' ? 'PAUSED' : 'RUNNING';
  const failedTasks = now?.tasks.filter((task) => task.state === 'FAILED') ?? [];
  return {
    connector:
      now?.connector.state === 'FAILED' ? now.connector : { state: word, workerId, trace: undefined },
    tasks: tasks(taskIds, word).map((task) => failedTasks.find(({ id }) => id === task.id) ?? task),
  };
}

function broken(
  now: ConnectorStatus,
  which: { readonly connector?: boolean; readonly tasks?: readonly number[] },
): ConnectorStatus {
  const failure = { state: 'FAILED', trace: 'org.example.Broken: it broke\n\tat org.example.Plugin.start' };
  return {
    connector: which.connector ? { ...now.connector, ...failure } : now.connector,
    tasks: now.tasks.map((task) => (which.tasks?.includes(task.id) ? { ...task, ...failure } : task)),
  };
}
