import type { DiagnosticView, PlanView } from './plan-view.ts';

/**
 * A plan as `plan --out` writes it: `schemas/saved-plan.schema.json` in types. It holds no secret, and nothing derived
 * from one that could be tried out without the plan key.
 *
 * A file of this kind is untrusted input: `apply` makes the plan again, and does of it what the saved one holds too.
 */
export interface SavedPlan {
  readonly format: 'connect-sync/saved-plan';
  readonly version: 1;
  /** The version of connect-sync that wrote it. */
  readonly connectSyncVersion: string;
  /** When the plan was made: UTC, ISO 8601. */
  readonly createdAt: string;
  /** Whether `apply` may take it at all. */
  readonly applicable: boolean;
  /**
   * Why it can be shown and never applied; null where it can be applied. `refused`: a guard or the worker stands against
   * it; `unread`: a cluster could not be read; `invalid`: the files have errors, and there is no plan of any cluster.
   */
  readonly whyNot: 'refused' | 'unread' | 'invalid' | null;
  /** `sha256:…`: of one cluster its plan's digest, else over those of all and the problems. */
  readonly digest: string;
  /** With `CONNECT_SYNC_PLAN_KEY`: `hmac-sha256:…` over everything else in the file; else null. */
  readonly seal: string | null;
  readonly options: SavedOptions;
  /** In the order in which the clusters were chosen; those that could not be read are missing. */
  readonly clusters: readonly SavedClusterPlan[];
  /** What kept the plan of a cluster, or any plan, from being made. */
  readonly problems: readonly DiagnosticView[];
}

/** What was asked for, as far as it shapes the plan: `apply` makes it again with the same. */
export interface SavedOptions {
  readonly prune: boolean;
  readonly allowDeletes: number | null;
  readonly allowEmpty: boolean;
  readonly adopt: readonly string[];
  readonly only: readonly string[];
  readonly restart: 'failed' | 'none';
  readonly maxRestarts: number;
  readonly validate: boolean;
  readonly strict: boolean;
  /** The names of variables given with `--var`: their values are not kept. */
  readonly vars: readonly string[];
}

/** The plan of one cluster, with what tells later whether everything still is as it was. */
export interface SavedClusterPlan {
  /** How the cluster is called in messages: its name, else its URL. */
  readonly label: string;
  /** The digest of `plan`. */
  readonly digest: string;
  /** The connectors that the FILE arguments narrowed it to, sorted; null: all. */
  readonly selected: readonly string[] | null;
  /** Cluster (its URL and Kafka cluster id), changes, what is left alone, refusals: as `-f json` prints it. */
  readonly plan: PlanView;
  /** One for each change of the plan, in its order. */
  readonly objects: readonly SavedObject[];
}

/** What tells later whether one connector, live and as wished, still is as it was when the plan was made. */
export interface SavedObject {
  readonly name: string;
  /** `sha256:…` over the configuration it shall have, without secrets; null where it shall be gone. */
  readonly wish: string | null;
  /** `sha256:…` over the configuration it had, without secrets; null where it was not there. */
  readonly live: string | null;
  /** The keys that hold secrets, sorted: what is secret in them is in neither of these, and nothing else is kept of it. */
  readonly secrets: readonly SavedSecret[];
  /** With `CONNECT_SYNC_PLAN_KEY`: `hmac-sha256:…` over the configurations, secrets included; else null. */
  readonly seal: { readonly wish: string | null; readonly live: string | null } | null;
}

/** How the wished value of a secret key relates to the live one. */
export interface SavedSecret {
  readonly key: string;
  /** `part`: the rest of the value is no secret and is shown, as of a URL with a password. */
  readonly extent: 'whole' | 'part';
  readonly comparison: 'equal' | 'different' | 'added' | 'removed';
}
