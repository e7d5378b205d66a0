import type { UpdateChange } from '../model/change.ts';

/** What the change of one key does to data, beyond what every change does. */
export interface KeyEffect {
  readonly sentence: string;
  /** Whether the offsets kept so far no longer say where to go on. */
  readonly losesOffsets: boolean;
}

interface KeyRule {
  readonly key: RegExp;
  /** Where the key means something else, or nothing, for other plugins: who is meant. */
  readonly applies?: (change: UpdateChange) => boolean;
  /** Begins with the key; it must not quote values, which may be secret. */
  readonly effect: (key: string) => string;
  readonly losesOffsets?: true;
}

/** Adding what is known of another key is adding a row. */
const rules: readonly KeyRule[] = [
  {
    key: /^connector\.class$/,
    effect: (key) =>
      `${key}: another plugin takes over, and may not understand the offsets of the one before`,
    losesOffsets: true,
  },
  {
    // Debezium keeps offsets under this name, and prefixes every topic with it.
    key: /^(topic\.prefix|database\.server\.name)$/,
    applies: isDebezium,
    effect: (key) =>
      `${key}: topics get new names, and offsets lie under the old one: it starts with a new snapshot`,
    losesOffsets: true,
  },
  {
    key: /^topic\.prefix$/,
    applies: (change) => !isDebezium(change),
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
    applies: (change) => classOf(change).endsWith('FileStreamSourceConnector'),
    effect: (key) => `${key}: offsets belong to the old file: the new one is read from its start`,
    losesOffsets: true,
  },
  {
    key: /^slot\.name$/,
    effect: (key) =>
      `${key}: changes are read from another replication slot; the old one stays and holds back WAL`,
  },
  {
    key: /^database\.server\.id(\.offset)?$/,
    effect: (key) => `${key}: the database sees another replica; the id must be free`,
  },
  {
    key: /^(schema\.history\.internal|database\.history)\.kafka\.topic$/,
    effect: (key) => `${key}: the schema history must be in the new topic, or it has to be recovered`,
  },
  {
    key: /^offsets\.storage\.topic$/,
    effect: (key) => `${key}: offsets are looked for in another topic`,
    losesOffsets: true,
  },
  {
    key: /^consumer\.override\.group\.id$/,
    effect: (key) => `${key}: it reads as another consumer group, with the offsets of that one or none`,
    losesOffsets: true,
  },
  {
    key: /^topics(\.regex)?$/,
    applies: isSink,
    effect: (key) => `${key}: a topic it has not read before starts where auto.offset.reset says`,
  },
];

/** What is known of the changed keys, in the order of the keys. */
export function keyEffects(change: UpdateChange): KeyEffect[] {
  return change.fields.flatMap(({ key }) =>
    rules
      .filter((rule) => rule.key.test(key) && (rule.applies?.(change) ?? true))
      .map((rule) => ({ sentence: rule.effect(key), losesOffsets: rule.losesOffsets ?? false })),
  );
}

function isDebezium(change: UpdateChange): boolean {
  return classOf(change).startsWith('io.debezium.');
}

function isSource({ live }: UpdateChange): boolean {
  return live.type !== 'sink';
}

function isSink({ live }: UpdateChange): boolean {
  return live.type !== 'source';
}

function classOf({ target }: UpdateChange): string {
  return target.get('connector.class') ?? '';
}
