import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments, stringify } from 'yaml';
import { secretsBelow } from '../../src/desired/plain-secrets.ts';
import { readContents } from '../../src/desired/read-contents.ts';
import { readPlainLines } from '../../src/desired/read-plain-lines.ts';
import type { SourceNode } from '../../src/desired/source-node.ts';
import { hasCorpus, publishedConfigs } from '../support/corpus.ts';
import { runs, seed } from '../support/property-runs.ts';

describe('a file of plain lines', () => {
  it('is read as the parser reads it: keys, texts, spans and secrets', () => {
    const text = [
      '# problems of\nname: orders\n\nstate: running # for now',
      'config:\n  # the class\n  connector.class: io.debezium.MySql$Source\n  tasks.max: 1\n  empty: ""',
      "  quoted: 'a: b # c'\n  url: jdbc:mysql://user:pw@db/x?a=b#c\n  database.password: hunter2\n  -no: 1",
      'overrides:\n  dev:\n    config:\n      tasks.max: -1\n      a/b: (.*) é, [x]\n  prod:\n    state: paused\n',
    ].join('\n');
    const plain = text.replace('  -no: 1\n', '');
    expect(readPlainLines(plain)).toBeDefined();
    expectAgreement(plain);
    expect(readPlainLines(text)).toBeUndefined();
  });

  it.each([
    ['a list', 'config:\n  topics:\n    - a\n'],
    ['a flow collection', 'config: {a: b}\n'],
    ['a block scalar', 'config:\n  query: |\n    SELECT 1\n'],
    ['a scalar over several lines', 'config:\n  a: b\n    c\n'],
    ['an anchor', 'config: &all\n  a: b\n'],
    ['an alias', 'config: *all\n'],
    ['a tag', 'config:\n  a: !unset\n'],
    ['a merge key', 'config:\n  <<: x\n'],
    ['an escape', 'config:\n  a: "b\\n"\n'],
    ['a quote within quotes', "config:\n  a: 'it''s'\n"],
    ['text behind quotes', 'config:\n  a: "b" c\n'],
    ['a colon that may begin a mapping', 'config:\n  a: b: c\n'],
    ['a key without a value', 'config:\n  a:\n  b: c\n'],
    ['a key without a value at the end', 'config:\n'],
    ['a key in quotes', 'config:\n  "a": b\n'],
    ['no space behind the colon', 'config:\n  a:b\n'],
    ['a tab', 'config:\n  a: b\t# c\n'],
    ['a carriage return', 'config:\r\n  a: b\r\n'],
    ['a no-break space', 'config:\n  a: b\u00a0c\n'],
    ['a mark of documents', '---\nname: a\n'],
    ['another indentation than before', 'config:\n    a: b\n  c: d\n'],
    ['more indentation without a reason', 'a: b\n  c: d\n'],
    ['a comment of doubtful belonging', 'config:\n  a: b\n  # c\n'],
    ['nothing', ''],
    ['comments alone', '# a\n'],
  ])('with %s is left to the parser', (_, text) => {
    expect(readPlainLines(text)).toBeUndefined();
  });

  it.each(['x ', 'x:', 'x#', '# ', 'x'])('may be of any length (%j)', (word) => {
    const ofLength = (length: number) => `a: ${word.repeat(length / word.length)}y\n`;
    expectAgreement(ofLength(255 * 1024));
    expect(readPlainLines(ofLength(16 * 1024 * 1024))).toBeUndefined();
  });

  it(`agrees with the parser on random texts (CONNECT_SYNC_SEED=${seed})`, () => {
    let plain = 0;
    fc.assert(
      fc.property(texts, (text) => {
        if (expectAgreement(text)) plain += 1;
      }),
      { seed, numRuns: runs * 60 },
    );
    // Guards against a property that holds for nothing: of ten texts about one is plain, more or less by the seed.
    expect(plain).toBeGreaterThan(runs * 5);
  });
});

describe.skipIf(!hasCorpus())('real configs as files of plain lines', () => {
  it('are read as the parser reads them, almost all of them without it', () => {
    const written = publishedConfigs().map(({ name, config }) =>
      stringify({ name, config }, { lineWidth: 0 }),
    );
    const plain = written.filter(expectAgreement).length;
    console.info(`${plain} of ${written.length} real configurations need no parser of YAML`);
    expect(plain).toBeGreaterThan(written.length * 0.9);
  });
});

