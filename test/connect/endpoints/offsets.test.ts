import { describe, expect, it } from 'vitest';
import { UnexpectedAnswer } from '../../../src/connect/decode.ts';
import { parseOffsets } from '../../../src/connect/endpoints/offsets.ts';

function parse(text: string) {
  return parseOffsets(text);
}

describe('offsets', () => {
  it('are partitions and positions, of a source in the words of its plugin', () => {
    const text = '{"offsets":[{"partition":{"server":"db"},"offset":{"file":"bin.3","pos":154}}]}';
    expect(parse(text)).toEqual({
      text,
      entries: [{ partition: { server: 'db' }, offset: { file: 'bin.3', pos: 154 } }],
    });
  });

  it('are topics, partitions and positions of a sink', () => {
    const { entries } = parse(
      '{"offsets":[{"partition":{"kafka_topic":"a","kafka_partition":0},"offset":{"kafka_offset":7}}]}',
    );
    expect(entries).toEqual([
      { partition: { kafka_topic: 'a', kafka_partition: 0 }, offset: { kafka_offset: 7 } },
    ]);
  });

  it('may be none yet, and one may be null', () => {
    expect(parse('{"offsets":[]}').entries).toEqual([]);
    expect(parse('{"offsets":[{"partition":{"x":"y"},"offset":null}]}').entries).toEqual([
      { partition: { x: 'y' }, offset: null },
    ]);
  });

  it('keep their text, since a number of Java may be greater than ours can be', () => {
    const text = ' {"offsets":[{"partition":{"x":"y"},"offset":{"lsn":9223372036854775807}}]}\n';
    expect(parse(text).text).toBe(text.trim());
  });

  it.each([
    ['a list', []],
    ['nothing', null],
    ['another object', { positions: [] }],
    ['offsets that are no list', { offsets: { x: 1 } }],
    ['an offset that is no object', { offsets: [7] }],
  ])('are refused where the answer is %s', (_what, answer) => {
    expect(() => parseOffsets(JSON.stringify(answer))).toThrow(UnexpectedAnswer);
  });
});
