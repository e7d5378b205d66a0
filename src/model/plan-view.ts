import type { Severity } from './diagnostic.ts';
import type { DriftCause } from './drift-cause.ts';
import type { EffectKind } from './key-effect.ts';
import type { LeftAlone, PlannedChangeKind, Refusal } from './plan.ts';
import type { CanaryKind, SharedLayer } from './rollout.ts';
import type { Source } from './source.ts';

/**
 * A plan as renderers, files and logs see it: versioned, JSON-safe, redacted. `schemas/plan.schema.json` describes
 * it. Nothing in it is a secret, or derived from one without a key; free text in it is scrubbed but still untrusted.
 */
export interface PlanView {
  readonly format: 'connect-sync/plan';
  readonly version: 1;
  /** False if something could not be read: such a plan is shown and never applied. */
  readonly complete: boolean;
  readonly cluster: ClusterView;
  readonly connectorsDeclared: number;
  readonly connectorsLive: number;
  readonly changes: readonly ChangeView[];
  readonly unchanged: readonly string[];
  readonly leftAlone: readonly LeftAloneView[];
  readonly refusals: readonly Refusal[];
  readonly diagnostics: readonly DiagnosticView[];
  readonly validation: 'done' | 'left-out' | 'denied' | 'not-needed';
  /** Shared changes that are applied in batches; omitted if there are none. */
  readonly rollouts?: readonly RolloutView[];
  /** For drift: the base that the differences were attributed with; omitted without a base. */
  readonly base?: string;
  /** For `plan --offline`: what the files were compared with. No cluster was read, and this is not applied. */
  readonly comparedWith?: ComparedWith;
}

/** An earlier revision of the files. */
export interface ComparedWith {
  /** As it was named, or the branch whose merge base it is: `origin/main`. */
  readonly ref: string;
  /** Abbreviated. */
  readonly commit: string;
  /** The commit is where the current branch left `ref`; omitted: it is `ref` itself. */
  readonly mergeBase?: true;
}

/** The cluster a plan is for. */
export interface ClusterView {
  readonly name: string | null;
  readonly url: string;
  readonly workerVersion: string;
  readonly kafkaClusterId: string | null;
}

/** A change that several connectors share, and the batches in which it is applied. */
export interface RolloutView {
  /** `label`: the name of the profile or variable; null for a default. `source`: null for a variable. */
  readonly origin: {
    readonly layer: SharedLayer;
    readonly label: string | null;
    readonly source: Source | null;
  };
  readonly keys: readonly string[];
  readonly wave: number;
  /** Names; with `canary: first-batch` the first batch is the canary. */
  readonly batches: readonly (readonly string[])[];
  readonly canary: CanaryKind;
  readonly maxUnhealthy: number;
  /** Null: as long as `--stable-for` says. */
  readonly bakeMilliseconds: number | null;
}

/** A connector that is deliberately not changed. */
export interface LeftAloneView {
  readonly name: string;
  readonly reason: LeftAlone['reason'];
  /** Details, for people. */
  readonly detail: string | null;
  /** For `cannot-compare`: the keys whose live values the worker masks, sorted. */
  readonly masked?: readonly string[];
  /** The deleted file that declared it, if Git knows it; `commit` is null if the deletion is not committed. */
  readonly deleted?: { readonly file: string; readonly commit: string | null };
}

/** One change with its effects. */
export interface ChangeView {
  readonly name: string;
  readonly kind: PlannedChangeKind;
  readonly source: Source | null;
  /** The reason, if it is not obvious: `state: absent`, `pruned: owned but not declared`, `task 1 of 2 is FAILED`. */
  readonly reason: string | null;
  readonly effects: readonly string[];
  /** What the changed keys do to data, as kinds; their sentences are among the effects. Omitted if none is known. */
  readonly keyEffects?: readonly KeyEffectView[];
  /** Keys whose secret differs from the one written last, by the fingerprint; sorted, omitted if there are none. */
  readonly rotates?: readonly string[];
  /** Masked keys that `--rewrite-masked` writes; sorted, omitted if there are none. */
  readonly rewrites?: readonly string[];
  readonly wave: number;
  /** Its batch within the wave; omitted for the first. */
  readonly batch?: number;
  /** One line per request: `PUT config`, `restart tasks 0, 1`. */
  readonly actions: readonly string[];
  readonly fields: readonly FieldView[];
  /** Keys that are not among the fields because the worker masks their live values; sorted. Omitted if there are none. */
  readonly masked?: readonly string[];
  readonly state: {
    readonly before: string;
    readonly after: string;
    readonly cause?: DriftCause;
  } | null;
  /** For drift with a base: why a connector is missing or extra. */
  readonly cause?: DriftCause;
  /** As `show` prints it; null if it does not exist. */
  readonly before: ConnectorDocument | null;
  /** As it will be; null for a deletion. */
  readonly after: ConnectorDocument | null;
  /** The root cause line behind a restart. */
  readonly rootCause: string | null;
}

/** The effect of some changed keys. */
export interface KeyEffectView {
  readonly keys: readonly string[];
  readonly effect: EffectKind;
  /** Whether the stored offsets no longer apply. */
  readonly losesOffsets: boolean;
}

/** One key that differs, redacted. */
export interface FieldView {
  readonly key: string;
  /** Null if the key does not exist. */
  readonly before: string | null;
  readonly after: string | null;
  readonly sensitive: boolean;
  /** What a masked desired value refers to, such as `${env.PASSWORD}`; omitted if it refers to no variable. */
  readonly references?: readonly string[];
  /** The worker stores the key with the value `null`, as workers before 3.2 do; `before` is null then too. */
  readonly wasNull?: true;
  /** For drift with a base: which side changed it. */
  readonly cause?: DriftCause;
}

/** A connector as `show -f json` and `render -f json` print it: redacted, keys sorted. */
export interface ConnectorDocument {
  /** null: the worker stores the key with JSON `null`, which no file can declare. */
  readonly config: Readonly<Record<string, string | null>>;
  /** Omitted if the files declare no state. */
  readonly state?: 'running' | 'paused' | 'stopped';
}

/** A diagnostic as text. */
export interface DiagnosticView {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly hint: string | null;
  readonly source: Source | null;
  readonly related: readonly { readonly label: string; readonly source: Source }[];
}
