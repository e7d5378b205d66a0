import type { Source } from './source.ts';

/** A rule about connectors and plans, as it is declared. */
export interface PolicyDocument {
  readonly name: string;
  readonly description: string | undefined;
  readonly match: PolicyMatch;
  /** A CEL expression: true is fine. */
  readonly assert: PolicyText;
  /** A text with `{{ CEL }}` placeholders. */
  readonly message: PolicyText | undefined;
  readonly severity: PolicySeverity;
  readonly exempt: readonly PolicyExemption[];
  readonly examples: readonly PolicyExample[];
  /** The values of `params` in the expressions; only ready-made policies have some. */
  readonly parameters: PolicyParameters;
  /** Undefined for a ready-made policy. */
  readonly source: Source | undefined;
}

/** `deny` prevents every write, `warn` is a warning. */
export type PolicySeverity = 'deny' | 'warn';

/** A text of a file with the positions in it. */
export interface PolicyText {
  readonly text: string;
  /** The position of an offset in the text; undefined for a ready-made policy. */
  readonly at: (offset: number) => Source | undefined;
}

/** What a policy is about; what is left out matches everything. Globs of `*` and `?`. */
export interface PolicyMatch {
  readonly class?: readonly string[] | undefined;
  readonly name?: readonly string[] | undefined;
  readonly cluster?: readonly string[] | undefined;
  readonly change?: readonly PolicyChangeKind[] | undefined;
  readonly type?: readonly ('source' | 'sink')[] | undefined;
}

/** The kinds of changes that a policy can be limited to. */
export const policyChangeKinds = ['create', 'update', 'delete', 'set-state', 'restart', 'none'] as const;

/** A kind of change; `none`: the connector is as declared. */
export type PolicyChangeKind = (typeof policyChangeKinds)[number];

/** Connectors that a policy does not apply to, for a time. */
export interface PolicyExemption {
  /** Names or globs. */
  readonly names: readonly string[];
  readonly reason: string;
  /** The last day on which it counts, in UTC: `2026-12-31`. */
  readonly until: string;
  readonly source: Source | undefined;
}

/** The values of `params`. */
export type PolicyParameters = Readonly<Record<string, PolicyParameter>>;

/** One value of `params`; a number is whole. */
export type PolicyParameter = string | number | boolean | readonly string[];

/** A small world in which a policy must pass or fail. What is left out has a harmless value. */
export interface PolicyExample {
  readonly expected: 'pass' | 'fail';
  readonly connector?: ExampleConnector | undefined;
  readonly live?: ExampleConnector | undefined;
  readonly change?: ExampleChange | undefined;
  readonly plan?: Readonly<Record<string, number | readonly string[]>> | undefined;
  readonly cluster?: Readonly<Record<string, string>> | undefined;
  /** ISO 8601, such as `2026-11-27T16:00:00Z`. */
  readonly now?: string | undefined;
  readonly source: Source | undefined;
}

/** A connector of an example. */
export interface ExampleConnector {
  readonly name?: string | undefined;
  readonly type?: string | undefined;
  readonly state?: string | undefined;
  readonly config: ReadonlyMap<string, string>;
  readonly labels: ReadonlyMap<string, string>;
  readonly tasks?: number | undefined;
  readonly health?: string | undefined;
}

/** A change of an example. */
export interface ExampleChange {
  readonly kind?: PolicyChangeKind | undefined;
  readonly keys?: readonly string[] | undefined;
  readonly losesOffsets?: boolean | undefined;
  readonly effects?: readonly string[] | undefined;
  readonly dataEffects?: readonly string[] | undefined;
}

/** A ready-made policy that a project takes, with the values of its parameters as they are written. */
export interface PackEntry {
  /** Its name, or `all`. */
  readonly name: string;
  readonly with: ReadonlyMap<string, PackValue>;
  readonly source: Source;
}

/** A value of `with`, as it is written. */
export interface PackValue {
  readonly value: string | readonly string[];
  readonly source: Source;
}

/** The policies of a project before they are compiled. */
export interface DeclaredPolicies {
  readonly documents: readonly PolicyDocument[];
  readonly pack: readonly PackEntry[];
}

/** A project without policies. */
export const noPolicies: DeclaredPolicies = { documents: [], pack: [] };
