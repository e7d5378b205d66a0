import type { Config } from './config.ts';
import type { ConnectorName } from './connector-name.ts';
import type { SecretFingerprint } from './secret-fingerprint.ts';
import type { Source } from './source.ts';

/** A state that a file can declare for an existing connector. */
export type DesiredState = 'running' | 'paused' | 'stopped';

/** A state in which a connector does nothing. */
export type SuspendedState = Exclude<DesiredState, 'running'>;

/** A layer of the files that sets keys of connectors; stronger layers win. */
export interface Layered {
  readonly layer: 'default' | 'profile' | 'connector' | 'override';
  /** The name of the profile, or of the cluster that the override is for. */
  readonly label?: string | undefined;
}

/** Where the value of a key comes from. */
export interface KeyOrigin extends Layered {
  readonly source: Source;
  /** The environment variables that its value refers to; omitted if there are none. */
  readonly variables?: readonly string[] | undefined;
  /** The variables of the project that its value refers to; omitted if there are none. */
  readonly vars?: readonly string[] | undefined;
  /** Weaker layers that set the key too, the strongest first. */
  readonly covers?: readonly KeyOrigin[];
}

interface Declaration {
  readonly name: ConnectorName;
  /** The position of the declaration: the name, or the start of the document. */
  readonly source: Source;
  /** Names of connectors that must be healthy before this one is written, each with its position. */
  readonly dependsOn: readonly Dependency[];
  /** Its custom keys in all layers, without `x-`; omitted if there are none. No worker sees them. */
  readonly labels?: ReadonlyMap<string, string>;
  /** It is left as it is, whatever differs; omitted: it is not. */
  readonly suspension?: Suspension;
}

/** `reconcile: suspended` in a connector file. */
export interface Suspension {
  readonly reason?: string | undefined;
  /** When it ends, in milliseconds since the epoch, and as it is written; undefined: when it is removed. */
  readonly until?: { readonly at: number; readonly written: string } | undefined;
  readonly source: Source;
}

/** One entry of `dependsOn`. */
export interface Dependency {
  readonly name: string;
  readonly source: Source;
}

/** A connector that is declared to exist on one cluster, every key resolved. */
export interface PresentConnector extends Declaration {
  readonly kind: 'present';
  /** Undefined if the state is not declared, and so not changed. */
  readonly state: DesiredState | undefined;
  readonly stateSource: Source | undefined;
  /** The layer that declares the state. */
  readonly stateOrigin?: KeyOrigin | undefined;
  /** The state of the connector while its configuration changes; omitted if it keeps running. */
  readonly changeWhile?: { readonly state: SuspendedState; readonly source: Source };
  readonly config: Config;
  readonly origins: ReadonlyMap<string, KeyOrigin>;
  /** Inherited keys that a stronger layer removed with `!unset`. */
  readonly removed?: ReadonlyMap<string, KeyOrigin>;
  /** Keys whose text contains `${env.…}`: secret by origin, on both sides (decision 12). */
  readonly secretKeys: ReadonlySet<string>;
  /**
   * The fingerprint of its secrets, which `config` contains as text. Left out: the project declares none, or it cannot be
   * made in this run; then its key is one of `ignoreKeys`.
   */
  readonly fingerprint?: SecretFingerprint;
  /** Globs over keys that are managed elsewhere: the live value is kept. */
  readonly ignoreKeys: readonly string[];
  /** It is healthy without any task too. Default: false. */
  readonly allowNoTasks?: boolean;
  /** The same with the position of each, for a glob that matches nothing; omitted if there are none. */
  readonly ignoredAt?: readonly { readonly text: string; readonly source: Source }[];
}

/** A connector that is declared absent: `state: absent`. */
export interface AbsentConnector extends Declaration {
  readonly kind: 'absent';
  readonly stateSource: Source;
}

/** The desired state of one connector on one cluster. */
export type DesiredConnector = PresentConnector | AbsentConnector;
