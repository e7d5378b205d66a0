import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  firstThen,
  fixed,
  listed,
  type Part,
  sizeOf,
  stacked,
  wrapped,
} from '../../../src/render/markdown/part.ts';

const someItems = fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }), { maxLength: 20 });

const someList: fc.Arbitrary<Part> = someItems.map((items) =>
  listed(items, { separator: ', ', rest: (leftOut) => `and ${leftOut.length} more` }),
);

/** Documents of parts in parts. */
const { part: somePart } = fc.letrec<{ part: Part }>((tie) => ({
  part: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    fc.string({ maxLength: 30 }).map(fixed),
    someList,
    fc.tuple(tie('part'), tie('part')).map(([first, second]) => firstThen(first, second)),
    fc.array(tie('part'), { maxLength: 4 }).map(stacked),
    tie('part').map((part) => wrapped('# title\n\n', part, '\n')),
  ),
}));

const someRoom = fc.integer({ min: 0, max: 1500 });

describe('a part of a document', () => {
  it('takes no more than its room, or than its shortest form', () => {
    fc.assert(
      fc.property(somePart, someRoom, (part, room) => {
        expect(sizeOf(part(room))).toBeLessThanOrEqual(Math.max(room, sizeOf(part(0))));
      }),
    );
  });

  it('is complete if there is enough room', () => {
    fc.assert(
      fc.property(somePart, (part) => {
        const whole = part(Infinity);
        expect(part(sizeOf(whole))).toBe(whole);
      }),
    );
  });
});

describe('a list', () => {
  it('omits whole items, and counts them', () => {
    const items = ['a'.repeat(50), 'b'.repeat(500), 'c'.repeat(50)];
    const list = listed(items, { separator: '\n', rest: (leftOut) => `without ${leftOut.join()}` });
    expect(list(200)).toBe([items[0], items[2], 'without 1'].join('\n'));
    expect(list(0)).toBe('without 0,1,2');
  });
});

describe('stacked parts', () => {
  const list = (letter: string, number: number) =>
    listed(
      Array.from({ length: number }, () => letter),
      { separator: '', rest: () => '…' },
    );

  it('share their room: small ones are complete, large ones get equal shares', () => {
    const [small = '', one = '', two = ''] = stacked([list('s', 50), list('a', 5000), list('b', 9000)])(
      1000,
    ).split('\n\n');
    expect(small).toBe('s'.repeat(50));
    expect(Math.abs(one.length - two.length)).toBeLessThanOrEqual(2);
    expect(one.length).toBeGreaterThan(400);
  });

  it('give the first part the room that it needs', () => {
    expect(firstThen(list('a', 90), list('b', 5000))(100)).toMatch(/^a{90}\n\nb*…$/);
  });
});
