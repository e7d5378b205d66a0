import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { textValue } from '../../../../src/import/formats/found-connector.ts';
import { editConnector } from '../../../../src/import/formats/write/edit-connector.ts';

const untouched = { document: 0, state: undefined, override: undefined };

function edit(text: string, changes: Readonly<Record<string, string | undefined>>): string {
  const config = new Map(
    Object.entries(changes).map(
      ([key, value]) => [key, value === undefined ? 'remove' : textValue(value)] as const,
    ),
  );
  const edited = editConnector(text, { ...untouched, config });
  return edited.kind === 'edited' ? edited.text : `refused: ${edited.reason}`;
}

describe('editing a connector file', () => {
  it.each([
    ['a value in quotes', "config:\n  a: 'x'\n  b: 1\n", { a: 'z' }, 'config:\n  a: z\n  b: 1\n'],
    ['the last line without a break', 'config:\n  a: x', { a: 'z' }, 'config:\n  a: z\n'],
    ['a block scalar', 'config:\n  a: |\n    x\n    y\n  b: 1\n', { a: 'z' }, 'config:\n  a: z\n  b: 1\n'],
    [
      'a list',
      'config:\n  a:\n    - x # first\n    - y\n  # of b\n  b: 1\n',
      { a: 'z' },
      'config:\n  a: z\n  # of b\n  b: 1\n',
    ],
    ['a removed key', 'config:\n  a: x # why\n  b: 1\n', { a: undefined }, 'config:\n  b: 1\n'],
    [
      'a new key',
      'config:\n    connector.class: X\n    zeta: 1\n',
      { topics: 'a' },
      'config:\n    connector.class: X\n    topics: a\n    zeta: 1\n',
    ],
    [
      'a new first key',
      'config:\n  topics: a\n',
      { 'connector.class': 'X' },
      'config:\n  connector.class: X\n  topics: a\n',
    ],
  ])('changes %s and nothing else', (_, before, changes, after) => {
    expect(edit(before, changes)).toBe(after);
  });

  it('keeps Windows line breaks and a byte order mark', () => {
    expect(edit('config:\r\n  a: x # why\r\n  b: 1\r\n', { a: 'z' })).toBe(
      'config:\r\n  a: z # why\r\n  b: 1\r\n',
    );
    expect(edit('\ufeffconfig:\n  a: x\n', { a: 'z' })).toBe('\ufeffconfig:\n  a: z\n');
  });

  it('changes the right connector of several in one file', () => {
    const text = 'name: a\nconfig: {x: 1}\n---\nname: b\nconfig:\n  x: 1\n---\nname: c\nconfig:\n  x: 1\n';
    const edited = editConnector(text, {
      ...untouched,
      document: 1,
      config: new Map([['x', textValue('2')]]),
    });
    expect(edited).toEqual({
      kind: 'edited',
      text: text.replace('b\nconfig:\n  x: 1', 'b\nconfig:\n  x: 2'),
    });
  });

  it('adds to existing overrides, and creates missing ones', () => {
    const override = { cluster: 'dev', state: undefined, config: new Map([['x', textValue('2')]]) };
    const add = (text: string) => editConnector(text, { ...untouched, config: new Map(), override });
    const made = 'overrides:\n  dev:\n    config:\n      x: 2\n';
    expect(add('config:\n  x: 1\n')).toMatchObject({ text: `config:\n  x: 1\n${made}` });
    expect(add(`${made.replace('2', '1')}config:\n  x: 1\n`)).toMatchObject({
      text: `${made}config:\n  x: 1\n`,
    });
    expect(add('overrides:\n  prod:\n    state: paused\nconfig:\n  x: 1\n')).toMatchObject({
      text: 'overrides:\n  prod:\n    state: paused\n  dev:\n    config:\n      x: 2\nconfig:\n  x: 1\n',
    });
    expect(add('config: {x: 1}\noverrides: {}\n')).toMatchObject({ kind: 'rejected' });
  });

  it('declares a state for one cluster in its override', () => {
    const say = (text: string) =>
      editConnector(text, {
        ...untouched,
        config: new Map(),
        override: { cluster: 'dev', state: 'paused', config: new Map() },
      });
    expect(say('config:\n  x: 1\n')).toMatchObject({
      text: 'config:\n  x: 1\noverrides:\n  dev:\n    state: paused\n',
    });
    expect(say('config:\n  x: 1\noverrides:\n  dev:\n    config:\n      x: 2\n')).toMatchObject({
      text: 'config:\n  x: 1\noverrides:\n  dev:\n    state: paused\n    config:\n      x: 2\n',
    });
    expect(say('overrides:\n  dev:\n    state: running # why\nconfig:\n  x: 1\n')).toMatchObject({
      text: 'overrides:\n  dev:\n    state: paused # why\nconfig:\n  x: 1\n',
    });
  });

  const key = fc.constantFrom('a', 'b.c', 'connector.class', 'topics', 'zeta', 'errors.tolerance');
  const value = fc.constantFrom('1', 'x y', 'a: b', 'x\ny\n', '', `long ${'word '.repeat(30)}end`);
  const line = fc.constantFrom('', '# a comment', '  # indented');

  it('sets the given values in any file, and keeps every other line', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.record({ key, value, above: line, behind: fc.constantFrom('', ' # why') }), {
          selector: (entry) => entry.key,
          minLength: 1,
        }),
        fc.dictionary(key, fc.option(value, { nil: undefined }), { maxKeys: 4 }),
        (entries, changes) => {
          const lines = entries.map(
            (one) => `${one.above}\n  ${one.key}: ${JSON.stringify(one.value)}${one.behind}\n`,
          );
          const before = `# top\nconfig:\n${lines.join('')}\n# end\n`;
          const desired = new Map<string, string>(entries.map((one) => [one.key, one.value]));
          for (const [changed, text] of Object.entries(changes)) {
            if (text === undefined) desired.delete(changed);
            else desired.set(changed, text);
          }
          fc.pre(desired.size > 0);
          const after = edit(before, changes);
          fc.pre(
            !after.startsWith('refused: it has no') &&
              !after.startsWith('refused: its configuration is empty'),
          );
          const read = parse(after, { schema: 'failsafe' }) as { config: Record<string, string> };
          expect(read.config).toEqual(Object.fromEntries(desired));
          const kept = entries.filter((one) => !(one.key in changes));
          for (const one of kept)
            expect(after).toContain(`  ${one.key}: ${JSON.stringify(one.value)}${one.behind}\n`);
          for (const one of entries) if (one.above !== '') expect(after).toContain(`${one.above}\n`);
        },
      ),
      { numRuns: 500 },
    );
  });
});
