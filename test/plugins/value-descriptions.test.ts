import { describe, expect, it } from 'vitest';
import { describeValues } from '../../src/plugins/editor/value-descriptions.ts';

describe('what a documentation says about values', () => {
  it('is the text behind each value in quotation marks', () => {
    const text =
      "When to snapshot. Options include: 'initial' (default): If there are no offsets, take one; 'never' to take none; or 'WHEN_needed': take one where the log is gone. See 'initial' for more.";
    expect([...describeValues(text, ['initial', 'never', 'when_needed', 'custom'])]).toEqual([
      ['initial', 'If there are no offsets, take one'],
      ['never', 'to take none'],
      ['when_needed', "take one where the log is gone. See 'initial' for more."],
    ]);
  });

  it('is nothing where there are none', () => {
    expect(describeValues("Either 'a' or 'b' will do.", ['c']).size).toBe(0);
    expect(describeValues('', ['a']).size).toBe(0);
    expect(describeValues('a: x', []).size).toBe(0);
  });
});
