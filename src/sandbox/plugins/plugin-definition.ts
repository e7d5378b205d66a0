import type { KeyType } from '../validation/key-definition.ts';
import type { ValueRule } from '../validation/value-rule.ts';

/**
 * A plugin as a worker describes it: its class, and its keys as `GET /connector-plugins/{class}/config` lists them,
 * without the keys that the framework adds to every connector. The sandbox installs the recorded ones in this folder,
 * and those passed to `startSandbox`.
 */
export interface PluginDefinition {
  /** The full name of the Java class. */
  readonly class: string;
  readonly type: 'source' | 'sink' | 'converter' | 'header_converter' | 'transformation' | 'predicate';
  /** Left out: the plugin comes with the worker and has its version. */
  readonly version?: string;
  /** The first Kafka release that has it; left out: all of them. */
  readonly since?: string;
  readonly keys?: readonly PluginKey[];
}

/** One key of a plugin. Field names and values are those of the REST API; what is left out has ConfigDef's default. */
export interface PluginKey {
  readonly name: string;
  readonly type: KeyType;
  readonly required?: boolean;
  readonly default_value?: string | null;
  readonly importance?: 'HIGH' | 'MEDIUM' | 'LOW';
  readonly documentation?: string;
  readonly group?: string | null;
  /** The place within the group, from 1. */
  readonly order?: number;
  readonly width?: 'NONE' | 'SHORT' | 'MEDIUM' | 'LONG';
  readonly display_name?: string;
  /** Which values validation accepts; left out: all that have the type. */
  readonly accepts?: ValueRule;
  /** The first Kafka release that defines the key in this way; left out: all up to `until`. */
  readonly since?: string;
  /** The first Kafka release that no longer does. */
  readonly until?: string;
}
