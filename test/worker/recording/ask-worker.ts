import type { PluginDefinition, PluginKey } from '../../../src/sandbox/plugins/plugin-definition.ts';

/** The plugins of one real worker, read over REST. */
export interface AskedWorker {
  /** Connectors and, from Kafka 3.2 on, everything else that is installed. */
  list(): Promise<readonly ListedPlugin[]>;
  /** The keys of a plugin (Kafka 3.2 or later), for a connector together with those of the framework. */
  keysOf(className: string): Promise<readonly PluginKey[]>;
  /** Validates a configuration: the definition of each key, and the errors of its value. */
  validate(config: Readonly<Record<string, string>>): Promise<readonly ValidatedKey[]>;
}

/** One entry of `GET /connector-plugins`. */
export interface ListedPlugin {
  readonly class: string;
  readonly type: PluginDefinition['type'];
  readonly version?: string;
}

/** One key of a validation answer. */
export interface ValidatedKey {
  readonly definition: PluginKey | null;
  readonly value: { readonly name: string; readonly errors: readonly string[] };
}

/** The worker at a URL. Its answers are not checked: an unexpected one ends the recording. */
export function askWorker(url: string): AskedWorker {
  return {
    list: () => ask(url, '/connector-plugins?connectorsOnly=false') as Promise<readonly ListedPlugin[]>,
    keysOf: async (className) => {
      const answer = await ask(url, `/connector-plugins/${encodeURIComponent(className)}/config`);
      return (answer as readonly RawKey[]).map(keyOf);
    },
    validate: async (config) => {
      const path = `/connector-plugins/${encodeURIComponent(config['connector.class'] ?? '')}/config/validate`;
      const answer = (await ask(url, path, config)) as { configs: readonly RawValidatedKey[] };
      return answer.configs.map(({ definition, value }) => ({
        definition: definition && keyOf(definition),
        value,
      }));
    },
  };
}

async function ask(url: string, path: string, body?: object): Promise<unknown> {
  const answer = await fetch(`${url}${path}`, {
    ...(body && { method: 'PUT', body: JSON.stringify(body) }),
    headers: { 'content-type': 'application/json' },
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

type RawKey = Required<Omit<PluginKey, 'accepts' | 'since' | 'until'>> & { readonly order_in_group?: number };
interface RawValidatedKey {
  readonly definition: RawKey | null;
  readonly value: ValidatedKey['value'];
}

/** `order_in_group`, as Kafka 4.3 calls it, is `order` in a recording; `dependents` are left out: the sandbox has none. */
function keyOf(raw: RawKey): PluginKey {
  const { name, type, required, default_value, importance, documentation, group, width, display_name } = raw;
  const order = raw.order_in_group ?? raw.order;
  return {
    name,
    type,
    required,
    default_value,
    importance,
    documentation,
    group,
    order,
    width,
    display_name,
  };
}
