import type { PluginDefinition, PluginKey } from '../../../src/sandbox/plugins/plugin-definition.ts';
import type { AskedWorker, ListedPlugin } from './ask-worker.ts';
import { withRules } from './probe-values.ts';

type Config = Readonly<Record<string, string>>;

const fileSource = 'org.apache.kafka.connect.file.FileStreamSourceConnector';
const source: Config = { 'connector.class': fileSource, name: 'recording', topic: 'recording' };

/** Which plugins to record. */
export type Wanted = (plugin: ListedPlugin) => boolean;

/** The plugins of Apache Kafka itself that the sandbox has. */
export const isApacheKafka: Wanted = (plugin) =>
  plugin.class.startsWith('org.apache.kafka.connect.') &&
  !plugin.class.includes('.mirror.') &&
  !/\.(tools|Mock|Schema|Verifiable)/.test(plugin.class);

/** The definitions of a worker's plugins (Kafka 3.2 or later), with the rules that its validation shows. */
export async function recordWorker(
  worker: AskedWorker,
  wanted: Wanted,
): Promise<readonly PluginDefinition[]> {
  const listed = (await worker.list()).filter(wanted);
  const definitions: PluginDefinition[] = [];
  for (const plugin of listed) definitions.push(await recordPlugin(worker, plugin));
  return definitions;
}

/**
 * The definitions of a worker that cannot list keys (before Kafka 3.2), from its answers to validations. `known` are
 * those of a later release: what this one refuses as a class is left out. Converters show no keys at all then.
 */
export async function recordByValidation(
  worker: AskedWorker,
  known: readonly PluginDefinition[],
): Promise<readonly PluginDefinition[]> {
  const definitions: PluginDefinition[] = [];
  for (const plugin of known) {
    const { base, prefix } = probeConfig(plugin);
    const answer = await worker.validate(base);
    const isRefused = answer.some(({ value }) =>
      value.errors.some((error) => /could not be found|Not a /.test(error)),
    );
    if (isRefused) continue;
    const shown = new Map(
      answer.flatMap(({ definition }) => (definition ? [[definition.name, definition] as const] : [])),
    );
    const keys = (plugin.keys ?? []).flatMap((key) => keyShown(key, shown.get(`${prefix}${key.name}`)));
    definitions.push(
      isConverter(plugin) ? plugin : { ...plugin, keys: await withRules(keys, { worker, base, prefix }) },
    );
  }
  return definitions;
}

/** What an old worker shows of a key: texts and places within an alias are its own, so the later ones are kept. */
function keyShown({ accepts: _, ...key }: PluginKey, shown: PluginKey | undefined): readonly PluginKey[] {
  if (!shown) return [];
  const { type, required, default_value } = shown;
  return [
    {
      ...key,
      type,
      ...(required !== undefined && { required }),
      ...(default_value !== undefined && { default_value }),
    },
  ];
}

async function recordPlugin(worker: AskedWorker, plugin: ListedPlugin): Promise<PluginDefinition> {
  const all = await worker.keysOf(plugin.class);
  const framework =
    plugin.type === 'source' || plugin.type === 'sink' ? await frameworkKeys(worker, plugin) : [];
  const keys = all.filter(({ name }) => !framework.includes(name));
  const { base, prefix } = probeConfig(plugin);
  const { class: className, type, version } = plugin;
  return {
    class: className,
    type,
    ...(version !== undefined && { version }),
    keys: await withRules(keys, { worker, base, prefix }),
  };
}

/** What every connector of a type has: the keys that the file connectors do not define themselves. */
async function frameworkKeys(worker: AskedWorker, { type }: ListedPlugin): Promise<readonly string[]> {
  const className = type === 'source' ? fileSource : fileSource.replace('Source', 'Sink');
  const own = ['file', 'topic', 'batch.size'];
  return (await worker.keysOf(className)).map(({ name }) => name).filter((name) => !own.includes(name));
}

function probeConfig({ class: className, type }: Pick<PluginDefinition, 'class' | 'type'>): {
  base: Config;
  prefix: string;
} {
  switch (type) {
    case 'source':
      return { base: { 'connector.class': className, name: 'recording' }, prefix: '' };
    case 'sink':
      return { base: { 'connector.class': className, name: 'recording', topics: 'recording' }, prefix: '' };
    case 'transformation':
      return {
        base: { ...source, transforms: 'x', 'transforms.x.type': className },
        prefix: 'transforms.x.',
      };
    case 'predicate':
      return {
        base: { ...source, predicates: 'x', 'predicates.x.type': className },
        prefix: 'predicates.x.',
      };
    case 'converter':
      return { base: { ...source, 'value.converter': className }, prefix: 'value.converter.' };
    case 'header_converter':
      return { base: { ...source, 'header.converter': className }, prefix: 'header.converter.' };
  }
}

function isConverter({ type }: PluginDefinition): boolean {
  return type === 'converter' || type === 'header_converter';
}
