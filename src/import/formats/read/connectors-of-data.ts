import type { DesiredState } from '../../../model/desired-connector.ts';
import { ExactNumber } from '../../../model/exact-json.ts';

/** A connector in parsed JSON or YAML. */
export interface FoundConnector {
  readonly name: string | undefined;
  readonly config: ReadonlyMap<string, string>;
  readonly nullKeys: readonly string[];
  /** Keys with objects or lists as values. */
  readonly nestedKeys: readonly string[];
  readonly state: DesiredState | undefined;
}

/**
 * Finds connectors in parsed data, in all common formats: `{name, config}`, a bare config, responses of `expand=info`
 * and `expand=status`, lists of these, documents of `show -f json` and backups, and resources of operators (Strimzi,
 * Confluent for Kubernetes, Jikkou, Aiven).
 */
export function connectorsOfData(value: unknown): readonly FoundConnector[] {
  if (Array.isArray(value)) return value.flatMap(connectorsOfData);
  if (!isMap(value)) return [];
  const resource = connectorOfResource(value);
  if (resource) return [resource];
  if (isConfig(value['config'])) return [read(value['name'], value['config'], stateIn(value))];
  if ('connector.class' in value) return [read(value['name'], value, undefined)];
  if (isMap(value['connector'])) return connectorsOfData(value['connector']);
  if (Array.isArray(value['connectors'])) return connectorsOfData(value['connectors']);
  if (Array.isArray(value['items'])) return connectorsOfData(value['items']);
  return Object.entries(value).flatMap(([name, one]) => connectorOfDump(name, one));
}

/** An entry of a response to `expand`, or of `show -f json`, keyed by name. */
function connectorOfDump(name: string, value: unknown): readonly FoundConnector[] {
  if (!isMap(value)) return [];
  const info = isMap(value['info']) ? value['info'] : value;
  const status = isMap(value['status']) ? value['status'] : value;
  return isConfig(info['config']) ? [read(name, info['config'], stateIn(status))] : [];
}

const kinds = new Set(['KafkaConnector', 'Connector']);

function connectorOfResource(value: Members): FoundConnector | undefined {
  const spec = value['spec'];
  if (!kinds.has(String(value['kind'])) || !isMap(spec)) return undefined;
  const config = [spec['config'], spec['configs'], spec['userConfig']].find(isMap) ?? {};
  const own = {
    'connector.class': spec['class'] ?? spec['connectorClass'],
    'tasks.max': spec['tasksMax'] ?? spec['taskMax'],
  };
  const given = Object.entries(own).filter(([key, one]) => one !== undefined && !(key in config));
  const metadata = isMap(value['metadata']) ? value['metadata'] : {};
  const isPaused = String(spec['pause']) === 'true';
  const state = isPaused ? 'paused' : stateIn(spec);
  return read(spec['name'] ?? metadata['name'], { ...Object.fromEntries(given), ...config }, state);
}

function read(name: unknown, config: Members, state: DesiredState | undefined): FoundConnector {
  const texts = Object.entries(config).map(([key, value]) => [key, textOf(value), value] as const);
  const inConfig = texts.find(([key]) => key === 'name')?.[1];
  return {
    name: textOf(name) ?? inConfig,
    config: new Map(texts.flatMap(([key, text]) => (text === undefined ? [] : [[key, text] as const]))),
    nullKeys: texts.flatMap(([key, , value]) => (value === null ? [key] : [])),
    nestedKeys: texts.flatMap(([key, text, value]) => (text === undefined && value !== null ? [key] : [])),
    state,
  };
}

/** The string that a worker stores for a JSON value; numbers and booleans keep their text. */
function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return value instanceof ExactNumber ? value.text : undefined;
}

/** The state in a status, a create request or a connector file, if it can be a desired state. */
function stateIn(value: Members): DesiredState | undefined {
  const connector = isMap(value['connector']) ? value['connector'] : {};
  const state = connector['state'] ?? value['state'] ?? value['initial_state'];
  const text = typeof state === 'string' ? state.toLowerCase() : '';
  return text === 'paused' || text === 'stopped' ? text : undefined;
}

/** Data of another kind may have a `config` too. */
function isConfig(value: unknown): value is Members {
  return isMap(value) && 'connector.class' in value;
}

type Members = Readonly<Record<string, unknown>>;

function isMap(value: unknown): value is Members {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof ExactNumber)
  );
}