/** Returns whether the text is plain; if so, asserts that the parser accepts it with the same result. */
function expectAgreement(text: string): boolean {
  const plain = readPlainLines(text);
  if (!plain) return false;
  const documents = parseAllDocuments(text, { schema: 'failsafe', uniqueKeys: false, prettyErrors: false });
  expect(documents, text).toHaveLength(1);
  const [document] = documents as ReturnType<typeof parseAllDocuments>[0][];
  expect(document?.errors, text).toEqual([]);
  const { root, secrets, faults } = readContents((document?.contents ?? null) as never, 'yaml');
  expect(faults, text).toEqual([]);
  expect(bare(plain), text).toEqual(root && bare(root));
  expect(secretsBelow(plain.entries, undefined), text).toEqual(secrets);
  return true;
}

/** The observable parts of a node. */
function bare(node: SourceNode): unknown {
  const { kind, tag, span } = node;
  switch (kind) {
    case 'map':
      return {
        kind,
        tag,
        span,
        entries: node.entries.map(({ key, keySpan, value }) => ({ key, keySpan, value: bare(value) })),
      };
    case 'list':
      return { kind, tag, span, items: node.items.map(bare) };
    default:
      return node;
  }
}

const plainWords = [
  'b',
  '1',
  'a :b',
  'a#b',
  '(.*)',
  '$1',
  '${env.X}',
  'a, b',
  'a]',
  '""',
  "'b: # c'",
  '"b, c"',
];
const oddWords = [
  ...[
    '-1',
    '--x',
    '...',
    '~',
    '<<',
    '*x',
    '&x',
    '!x',
    'a: b',
    'a : b',
    'a #b',
    ':d',
    'a:',
    '{a: b}',
    '[a]',
    '"b" c',
  ],
  ...[
    '"b"c',
    "'a''b'",
    '"a\\n"',
    '|',
    '>-',
    '\\d+',
    'http://u:p@x/y?z=1',
    '%x',
    '@x',
    '`x',
    'é',
    '日本',
    '=x',
    '?x',
  ],
  ...[
    '- x',
    'a - b',
    '  spaced',
    'tail  ',
    'password=x',
    '-----BEGIN KEY-----',
    '<x>',
    'a\tb',
    'a\u00a0b',
    '',
  ],
];
const words = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...plainWords) },
  { weight: 1, arbitrary: fc.constantFrom(...oddWords) },
);
const keys = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.constantFrom('a', 'config', 'database.password', 'x-1', 'a.$V', 'a/b', '1', '_a'),
  },
  { weight: 1, arbitrary: fc.constantFrom('"q"', '<<', '- k', '? k', 'k y', 'ké', '.k', '*k') },
);
const endings = fc.constantFrom('', '', '', ' ', ' # c', '  #c');
const entries = fc.tuple(keys, words, endings).map(([key, word, end]) => `${key}: ${word}${end}`);
const others = fc.constantFrom(
  '',
  ' ',
  '# c',
  '  # c',
  '- x',
  '---',
  '...',
  '%YAML 1.2',
  'text',
  'a:b',
  'a:',
  '}',
);
const lines = fc.oneof({ weight: 9, arbitrary: entries }, { weight: 1, arbitrary: others });

/** Mappings with keys of the same indentation, some with nested mappings. */
const mappings = fc.letrec<{ mapping: string[]; below: string[] }>((tie) => ({
  below: fc
    .tuple(keys, tie('mapping'), fc.constantFrom('  ', '    ', ' '))
    .map(([key, inner, indent]) => [`${key}:`, ...inner.map((line) => indent + line)]),
  mapping: fc
    .array(
      fc.oneof(
        { maxDepth: 2, withCrossShrink: true },
        lines.map((line) => [line]),
        tie('below'),
      ),
      { minLength: 1, maxLength: 4 },
    )
    .map((all) => all.flat()),
})).mapping;
const signs = fc.constantFrom(...' \n:#"\'-[]{}&*!|>%@`,?x~\\\r\t');

/** Random mappings, sometimes with an additional character. */
const texts = fc
  .tuple(mappings, fc.constantFrom('', '\n'), fc.option(fc.tuple(fc.nat(), signs)))
  .map(([all, end, more]) => {
    const text = all.join('\n') + end;
    if (!more) return text;
    const at = more[0] % (text.length + 1);
    return text.slice(0, at) + more[1] + text.slice(at);
  });
