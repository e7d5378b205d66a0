import { describe, expect, it } from 'vitest';
import { isOfType } from '../../src/plugins/parse-value.ts';

/** What `ConfigDef.parseType` of Kafka 3.9.1 accepts and refuses. */
const cases: readonly (readonly [type: string, accepted: readonly string[], refused: readonly string[]])[] = [
  ['BOOLEAN', ['true', 'FALSE', ' True\n'], ['', 'yes', '1', '\u00a0true']],
  [
    'INT',
    ['0', '-1', '+7', ' 12\t', '2147483647', '-2147483648', '007', '٣'],
    ['', '2147483648', '1.0', '1e3', '1_000', '12 3', '\u00a05', '0x10'],
  ],
  ['SHORT', ['32767'], ['32768', '-32769']],
  ['LONG', ['9223372036854775807', '-9223372036854775808'], ['9223372036854775808', '1L']],
  [
    'DOUBLE',
    ['1', '1.', '.5', '-1e-3', '1d', '2F', 'NaN', '-Infinity', '0x1p3', ' 0.5 '],
    ['', 'e5', '1,5', 'inf', '0x1', 'half'],
  ],
  ['STRING', ['', 'anything'], []],
  ['LIST', ['', ',,'], []],
  ['CLASS', ['', 'no.such.Class'], []],
  ['PASSWORD', ['', 'x'], []],
  ['a type of a later Kafka', ['x'], []],
];

describe('a value', () => {
  it.each(cases)('of type %s is accepted or refused as a worker does', (type, accepted, refused) => {
    expect(accepted.filter((value) => !isOfType(type, value))).toEqual([]);
    expect(refused.filter((value) => isOfType(type, value))).toEqual([]);
  });
});
