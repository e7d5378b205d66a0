import type { UpdateChange } from '../model/change.ts';
import { type PluginClasses, wellKnownClasses } from '../model/plugin-classes.ts';

/** What the change of one key does to data, beyond what every change does. */
export interface KeyEffect {
  readonly sentence: string;
  /** Whether the stored offsets no longer apply. */
  readonly losesOffsets: boolean;
}

interface KeyRule {
  readonly key: RegExp;
  /** Limits the rule to the plugins for which the key has this meaning. */
  readonly applies?: (change: UpdateChange, classes: PluginClasses) => boolean;
  /** Begins with the key. Must not quote values, which may be secret. */
  readonly effect: (key: string) => string;
  readonly losesOffsets?: true;
}

/** One row for each known key. */
const rules: readonly KeyRule[] = [
  {
    key: /^connector\.class$/,
    applies: isSamePlugin,
    effect: (key) => `${key}: another name of the same plugin`,
  },
  {
    key: /^connector\.class$/,
    applies: (change, classes) => !isSamePlugin(change, classes),
    effect: (key) => `${key}: another plugin, which may not understand the stored offsets`,
    losesOffsets: true,
  },
  {
    // Debezium keeps offsets under this name, and prefixes every topic with it.
    key: /^(topic\.prefix|database\.server\.name)$/,
    applies: isDebezium,
    effect: (key) =>
      `${key}: topics get new names, and offsets are stored under the old one: it starts with a new snapshot`,
    losesOffsets: true,
  },
  {
    key: /^topic\.prefix$/,
    applies: (change, classes) => !isDebezium(change, classes),
    effect: (key) => `${key}: records go to topics of other names`,
  },
  {
    key: /^(topic|kafka\.topic)$/,
    applies: isSource,
    effect: (key) => `${key}: records go to another topic`,
  },
  {
    key: /^transforms\.[^.]+\.(regex|replacement|topic\.(regex|replacement|format)|route\.topic\.\w+)$/,
    effect: (key) => `${key}: records may go to topics of other names`,
  },
  {
    key: /^file$/,
    applies: (change, classes) => classOf(change, classes).endsWith('FileStreamSourceConnector'),
    effect: (key) => `${key}: offsets belong to the old file, so the new one is read from its start`,
    losesOffsets: true,
  },
  {
    key: /^slot\.name$/,
    effect: (key) => `${key}: reads from another replication slot; the old slot remains and retains WAL`,
  },
  {
    key: /^database\.server\.id(\.offset)?$/,
    effect: (key) => `${key}: registers as another replica; the id must be unused`,
  },
  {
    key: /^(schema\.history\.internal|database\.history)\.kafka\.topic$/,
    effect: (key) => `${key}: the schema history must exist in the new topic or be recovered`,
  },
  {
    key: /^offsets\.storage\.topic$/,
    effect: (key) => `${key}: offsets are read from another topic`,
    losesOffsets: true,
  },
  {
    key: /^consumer\.override\.group\.id$/,
    effect: (key) => `${key}: reads as another consumer group, with its offsets or none`,
    losesOffsets: true,
  },
  {
    key: /^topics(\.regex)?$/,
    applies: isSink,
    effect: (key) => `${key}: a topic that it has not read before starts according to auto.offset.reset`,
  },
];

/** The known effects of the changed keys, in the order of the keys. `classes`: those of the worker, if they were read. */
export function keyEffects(change: UpdateChange, classes: PluginClasses = wellKnownClasses): KeyEffect[] {
  return change.fields.flatMap(({ key }) =>
    rules
      .filter((rule) => rule.key.test(key) && (rule.applies?.(change, classes) ?? true))
      .map((rule) => ({ sentence: rule.effect(key), losesOffsets: rule.losesOffsets ?? false })),
  );
}

function isSamePlugin({ live, target }: UpdateChange, classes: PluginClasses): boolean {
  return classes.isSame(live.config.get('connector.class'), target.get('connector.class'));
}

function isDebezium(change: UpdateChange, classes: PluginClasses): boolean {
  return classOf(change, classes).startsWith('io.debezium.');
}

function isSource({ live }: UpdateChange): boolean {
  return live.type !== 'sink';
}

function isSink({ live }: UpdateChange): boolean {
  return live.type !== 'source';
}

/** In full where the alias is known. */
function classOf({ target }: UpdateChange, classes: PluginClasses): string {
  const className = target.get('connector.class') ?? '';
  return classes.resolve(className) ?? className;
}
