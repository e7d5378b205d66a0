import { namesOfClass } from '../../model/plugin-classes.ts';
import { usedPlugins } from '../../model/redaction/password-keys.ts';
import { isMirror, keysWhere, type RunningConnector, type WorkerBreak } from './worker-break.ts';

const release = [4, 2, 0] as const;
const source = 'KIP-1161, KAFKA-19112; seen on real workers';

/** What Kafka Connect 4.2 checks about values that are lists. */
export const listBreaks: readonly WorkerBreak[] = [
  {
    id: 'empty-topics',
    release,
    level: 'fails',
    concerns: (connector) =>
      keysWhere(connector, (key, value) => isNameList(connector, key) && hasEmpty(value)),
    message: (keys) =>
      `${keys.join(', ')} has an empty name in its list: the connector is FAILED from 4.2 on`,
    hint: 'remove the comma that is too many, and apply before the upgrade',
    source,
  },
  {
    id: 'repeated-topics',
    release,
    level: 'refused',
    concerns: (connector) =>
      keysWhere(
        connector,
        (key, value) => isNameList(connector, key) && hasRepeated(value) && !hasEmpty(value),
      ),
    message: (keys) =>
      `${keys.join(', ')} has a name twice: the connector keeps running, but 4.2 and later refuse every change of it`,
    hint: 'name each once',
    source,
  },
  {
    id: 'empty-bootstrap-servers',
    release,
    level: 'fails',
    concerns: (connector) =>
      keysWhere(
        connector,
        (key, value) =>
          /^(?:producer|consumer|admin)\.override\.bootstrap\.servers$/.test(key) && hasEmpty(value),
      ),
    message: ([key]) =>
      `${key} has an empty element in its list: from 4.2 on every task fails, and no validation reports it`,
    hint: 'remove the comma that is too many, and apply before the upgrade',
    source,
  },
  {
    id: 'transformation-lists',
    release,
    level: 'fails',
    concerns: listsOfTransformations,
    message: (keys) =>
      `${keys.join(', ')} has an empty or a repeated element in its list: the connector is FAILED from 4.2 on`,
    hint: 'remove it, and apply before the upgrade',
    source,
  },
];

/** The lists of names of sinks and of MirrorMaker; other sources define `topics` themselves. */
function isNameList(connector: RunningConnector, key: string): boolean {
  if (isMirror(connector)) return mirrorLists.includes(key);
  return key === 'topics' && connector.type !== 'source';
}

const mirrorLists = ['topics', 'topics.exclude', 'groups', 'groups.exclude', 'config.properties.exclude'];

/** The keys of Kafka's own transformations that are checked so. */
const checkedLists: ReadonlyMap<string, readonly string[]> = new Map([
  ['DropHeaders', ['headers']],
  ['MaskField', ['fields']],
  ['ReplaceField', ['exclude', 'include']],
  ['ValueToKey', ['fields']],
]);

function listsOfTransformations({ config }: RunningConnector): readonly string[] | undefined {
  const keys = usedPlugins(config).flatMap(({ kind, className, prefix }) => {
    if (kind !== 'transformation' || !className.startsWith('org.apache.kafka.connect.transforms.')) return [];
    const lists = checkedLists.get(namesOfClass(className.replace(/\$(?:Key|Value)$/, ''))[1]) ?? [];
    return lists.map((list) => prefix + list);
  });
  const wrong = keys.filter((key) => hasEmpty(config.get(key)) || hasRepeated(config.get(key)));
  return wrong.length > 0 ? wrong : undefined;
}

/** As Kafka splits a list: a comma at the end has an empty element behind it; a value that is empty has none. */
function elementsOf(list: string | undefined): readonly string[] {
  const text = list?.trim() ?? '';
  return text === '' ? [] : text.split(',').map((element) => element.trim());
}

function hasEmpty(list: string | undefined): boolean {
  return elementsOf(list).includes('');
}

function hasRepeated(list: string | undefined): boolean {
  const elements = elementsOf(list);
  return new Set(elements).size < elements.length;
}
