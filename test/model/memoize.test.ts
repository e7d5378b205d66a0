import { expect, it } from 'vitest';
import { memoize } from '../../src/model/memoize.ts';

it('thinks once about each text, also where the answer is that there is none', () => {
  const asked: string[] = [];
  const compute = memoize((text) => {
    asked.push(text);
    return text === 'a' ? 1 : undefined;
  });
  expect([compute('a'), compute('b'), compute('a'), compute('b')]).toEqual([1, undefined, 1, undefined]);
  expect(asked).toEqual(['a', 'b']);
});

it('does not grow without end', () => {
  let asked = 0;
  const compute = memoize((text) => {
    asked += 1;
    return text.length;
  });
  for (let number = 0; number <= 10_000; number += 1) compute(String(number));
  expect(compute('0')).toBe(1);
  expect(asked).toBe(10_002);
});
