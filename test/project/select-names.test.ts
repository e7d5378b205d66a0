import { describe, expect, it } from 'vitest';
import { selectNames } from '../../src/project/select-names.ts';

const names = ['orders-sink', 'orders-source', 'payments'];

describe('name arguments', () => {
  it.each([
    [[], names],
    [['payments'], ['payments']],
    [['orders-*'], ['orders-sink', 'orders-source']],
    [
      ['orders-*', 'orders-sink'],
      ['orders-sink', 'orders-source'],
    ],
  ])('%j mean %j', (patterns, expected) => {
    expect(selectNames(patterns, names, 'on prod')).toEqual(expected);
  });

  it.each([
    ['payment', 'no connector is called "payment" on prod', 'did you mean "payments"?'],
    ['billing-*', 'no connector matches "billing-*" on prod', undefined],
  ])('%s is nobody', (pattern, message, hint) => {
    expect(() => selectNames([pattern], names, 'on prod')).toThrow(
      expect.objectContaining({ message, category: 'failure', ...(hint && { hint }) }),
    );
  });
});
