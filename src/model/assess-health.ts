import type { DesiredState } from './desired-connector.ts';
import type { Health } from './health.ts';
import { stateWords } from './is-in-state.ts';
import {
  type ConnectorStatus,
  type LiveConnector,
  observedState,
  type TaskStatus,
} from './live-connector.ts';

/** One reading of a connector's status, with the tasks that its plugin made where they are known. */
export interface StatusReading {
  /** Undefined until the connector's `start()` has returned (Connect REST contract 4.8). */
  readonly status: ConnectorStatus | undefined;
  /** From `expand=info`; undefined where only the status was read. */
  readonly taskIds: readonly number[] | undefined;
  /** From `expand=info`; a sink needs tasks. */
  readonly type?: LiveConnector['type'];
  /** Workers that refuse connections, as `worker_id`; left out where they were not checked. */
  readonly refusing?: ReadonlySet<string>;
}

/** What a connector is expected to be. */
export interface Expectation {
  /** Undefined: whichever it has. */
  readonly state?: DesiredState | undefined;
  /** `allowNoTasks` of its file. */
  readonly allowNoTasks?: boolean | undefined;
  /** It is known to have had tasks. */
  readonly hadTasks?: boolean | undefined;
  /** `--strict`: a source that never had a task is not healthy either. */
  readonly strict?: boolean | undefined;
}

/**
 * Assesses one reading against the desired state, without memory: FAILED may still be from before a write, and
 * RUNNING may not last; callers that await health allow for that. Without a desired state a paused or stopped
 * connector is fine.
 *
 * RUNNING on a worker that refuses connections is not healthy, and not failed either: after a kill the status says so
 * until the cluster gives the work to another worker, by default up to 5 min later (Connect REST contract 10.1).
 */
export function assessHealth(reading: StatusReading, expected: Expectation = {}): Health {
  const { status } = reading;
  const desired = expected.state;
  if (!status) return progressing('it has no status yet');
  const state = desired ?? observedState({ status });
  const failure = findFailure(status, reading.taskIds, state);
  if (failure) return failure;
  if (status.connector.state !== stateWords[state]) return progressing(notInState(status, desired));
  if (state === 'stopped') return assessStopped(status);
  const unmatched = compareTasks(status, reading.taskIds);
  if (unmatched) return progressing(unmatched);
  if (state === 'running') {
    const lost = onRefusingWorker(status, reading.refusing);
    if (lost) return progressing(lost);
  }
  if (state === 'running' && status.tasks.length === 0) return assessNoTasks(reading.type, expected);
  return assessTasks(status.tasks, state);
}

/**
 * Intended by some plugins; for others it is all that shows of a `taskConfigs()` that threw (Connect REST contract 5).
 */
function assessNoTasks(type: StatusReading['type'], { allowNoTasks, hadTasks, strict }: Expectation): Health {
  const healthy = { kind: 'healthy', running: 0, tasks: 0 } as const;
  if (allowNoTasks) return healthy;
  const advice = `the log of its worker shows why the plugin created none; "allowNoTasks: true" in its file accepts it`;
  const failed = (reason: string): Health => {
    return { kind: 'failed', reason, trace: undefined, withoutTasks: true };
  };
  if (hadTasks) return failed(`it had tasks and has none any more: ${advice}`);
  if (type === 'sink') return failed(`it is a sink and has no tasks: ${advice}`);
  const warning = `it runs no tasks: if it should, ${advice}`;
  return strict ? failed(warning) : { ...healthy, warning };
}

/** Whether it runs without any task: right for some plugins, and no instance has FAILED. */
export function isWithoutTasks(health: Health): boolean {
  if (health.kind === 'healthy') return health.tasks === 0;
  return 'withoutTasks' in health;
}

