import type { DesiredState } from '../../../../model/desired-connector.ts';
import { ExactNumber } from '../../../../model/exact-json.ts';
import { UnknownValue } from './unknown-value.ts';

/** A connector in parsed JSON or YAML. */
export interface FoundConnector {
  readonly name: string | undefined;
  readonly config: ReadonlyMap<string, string>;
  readonly nullKeys: readonly string[];
  /** Keys with objects or lists as values. */
  readonly nestedKeys: readonly string[];
  readonly state: DesiredState | undefined;
  /** Where its config is in the data: keys and indexes from the root. */
  readonly path: DataPath;
  /** What stands beside the config, by its path, and has no counterpart in a connector file. */
  readonly ignored?: readonly string[] | undefined;
  /** What is only known to the tool that evaluates the file, by key; the connector is skipped. */
  readonly unknown?: readonly UnknownPart[] | undefined;
  /** The managed service that runs it. */
  readonly service?: ManagedService | undefined;
  /** Keys that are secret wherever the config comes from. */
  readonly secretKeys?: readonly string[] | undefined;
}

/** Services that run connectors on workers of their own. */
export type ManagedService = 'Confluent Cloud' | 'Amazon MSK Connect';

/** A key, and why its value is unknown. */
export interface UnknownPart {
  readonly key: string;
  readonly value: UnknownValue;
}

/** Keys and indexes from the root of parsed data. */
export type DataPath = readonly (string | number)[];

/** An object of parsed data. */
export type Members = Readonly<Record<string, unknown>>;

/** One form in which data contains connectors: the answer of a worker, the resource of an operator. */
export interface DataShape {
  /** The form as messages name it. */
  readonly form: string;
  /**
   * The connectors of an object; undefined if it has another form, and then the next form is tried. `search` finds those
   * in a part of the object, in any form; it gets the path of that part.
   */
  readonly find: (
    value: Members,
    path: DataPath,
    search: (part: unknown, path: DataPath) => readonly FoundConnector[],
  ) => readonly FoundConnector[] | undefined;
}

/** What a shape knows about a connector. */
export interface FoundParts {
  readonly name: unknown;
  readonly config: Members;
  readonly state?: DesiredState | undefined;
  readonly path: DataPath;
  readonly ignored?: readonly string[] | undefined;
  readonly service?: ManagedService | undefined;
  readonly secretKeys?: readonly string[] | undefined;
}

/** Reads a connector from its parts. */
export function foundConnector({
  name,
  config,
  state,
  path,
  ignored,
  service,
  secretKeys,
}: FoundParts): FoundConnector {
  const texts = Object.entries(config).map(([key, value]) => [key, textOf(value), value] as const);
  const inConfig = texts.find(([key]) => key === 'name')?.[1];
  return {
    name: textOf(name) ?? inConfig,
    config: new Map(texts.flatMap(([key, text]) => (text === undefined ? [] : [[key, text] as const]))),
    nullKeys: texts.flatMap(([key, , value]) => (value === null ? [key] : [])),
    nestedKeys: texts.flatMap(([key, text, value]) =>
      text === undefined && value !== null && !(value instanceof UnknownValue) ? [key] : [],
    ),
    state,
    path,
    ignored,
    service,
    secretKeys,
    unknown: [['name', name] as const, ...Object.entries(config)].flatMap(([key, value]) =>
      value instanceof UnknownValue ? [{ key, value }] : [],
    ),
  };
}

/** The string that a worker stores for a JSON value; numbers and booleans keep their text. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return value instanceof ExactNumber ? value.text : undefined;
}

/** The state in a status, a create request or a connector file, if it can be a desired state. */
export function stateIn(value: Members): DesiredState | undefined {
  const connector = isMap(value['connector']) ? value['connector'] : {};
  const state = connector['state'] ?? value['state'] ?? value['initial_state'];
  const text = typeof state === 'string' ? state.toLowerCase() : '';
  return text === 'paused' || text === 'stopped' ? text : undefined;
}

/** Whether a value is the config of a connector, and not that of one of its tasks. */
export function isConfig(value: unknown): value is Members {
  return isMap(value) && 'connector.class' in value && !('task.class' in value);
}

/** Whether a value is an object. */
export function isMap(value: unknown): value is Members {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof ExactNumber) &&
    !(value instanceof UnknownValue)
  );
}
