import type { LiveConnector } from './live-connector.ts';
import type { InstanceView } from './status-view.ts';

/** What `tasks NAME` shows of one cluster. */
export interface TasksView {
  readonly format: 'connect-sync/tasks';
  readonly version: 1;
  /** The cluster's name, else its URL. */
  readonly cluster: string;
  /** By name. */
  readonly connectors: readonly ConnectorTasksView[];
}

/** The tasks of one connector. */
export interface ConnectorTasksView {
  readonly name: string;
  readonly type: LiveConnector['type'];
  /** The connector's own state; null: the worker has no status of it yet. */
  readonly state: string | null;
  /** By id. */
  readonly tasks: readonly TaskRow[];
  /** In which keys their configurations differ; null where these could not be read. */
  readonly differences: readonly TaskDifference[] | null;
  /** Why not, in our words. */
  readonly problem: string | null;
}

/** One task in a table; `state` is null where the worker has none of it yet. */
export interface TaskRow {
  readonly id: number;
  readonly state: string | null;
  readonly workerId: string;
  readonly rootCause: string | null;
}

/** A key in which tasks differ. */
export interface TaskDifference {
  readonly key: string;
  readonly values: readonly {
    readonly task: number;
    /** null: the task lacks the key. Where `hidden`, a mark: equal values of a key have equal ones. */
    readonly value: string | null;
    readonly hidden: boolean;
  }[];
}

/** What `tasks NAME TASK` shows of one cluster. */
export interface TaskPageView {
  readonly format: 'connect-sync/task';
  readonly version: 1;
  readonly cluster: string;
  readonly tasks: readonly TaskTraceView[];
}

/** One task with its whole trace, scrubbed; null where it has none. */
export interface TaskTraceView extends InstanceView {
  readonly name: string;
  readonly id: number;
  readonly trace: string | null;
}