function findFailure(
  status: ConnectorStatus,
  taskIds: readonly number[] | undefined,
  desired: DesiredState,
): Health | undefined {
  if (status.connector.state === 'FAILED') return connectorFailed(status);
  // Tasks of an earlier generation linger in a status (Connect REST contract 11), and a stop takes FAILED tasks away.
  if (desired === 'stopped') return undefined;
  const failed = status.tasks.filter(
    (task) => task.state === 'FAILED' && (taskIds?.includes(task.id) ?? true),
  );
  if (failed.length === 0) return undefined;
  const total = taskIds?.length ?? status.tasks.length;
  return { kind: 'failed', reason: `${ofTasks(failed.length, total)} FAILED`, trace: firstTrace(failed) };
}

function connectorFailed(status: ConnectorStatus): Health {
  const failedTasks = status.tasks.filter((task) => task.state === 'FAILED');
  const trace = status.connector.trace ?? firstTrace(failedTasks);
  return { kind: 'failed', reason: 'connector FAILED', trace };
}

function firstTrace(failed: readonly TaskStatus[]): string | undefined {
  return failed.find((task) => task.trace !== undefined)?.trace;
}

function notInState(status: ConnectorStatus, desired: DesiredState | undefined): string {
  const { state } = status.connector;
  // The state is foreign text: only a plausible word is repeated.
  const observed = /^[A-Z_]{1,20}$/.test(state) ? `connector ${state}` : 'connector in an unknown state';
  return desired && (state === 'PAUSED' || state === 'STOPPED' || desired !== 'running')
    ? `${observed}, desired ${desired}`
    : observed;
}

function assessStopped(status: ConnectorStatus): Health {
  const left = status.tasks.length;
  if (left === 0) return { kind: 'suspended', state: 'stopped' };
  return progressing(`connector STOPPED, ${left} ${left === 1 ? 'task' : 'tasks'} not gone yet`);
}

/** What does not match between the tasks that the plugin made and those that the status lists. */
function compareTasks(status: ConnectorStatus, taskIds: readonly number[] | undefined): string | undefined {
  // In order, as nearly always.
  const isSame = taskIds?.length === status.tasks.length;
  if (!taskIds || (isSame && taskIds.every((id, index) => status.tasks[index]?.id === id))) return undefined;
  const listed = new Set(status.tasks.map((task) => task.id));
  const missing = taskIds.filter((id) => !listed.has(id)).length;
  if (missing > 0) return `${ofTasks(taskIds.length - missing, taskIds.length)} reported`;
  return listed.size > taskIds.length ? 'its status still lists former tasks' : undefined;
}

/** Describes what is reported for a worker that refuses connections. Its id is host and port of a configured URL. */
function onRefusingWorker(
  { connector, tasks }: ConnectorStatus,
  refusing: ReadonlySet<string> | undefined,
): string | undefined {
  if (!refusing?.size) return undefined;
  const gone = [connector, ...tasks].find(({ workerId }) => refusing.has(workerId))?.workerId;
  if (gone === undefined) return undefined;
  const lost = tasks.filter(({ workerId }) => workerId === gone).length;
  const parts = [
    ...(connector.workerId === gone ? ['the connector'] : []),
    ...(lost > 0 ? [ofTasks(lost, tasks.length)] : []),
  ];
  return `worker ${gone}, which has ${parts.join(' and ')}, refuses connections`;
}

function assessTasks(tasks: readonly TaskStatus[], desired: 'running' | 'paused'): Health {
  const word = stateWords[desired];
  const there = tasks.filter((task) => task.state === word).length;
  if (there < tasks.length) return progressing(`${ofTasks(there, tasks.length)} ${word}`);
  if (desired === 'paused') return { kind: 'suspended', state: 'paused' };
  return { kind: 'healthy', running: there, tasks: tasks.length };
}

function progressing(reason: string): Health {
  return { kind: 'progressing', reason };
}

function ofTasks(count: number, total: number): string {
  return `${count} of ${total} ${total === 1 ? 'task' : 'tasks'}`;
}
