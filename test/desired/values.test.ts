import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { configOf, desiredOf } from '../support/desired-of.ts';
import { makeProjectFolder } from '../support/project-folder.ts';

describe('a value in YAML', () => {
  it('keeps its text, whatever it looks like', async () => {
    const written = [
      '64.0',
      '007',
      '1e3',
      '0x1F',
      '1_000',
      'yes',
      'no',
      'on',
      'True',
      'nullable',
      '~x',
      '2024-01-01',
      '.5',
      '+1',
    ];
    const config = await configOf(
      `config:\n${written.map((text, index) => `  k${index}: ${text}\n`).join('')}`,
    );
    expect(Object.values(config)).toEqual(written);
  });

  it('keeps quotes only if they are part of the content', async () => {
    expect(await configOf(`config: {a: "1", b: '''', c: "\\"", d: '"x"', e: 'it''s'}\n`)).toEqual({
      a: '1',
      b: "'",
      c: '"',
      d: '"x"',
      e: "it's",
    });
  });

  it('may be an empty string, in quotes', async () => {
    expect(await configOf(`config: {a: "", b: ''}\n`)).toEqual({ a: '', b: '' });
  });

  it('is missing if there is nothing but a comment', async () => {
    const { problems } = await desiredOf({
      'connectors/a.yaml': 'config:\n  a: # to do\n  b:\n  c: [x, ]\n  d:\n  - \n',
    });
    expect(problems).toEqual([
      'empty-value connectors/a.yaml:2:3',
      'empty-value connectors/a.yaml:3:3',
      'empty-value connectors/a.yaml:6:5',
    ]);
  });

  it('may span several lines, folded or literal', async () => {
    const text =
      'config:\n  folded: >-\n    one\n    two\n  kept: |\n    one\n    two\n  plain: one\n    two\n';
    expect(await configOf(text)).toEqual({ folded: 'one two', kept: 'one\ntwo\n', plain: 'one two' });
  });

  it('is the same with Windows line ends and with a byte order mark', async () => {
    const text = '\ufeffconfig:\r\n  a: 1\r\n  b: |-\r\n    x\r\n    y\r\n';
    expect(await configOf(text)).toEqual({ a: '1', b: 'x\ny' });
  });

  it('may be a list, which is joined with commas', async () => {
    const text = 'config:\n  a: [x, 1.0, "y z"]\n  b:\n    - one\n    - two\n  c: []\n  d: [only]\n';
    expect(await configOf(text)).toEqual({ a: 'x,1.0,y z', b: 'one,two', c: '', d: 'only' });
  });

  it('may be an alias of a value, a list or a whole config', async () => {
    const shared = 'x-shared: &all {a: &one 1, b: [*one, 2], c: *one}\nconfig: *all\n';
    expect(await configOf(shared)).toEqual({ a: '1', b: '1,2', c: '1' });
  });

  it('keeps every dollar sign except in references', async () => {
    const values = [
      'mysql-debezium-$1',
      'org.X$Value',
      '${topic}',
      '${file:/a/b:key}',
      '${env:HOME}',
      '$$',
      '$',
      '$[?(@.a)]',
    ];
    const config = await configOf(
      `config:\n${values.map((text, index) => `  k${index}: "${text}"\n`).join('')}`,
    );
    expect(Object.values(config)).toEqual(values);
  });

  it('may have a key with any characters', async () => {
    const text =
      'config:\n  "genv.owners.name->full.with": a\n  "x y: z": b\n  007: c\n  __proto__: d\n  constructor: e\n';
    const config = await configOf(text);
    expect(Object.entries(config)).toEqual(
      expect.arrayContaining([
        ['genv.owners.name->full.with', 'a'],
        ['x y: z', 'b'],
        ['007', 'c'],
        ['constructor', 'e'],
      ]),
    );
    const { connectors } = await desiredOf({ 'connectors/a.yaml': text });
    expect(connectors[0]?.kind === 'present' && connectors[0].config.get('__proto__')).toBe('d');
  });
});

describe('a value in JSON', () => {
  const file = 'connectors/a.json';

  it('keeps the text of numbers and booleans', async () => {
    const text =
      '{"config": {"a": 64.0, "b": 1e3, "c": true, "d": "x", "e": 12345678901234567890, "f": -0.10}}';
    expect(await configOf(text, { file })).toEqual({
      a: '64.0',
      b: '1e3',
      c: 'true',
      d: 'x',
      e: '12345678901234567890',
      f: '-0.10',
    });
  });

  it('is missing if it is null', async () => {
    const { problems } = await desiredOf({ [file]: '{"config": {"a": null, "b": "null"}}' });
    expect(problems).toEqual(['empty-value connectors/a.json:1:13']);
  });

  it('has its escapes decoded', async () => {
    const text = String.raw`{"config": {"a": "([^.]+)\\.x", "b": "\/ \u00e9 \ud83d\ude00 \n\t\" \b"}}`;
    expect((await desiredOf({ [file]: text })).connectors[0]).toMatchObject({
      config: new Map([
        ['a', '([^.]+)\\.x'],
        ['b', '/ é 😀 \n\t" \b'],
      ]),
    });
  });
});

describe('any text', () => {
  const texts = fc.string({ unit: 'binary' }).filter((text) => text.isWellFormed());

  it('is kept in YAML and in JSON if references are escaped', async () => {
    const folder = makeProjectFolder({});
    try {
      await fc.assert(
        fc.asyncProperty(texts, async (text) => {
          const escaped = text.replace(/\$\{(env|var)\./g, '$${$1.');
          folder.write('connectors/a.yaml', `config:\n  k: ${JSON.stringify(escaped)}\n`);
          folder.write('connectors/b.json', JSON.stringify({ config: { k: escaped } }));
          const { documents } = await folder.load();
          const read = documents.map(({ config }) =>
            config.map(({ elements }) =>
              elements.map(({ parts }) => parts.map((part) => 'text' in part && part.text).join('')),
            ),
          );
          expect(read).toEqual([[[text]], [[text]]]);
        }),
        { numRuns: 150 },
      );
    } finally {
      folder.remove();
    }
  });
});
