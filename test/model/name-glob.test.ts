import { describe, expect, it } from 'vitest';
import { matchesAnyGlob, matchesNameGlob } from '../../src/model/name-glob.ts';

describe('a glob over names', () => {
  it.each([
    ['orders-*', 'orders-1', true],
    ['orders-*', 'orders-', true],
    ['orders-*', 'my-orders-1', false],
    ['order?-1', 'orders-1', true],
    ['order?-1', 'order-1', false],
    ['a.b', 'axb', false],
    ['*', 'anything', true],
    ['a+(b)', 'a+(b)', true],
    ['*', 'two\nlines', true],
    ['Orders', 'orders', false],
  ])('%s on %s: %s', (glob, name, expected) => {
    expect(matchesNameGlob(glob, name)).toBe(expected);
  });

  it('of an empty list matches nothing', () => {
    expect(matchesAnyGlob([], 'orders')).toBe(false);
  });
});
