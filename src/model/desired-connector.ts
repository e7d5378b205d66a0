import type { Config } from './config.ts';
import type { ConnectorName } from './connector-name.ts';
import type { Source } from './source.ts';

/** A state that a file may wish for a connector that exists. */
export type DesiredState = 'running' | 'paused' | 'stopped';

/** A state in which a connector does nothing. */
export type SuspendedState = Exclude<DesiredState, 'running'>;

/** A place of the files that says something of connectors; the stronger of two wins. */
export interface Layered {
  readonly layer: 'default' | 'profile' | 'connector' | 'override';
  /** The name of the profile, or of the cluster that the override is for. */
  readonly label?: string | undefined;
}

/** Where the value of a key comes from. */
export interface KeyOrigin extends Layered {
  readonly source: Source;
  /** Weaker layers that say something else, or the same, the strongest first. */
  readonly covers?: readonly KeyOrigin[];
}

interface Wish {
  readonly name: ConnectorName;
  /** Where the connector is described: its name, or the start of its document. */
  readonly source: Source;
  /** Names of connectors that must be healthy before this one is written, each with its place. */
  readonly dependsOn: readonly Dependency[];
}

/** One entry of `dependsOn`. */
export interface Dependency {
  readonly name: string;
  readonly source: Source;
}

/** The wish that a connector exists on one cluster, every key resolved. */
export interface PresentConnector extends Wish {
  readonly kind: 'present';
  /** Left out: the state is not touched. */
  readonly state: DesiredState | undefined;
  readonly stateSource: Source | undefined;
  /** Of a state that files name: which layer does. */
  readonly stateOrigin?: KeyOrigin | undefined;
  /** The state that it is put into while its configuration changes, and taken out of after; left out: none. */
  readonly changeWhile?: { readonly state: SuspendedState; readonly source: Source };
  readonly config: Config;
  readonly origins: ReadonlyMap<string, KeyOrigin>;
  /** Inherited keys that a stronger layer took away again. */
  readonly removed?: ReadonlyMap<string, KeyOrigin>;
  /** Keys whose text holds `${env.…}`: secret by origin, on both sides (secrets rule of the documentation). */
  readonly secretKeys: ReadonlySet<string>;
  /** Keys that another actor owns: kept as they are live. */
  readonly ignoreKeys: readonly string[];
}

/** The wish that a connector is gone: `state: absent`. */
export interface AbsentConnector extends Wish {
  readonly kind: 'absent';
  readonly stateSource: Source;
}

/** What one connector shall be on one cluster. */
export type DesiredConnector = PresentConnector | AbsentConnector;
