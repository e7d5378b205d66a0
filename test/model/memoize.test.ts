import { expect, it } from 'vitest';
import { memoize } from '../../src/model/memoize.ts';

it('thinks once about each text, also where the answer is that there is none', () => {
  const asked: string[] = [];
  const judge = memoize((text) => {
    asked.push(text);
    return text === 'a' ? 1 : undefined;
  });
  expect([judge('a'), judge('b'), judge('a'), judge('b')]).toEqual([1, undefined, 1, undefined]);
  expect(asked).toEqual(['a', 'b']);
});

it('does not grow without end', () => {
  let asked = 0;
  const judge = memoize((text) => {
    asked += 1;
    return text.length;
  });
  for (let number = 0; number <= 10_000; number += 1) judge(String(number));
  expect(judge('0')).toBe(1);
  expect(asked).toBe(10_002);
});
