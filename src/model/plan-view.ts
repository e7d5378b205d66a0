import type { Severity } from './diagnostic.ts';
import type { DriftCause } from './drift-cause.ts';
import type { ActiveChange, LeftAlone, Refusal } from './plan.ts';
import type { Source } from './source.ts';

/**
 * A plan as renderers, files and logs see it: versioned, JSON-safe, redacted. `schemas/plan.schema.json` describes
 * it. Nothing in it is a secret or derived from one; free text in it is scrubbed but still untrusted.
 */
export interface PlanView {
  readonly format: 'connect-sync/plan';
  readonly version: 1;
  /** False where something could not be read: then it is shown and never applied. */
  readonly complete: boolean;
  readonly cluster: ClusterView;
  readonly connectorsInFiles: number;
  readonly connectorsLive: number;
  readonly changes: readonly ChangeView[];
  readonly unchanged: readonly string[];
  readonly leftAlone: readonly LeftAloneView[];
  readonly refusals: readonly Refusal[];
  readonly diagnostics: readonly DiagnosticView[];
  readonly validation: 'done' | 'left-out' | 'denied' | 'not-needed';
  /** Of drift: what the differences were held against to tell who made them; left out where there is nothing. */
  readonly base?: string;
}

/** The cluster a plan is for. */
export interface ClusterView {
  readonly name: string | null;
  readonly url: string;
  readonly workerVersion: string;
  readonly kafkaClusterId: string | null;
}

/** A connector that is deliberately not touched. */
export interface LeftAloneView {
  readonly name: string;
  readonly reason: LeftAlone['reason'];
  /** More about it, for people. */
  readonly detail: string | null;
}

/** One change, with everything that it does. */
export interface ChangeView {
  readonly name: string;
  readonly kind: ActiveChange['kind'];
  readonly source: Source | null;
  /** Why, where that is not evident: `state: absent`, `pruned: owned but not declared`, `task 1 of 2 is FAILED`. */
  readonly reason: string | null;
  readonly effects: readonly string[];
  readonly wave: number;
  /** One line a call: `PUT config`, `restart tasks 0, 1`. */
  readonly actions: readonly string[];
  readonly fields: readonly FieldView[];
  readonly state: {
    readonly before: string;
    readonly after: string;
    readonly cause?: DriftCause;
  } | null;
  /** Of drift with a base, for a connector that is missing or extra: who made it so. */
  readonly cause?: DriftCause;
  /** As `show` prints it; null where it does not exist. */
  readonly before: ConnectorDocument | null;
  /** As it will be; null for a deletion. */
  readonly after: ConnectorDocument | null;
  /** The root cause line behind a restart. */
  readonly rootCause: string | null;
}

/** One key that differs, redacted. */
export interface FieldView {
  readonly key: string;
  /** null: the key is not there. */
  readonly before: string | null;
  readonly after: string | null;
  readonly sensitive: boolean;
  /** The worker holds the key with the value `null`, as those before 3.2 do; `before` is null then too. */
  readonly wasNull?: true;
  /** Of drift with a base: who made it differ. */
  readonly cause?: DriftCause;
}

/** A connector as `show -f json` and `render -f json` print it: redacted, keys sorted. */
export interface ConnectorDocument {
  readonly config: Readonly<Record<string, string>>;
  /** Left out where the files do not name one. */
  readonly state?: 'running' | 'paused' | 'stopped';
}

/** A problem, told. */
export interface DiagnosticView {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly hint: string | null;
  readonly source: Source | null;
  readonly related: readonly { readonly label: string; readonly source: Source }[];
}
