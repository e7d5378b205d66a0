import type { StringMap } from '../http/jackson.ts';
import type { Profile, Release } from '../profile.ts';
import type { KeyDefinition } from '../validation/key-definition.ts';
import type { FindClass, KeyResult } from '../validation/parse-value.ts';

/** The configuration of one task. */
export type TaskConfig = ReadonlyMap<string, string>;

/** A connector class that is installed. */
export interface ConnectorPlugin extends ConnectorBehaviour {
  readonly className: string;
  readonly type: 'source' | 'sink';
  /** Left out: it comes with the worker and has its version. */
  readonly version?: string;
  /** Its own keys; the framework's are the same for all. */
  readonly keys: readonly KeyDefinition[];
  /** Every configuration is accepted, and the connector runs whatever it says: a worker that only records. */
  readonly acceptsAnything?: true;
}

/** What a connector class does, which no definition shows. */
export interface ConnectorBehaviour {
  readonly taskClass: string;
  /** How many tasks it makes. */
  readonly tasks: 'one' | 'tasks.max';
  /** What a task gets of the connector's configuration; left out: all of it. */
  readonly taskConfig?: (config: TaskConfig, profile: Profile) => TaskConfig;
  /** How it validates its own keys; left out: by their definitions. */
  readonly validate?: (
    keys: readonly KeyDefinition[],
    config: StringMap,
    findClass: FindClass,
  ) => readonly KeyResult[];
  /**
   * Whether it implements `alterOffsets`: the worker warns about a source that does not (Connect REST contract 4.17).
   */
  readonly altersOffsets?: boolean;
  /** The key that each partition object of its offsets has. */
  readonly partitionKey?: string;
}

/** A converter, transformation or predicate that is installed. */
export interface ComponentPlugin {
  readonly className: string;
  readonly kind: ComponentKind;
  /** Left out: it comes with the worker and has its version. */
  readonly version?: string;
  readonly keys: readonly KeyDefinition[];
  readonly since?: Release;
}

/** The kinds of classes that are not connectors. */
export type ComponentKind = 'converter' | 'header_converter' | 'transformation' | 'predicate';
