import { describe, expect, it } from 'vitest';
import { offsetChanges } from '../../src/model/offset-changes.ts';

const partition = { filename: '/data/lines.txt' };

describe('a reset of offsets', () => {
  it('changes each partition that has an offset', () => {
    const offset = { position: 6 };
    expect(offsetChanges([{ partition, offset }], { kind: 'reset' })).toEqual([
      { partition, before: offset, after: null },
    ]);
  });

  it('changes no partition that a worker lists without an offset', () => {
    expect(offsetChanges([{ partition, offset: null }], { kind: 'reset' })).toEqual([]);
  });
});
