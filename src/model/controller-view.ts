import type { OutcomeKind } from './outcome.ts';
import type { DiagnosticView, PlanView } from './plan-view.ts';
import type { StatusView } from './status-view.ts';

/**
 * What the controller may do on its own.
 * - `observe`: it never writes;
 * - `apply`: it writes when the desired state of a connector changes;
 * - `heal`: it also corrects drift, and restarts what is FAILED.
 */
export type ControllerMode = 'observe' | 'apply' | 'heal';

/**
 * The state of `connect-sync reconcile`, as `/api/status` and the page show it: JSON-safe and redacted; text of workers
 * in it is scrubbed but still untrusted. Times are ISO 8601 in UTC. `schemas/controller.schema.json` describes it.
 */
export interface ControllerView {
  readonly format: 'connect-sync/controller';
  readonly version: 1;
  readonly mode: ControllerMode;
  readonly connectSyncVersion: string;
  readonly startedAt: string;
  readonly intervalMilliseconds: number;
  readonly leadership: LeadershipView;
  readonly source: SourceView;
  /** In the order of the project file. */
  readonly clusters: readonly ControlledClusterView[];
}

/** Whether this replica is the active one. */
export interface LeadershipView {
  readonly kind: 'lease' | 'lock-file' | 'none';
  readonly isActive: boolean;
  /** Who is active, where that is known. */
  readonly holder: string | null;
}

/** What the files were when they were last read. In every state but `current` nothing is written. */
export interface SourceView {
  /**
   * - `current`: the last revision that was read is in force;
   * - `changing`: somebody is updating the files;
   * - `invalid`: a file is in error;
   * - `empty`: the directory declares no connector;
   * - `missing`: the directory is not there, or cannot be read.
   */
  readonly state: 'current' | 'changing' | 'invalid' | 'empty' | 'missing';
  /** As it was given. */
  readonly directory: string;
  /**
   * The revision in force, by what was loaded: a commit where Git knows it, with `-dirty-` and a digest where a loaded
   * file differs from it, or with `+` and a digest of files outside of the repository; else a digest of the files. The
   * values of environment files are no part of it. Null: none was ever read.
   */
  readonly revision: string | null;
  /** Since when that revision is in force. */
  readonly revisionSince: string | null;
  /** Since when the state is not `current`; null: it is. */
  readonly failingSince: string | null;
  /** Why it is not, for people; null: it is. */
  readonly reason: string | null;
  /** The errors in the files; empty where none is. */
  readonly problems: readonly DiagnosticView[];
}

/** One cluster as the controller last saw it. */
export interface ControlledClusterView {
  /** Its name, else its URL. */
  readonly cluster: string;
  /** Null until it was read. */
  readonly workerVersion: string | null;
  /** The last run that ended without an error, whatever it changed. */
  readonly lastSuccessAt: string | null;
  readonly nextRunAt: string | null;
  /** Runs in a row that ended in an error. */
  readonly failedRuns: number;
  /** Whether the last run read the cluster; otherwise `status` and `plan` are what an earlier one saw. */
  readonly isCurrent: boolean;
  /** The latest first. */
  readonly runs: readonly RunView[];
  /** The health of every connector at the last reading; null until it was read. */
  readonly status: StatusView | null;
  /** How the cluster differed from the files at the last reading, whether or not that is to be changed; null until then. */
  readonly plan: PlanView | null;
  /** What the controller leaves alone for now, and why; sorted by name. */
  readonly holds: readonly HoldView[];
  /** The restarts of connectors that were restarted or are to be; sorted by name. */
  readonly restarts: readonly RestartBudgetView[];
}

/** One run on one cluster. */
export interface RunView {
  readonly startedAt: string;
  readonly milliseconds: number;
  readonly trigger: RunTrigger;
  readonly outcome: RunOutcome;
  /** Of the changes of the plan; all are 0 where nothing was to be written. */
  readonly counts: Readonly<Record<OutcomeKind, number>>;
  /** Why it ended so, in a line; null where there is nothing to say. */
  readonly reason: string | null;
}

/** Why a run started. */
export type RunTrigger = 'start' | 'interval' | 'signal' | 'request' | 'retry' | 'follow-up';

/**
 * How a run ended.
 * - `in-sync`: nothing differs;
 * - `drift`: something differs, and is left alone: by the mode, or because it is held;
 * - `applied`: changes were written, and are healthy;
 * - `incomplete`: changes failed, are unhealthy, or were rolled back;
 * - `blocked`: a safety check, a policy or the worker's validation refuses the plan;
 * - `unread`: the cluster could not be read or identified;
 * - `interrupted`: the controller was stopped, or is no longer the active one;
 * - `error`: anything else.
 */
export type RunOutcome =
  | 'in-sync'
  | 'drift'
  | 'applied'
  | 'incomplete'
  | 'blocked'
  | 'unread'
  | 'interrupted'
  | 'error';

/** Why a connector is left alone although something is to be done about it. */
export interface HoldView {
  readonly name: string;
  readonly kind: HoldKind;
  /** For people, in our words. */
  readonly reason: string;
  readonly since: string;
  /** When it ends by itself; null: not by time. */
  readonly until: string | null;
  /** For `contended`: the keys that somebody else changes back; sorted. */
  readonly keys?: readonly string[];
}

/**
 * Why the controller leaves a connector alone.
 * - `mode`: the mode `apply` writes only when the desired state changes;
 * - `suspended`: its file says `reconcile: suspended`;
 * - `contended`: somebody else undid what was written, twice;
 * - `refused`: the worker refused exactly this change;
 * - `back-off`: the same change failed, and is tried again later;
 * - `restart-budget`: it was restarted, and its next restart is due later.
 */
export type HoldKind = 'mode' | 'suspended' | 'contended' | 'refused' | 'back-off' | 'restart-budget';

/** The restarts of one connector that count. */
export interface RestartBudgetView {
  readonly name: string;
  /** Since it was last healthy for long enough. */
  readonly restarts: number;
  /** How many are left; null: no limit. */
  readonly left: number | null;
  /** When the next one may follow; null: at once, or never. */
  readonly nextAt: string | null;
}
