import type { PolicyParameters, PolicySeverity } from './policy.ts';
import type { Source } from './source.ts';

/** The policies in force, as `policy list` shows them. `schemas/policy-list.schema.json` describes it. */
export interface PolicyListView {
  readonly policies: readonly PolicyView[];
}

/** One policy. */
export interface PolicyView {
  readonly name: string;
  /** Null for a ready-made policy. */
  readonly source: Source | null;
  readonly description: string | null;
  readonly severity: PolicySeverity;
  /** What it is evaluated for: each connector, each plan, or each cluster. */
  readonly about: 'connector' | 'plan' | 'cluster';
  /** Globs and words by what they limit; empty: everything. */
  readonly match: Readonly<Record<string, readonly string[]>>;
  readonly assert: string;
  readonly message: string | null;
  readonly parameters: PolicyParameters;
  /** How many declared connectors it can apply to; null if it is not about connectors, or not in force. */
  readonly connectors: number | null;
  readonly exemptions: readonly ExemptionView[];
  /** How many examples it has. */
  readonly examples: number;
}

/** An exemption of a policy. */
export interface ExemptionView {
  readonly names: readonly string[];
  readonly reason: string;
  readonly until: string;
  /** Whole days until it ends, today included; 0: it has expired. */
  readonly daysLeft: number;
}

/** The results of `policy test`. `schemas/policy-test.schema.json` describes it. */
export interface PolicyTestView {
  readonly results: readonly ExampleView[];
  /** Policies without an example. */
  readonly untested: readonly string[];
}

/** The result of one example. */
export interface ExampleView {
  readonly policy: string;
  /** Null for a ready-made policy. */
  readonly source: Source | null;
  readonly expected: 'pass' | 'fail';
  readonly actual: 'pass' | 'fail' | 'error';
  /** The message of the policy, or why it cannot be evaluated; null where it passes. */
  readonly message: string | null;
}
