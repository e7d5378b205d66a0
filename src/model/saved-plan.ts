import type { DiagnosticView, PlanView } from './plan-view.ts';
import type { WrittenRollout } from './rollout-settings.ts';

/**
 * A plan as `plan --out` writes it: `schemas/saved-plan.schema.json` as types. It contains no secret, and nothing
 * derived from one that could be found by guessing without the plan key.
 *
 * A saved plan is untrusted input: `apply` makes the plan again and applies only what both contain.
 */
export interface SavedPlan {
  readonly format: 'connect-sync/saved-plan';
  readonly version: 1;
  /** The version of connect-sync that wrote it. */
  readonly connectSyncVersion: string;
  /** When the plan was made: UTC, ISO 8601. */
  readonly createdAt: string;
  /** Whether `apply` accepts it. */
  readonly applicable: boolean;
  /**
   * Why it is not applicable; null if it is. `refused`: blocked by a safety check or by the validation of the worker;
   * `unread`: a cluster could not be read; `invalid`: the files have errors, so there is no plan of any cluster.
   */
  readonly reason: 'refused' | 'unread' | 'invalid' | null;
  /** `sha256:…` over everything else in the file: `savedPlanDigest` of `model/digest.ts`. */
  readonly digest: string;
  /** `sha256:…` over the plans alone, which a plan made later can have too: `plansDigest` of `model/digest.ts`. */
  readonly planDigest: string;
  /** With `CONNECT_SYNC_PLAN_KEY`: `hmac-sha256:…` over everything else in the file; else null. */
  readonly seal: string | null;
  readonly options: SavedOptions;
  /** In the order in which the clusters were selected; clusters that could not be read are missing. */
  readonly clusters: readonly SavedClusterPlan[];
  /** Why there is no plan of a cluster, or of any. */
  readonly problems: readonly DiagnosticView[];
}

/** The options that decide what the plan contains: `apply` makes it again with the same ones. */
export interface SavedOptions {
  readonly prune: boolean;
  readonly allowDeletes: number | null;
  readonly allowEmpty: boolean;
  readonly adopt: readonly string[];
  readonly only: readonly string[];
  /** Left out: none, as in plans of earlier versions. */
  readonly rewriteMasked?: readonly string[];
  readonly restart: 'failed' | 'none';
  readonly maxRestarts: number;
  /** The options of rollouts; left out: none was given. */
  readonly rollout?: WrittenRollout;
  readonly validate: boolean;
  readonly strict: boolean;
  /** The names of variables set with `--var`; their values are not saved. */
  readonly vars: readonly string[];
}

/** The plan of one cluster, and fingerprints to detect changes made after it was saved. */
export interface SavedClusterPlan {
  /** The name of the cluster in messages: its name in the project file, or its URL. */
  readonly label: string;
  /** The digest of `plan`. */
  readonly digest: string;
  /** The connectors that FILE arguments limited the plan to, sorted; null: all. */
  readonly selected: readonly string[] | null;
  /** Cluster (URL and Kafka cluster id), changes, connectors left alone, failed checks: as `-f json` prints it. */
  readonly plan: PlanView;
  /** One for each change of the plan, in its order. */
  readonly fingerprints: readonly ConnectorFingerprint[];
}

/** Detects whether the desired or the live configuration of a connector has changed since the plan was made. */
export interface ConnectorFingerprint {
  readonly name: string;
  /** `sha256:…` over the desired configuration without secrets; null for a connector to be deleted. */
  readonly desired: string | null;
  /** `sha256:…` over the live configuration without secrets; null for a connector to be created. */
  readonly live: string | null;
  /** The keys with secrets, sorted: both digests leave the secrets out, and nothing else is saved of them. */
  readonly secrets: readonly SavedSecret[];
  /** With `CONNECT_SYNC_PLAN_KEY`: `hmac-sha256:…` over both configurations with their secrets; else null. */
  readonly seal: { readonly desired: string | null; readonly live: string | null } | null;
}

/** What is saved of a key with a secret. */
export interface SavedSecret {
  readonly key: string;
  /** `part`: the rest of the value is not secret and is shown, as in a URL with a password. */
  readonly extent: 'whole' | 'part';
  /** The desired value compared with the live one. */
  readonly comparison: 'equal' | 'different' | 'added' | 'removed';
}

/**
 * Why a saved plan can be shown but not applied, as the end of a sentence; undefined if it can. What is in the plan
 * decides, whatever its `applicable` and `reason` claim.
 */
export function whyNotApplicable(
  saved: Pick<SavedPlan, 'applicable' | 'reason' | 'clusters' | 'problems'>,
): string | undefined {
  const { applicable, reason, clusters, problems } = saved;
  if (reason !== null) return notApplicableReasons[reason];
  if (clusters.some(({ plan }) => isRefused(plan))) return notApplicableReasons.refused;
  if (problems.length > 0 || clusters.length === 0 || clusters.some(({ plan }) => !plan.complete))
    return notApplicableReasons.unread;
  return applicable ? undefined : 'it is marked as not applicable';
}

function isRefused({ refusals, diagnostics }: PlanView): boolean {
  return refusals.length > 0 || diagnostics.some(({ severity }) => severity === 'error');
}

const notApplicableReasons = {
  refused: 'it was refused',
  unread: 'a cluster could not be read',
  invalid: 'the files have errors',
} as const satisfies Record<NonNullable<SavedPlan['reason']>, string>;

/** The default of `--max-age`, in milliseconds: 24 h. */
export const defaultMaxAge = 24 * 3_600_000;
