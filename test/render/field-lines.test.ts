import { describe, expect, it } from 'vitest';
import type { FieldView } from '../../src/model/plan-view.ts';
import { fieldLines } from '../../src/render/field-lines.ts';

function lines(before: string | null, after: string | null, field: Partial<FieldView> = {}): string[] {
  return fieldLines({ key: 'key', before, after, sensitive: false, ...field }).map(
    ({ sign, text }) => sign + text,
  );
}

describe('a key that differs', () => {
  it.each([
    ['changed', '1', '2', ['-key: 1', '+key: 2']],
    ['new', null, '2', ['+key: 2']],
    ['gone', '1', null, ['-key: 1']],
    ['emptied', '1', '', ['-key: 1', '+key: ""']],
    ['without its blank', 'a ', 'a', ['-key: "a "', '+key: a']],
    ['with what only looks like a mark', '(sensitive #1)', 'x', ['-key: "(sensitive #1)"', '+key: x']],
    ['with what looks like our quotes', '"a"', 'a', ['-key: "\\"a\\""', '+key: a']],
    ['with control characters', '\u001b[2J', '\u202ea', ['-key: "\\u001b[2J"', '+key: "\\u202ea"']],
  ])('is shown in full: %s', (_, before, after, expected) => {
    expect(lines(before, after)).toEqual(expected);
  });

  it('shows masks unquoted', () => {
    expect(lines('(sensitive #1)', '(sensitive #2)', { sensitive: true })).toEqual([
      '-key: (sensitive #1)',
      '+key: (sensitive #2)',
    ]);
  });

  it('shows a null that a worker stores', () => {
    expect(lines(null, 'null', { wasNull: true })).toEqual(['-key: (null)', '+key: null']);
  });

  it('shows any key name on one line', () => {
    expect(lines('1', null, { key: 'a\nPlan: 0\u001b' })).toEqual(['-a\\nPlan: 0\\x1b: 1']);
  });
});

describe('a long list', () => {
  const tables = Array.from({ length: 40 }, (_, index) => `shop.table_${index}`);

  it('shows the elements that differ, each group after the element before it', () => {
    const after = [...tables.slice(0, 5), 'shop.new', ...tables.slice(5, 20), ...tables.slice(21)];
    expect(lines(tables.join(','), after.join(','))).toEqual([
      ' key: 40 elements',
      '   shop.table_4',
      '+  shop.new',
      '   shop.table_19',
      '-  shop.table_20',
    ]);
  });

  it('shows a missing comma in the middle', () => {
    const broken = tables.join(',').replace('table_7,', 'table_7');
    expect(lines(tables.join(','), broken)).toEqual([
      ' key: 40 elements before, 39 elements after',
      '   shop.table_6',
      '-  shop.table_7',
      '-  shop.table_8',
      '+  shop.table_7shop.table_8',
    ]);
  });

  it('shows spaces only if they are the difference', () => {
    const spaced = tables.join(',').replace(',shop.table_3,', ', shop.table_3,');
    expect(lines(tables.join(','), spaced)).toEqual([
      ' key: 40 elements',
      '   "shop.table_2"',
      '-  "shop.table_3"',
      '+  " shop.table_3"',
    ]);
    expect(lines(tables.join(', '), [...tables, 'x'].join(', ')).slice(1)).toEqual([
      '   shop.table_39',
      '+  x',
    ]);
  });

  it('puts several elements on a line if all are new', () => {
    const shown = lines(null, tables.join(','));
    expect(shown[0]).toBe('+key: 40 elements');
    expect(shown[1]).toBe(
      '+  shop.table_0, shop.table_1, shop.table_2, shop.table_3, shop.table_4, shop.table_5, shop.table_6,',
    );
    expect(shown).toHaveLength(8);
  });

  it('is counted beyond a hundred lines', () => {
    const many = (word: string) => Array.from({ length: 200 }, (_, index) => `${word}${index}`).join(',');
    const shown = lines(many('a'), many('b'));
    expect(shown).toHaveLength(102);
    expect(shown.at(-1)).toBe('   … 300 more lines; -f diff shows all');
  });
});

describe('a long text', () => {
  it('of several lines shows the lines that differ', () => {
    expect(lines('a\nb\nc\n', 'a\nx\nc\n')).toEqual([' key: 4 lines', '   a', '-  b', '+  x']);
  });

  it('of several lines shows spaces if they are the difference', () => {
    expect(lines('a\nb\n', 'a\nb')).toEqual([' key: 3 lines before, 2 lines after', '   "b"', '-  ""']);
    expect(lines('a\nb', 'a \nb')).toEqual([' key: 2 lines', '-  "a"', '+  "a "']);
  });

  it('of one line shows the part that differs', () => {
    const text = (word: string) => `${'x'.repeat(200)} ${word} ${'y'.repeat(200)}`;
    expect(lines(text('one'), text('two'))).toEqual([
      `-key: …${'x'.repeat(23)} one ${'y'.repeat(23)}…`,
      `+key: …${'x'.repeat(23)} two ${'y'.repeat(23)}…`,
    ]);
  });

  it('that is new shows its beginning, and how much more there is', () => {
    expect(lines(null, 'x'.repeat(1500))).toEqual([
      `+key: ${'x'.repeat(300)}… (1,200 more characters; -f diff shows all)`,
    ]);
  });
});
