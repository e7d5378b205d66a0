import type { EffectRow } from './effect-row.ts';

const source = ['*.FileStreamSourceConnector'];
const sink = ['*.FileStreamSinkConnector'];

/** The file connectors of Kafka. */
export const fileStreamRows: readonly EffectRow[] = [
  {
    plugins: source,
    keys: ['file'],
    effect: 'offsets-lost',
    sentence: 'offsets belong to the old file, so the new one is read from its start',
    losesOffsets: true,
    source: { experiment: 'file of a FileStream source: the new file is read from its start' },
  },
  {
    plugins: source,
    keys: ['topic'],
    effect: 'topics-renamed',
    sentence: 'records go to another topic',
    source: {
      experiment: 'topic of a FileStream source: the offset is kept, new records go to the other topic',
    },
  },
  {
    plugins: sink,
    keys: ['file'],
    effect: 'target-renamed',
    sentence: 'later records go to another file; those before stay in the old one',
    source: { experiment: 'file of a FileStream sink: later records go to the new file' },
  },
];
