import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { filledIn } from '../../../src/import/formats/found-connector.ts';
import { readFoundFile } from '../../../src/import/formats/read/read-found-file.ts';
import { printConnector } from '../../../src/import/formats/write/print-connector.ts';
import { maskComments } from '../../../src/import/formats/write/safe-comments.ts';

/** The connector files for the connectors of a file, one after the other. */
function printed(file: string, text: string): readonly string[] {
  const { connectors } = readFoundFile({ file, text, readNamed: () => undefined });
  return connectors.map(({ name, state, config, comments }) =>
    printConnector({ name, state, clusters: undefined, config, comments }),
  );
}

describe('the comments of a properties file', () => {
  it('stay with their keys; those above the name and apart from the first key are about the connector', () => {
    const text = `# of the team

# the name stays
name=p
connector.class=X
! only these two
#   and no others
topics=a,b

file=/x
# the end
`;
    expect(printed('p.properties', text)).toEqual([
      `# of the team
# the name stays
name: p
config:
  connector.class: X
  # only these two
  #   and no others
  topics: a,b
  file: /x
  # the end
`,
    ]);
  });

  it('above the first key belong to it', () => {
    expect(printed('p.properties', '# the sink\r\nconnector.class=X\r\n')[0]).toBe(
      'name: p\nconfig:\n  # the sink\n  connector.class: X\n',
    );
  });
});

describe('the comments of YAML', () => {
  it('stay with their keys, from their own lines and from the end of a line', () => {
    const text = `# license

name: q  # once
config:
  # what
  connector.class: X # the class
  topics:
    - a # first
    # and then
    - b
  query: |  # long
    # part of the value
  # more
metadata: 1 # tail
`;
    expect(printed('q.yaml', text)).toEqual([
      `# license
# once
name: q
config:
  # what
  # the class
  connector.class: X
  # first
  # and then
  topics: a,b
  # long
  query: |
    # part of the value
  # more
  # tail
`,
    ]);
  });

  it('are divided between several connectors and documents, and those of other resources stay away', () => {
    const text = `connectors:
  # about a
  - name: a
    config:
      connector.class: X # cls
      # below a
  # about b
  - name: b
    config: { connector.class: X, # in braces
      topics: t }
# after b
---
# only comments
---
# not ours
kind: Service
---
# about c
name: c
config: { connector.class: X }
# at the end
`;
    expect(printed('all.yaml', text)).toEqual([
      '# about a\nname: a\nconfig:\n  # cls\n  connector.class: X\n  # below a\n',
      '# about b\nname: b\nconfig:\n  # in braces\n  connector.class: X\n  topics: t\n  # after b\n',
      '# only comments\n# about c\nname: c\nconfig:\n  connector.class: X\n  # at the end\n',
    ]);
  });

  it('of a resource of an operator are above its connector', () => {
    const text = `kind: KafkaConnector
metadata:
  name: k # the name
spec:
  class: X
  tasksMax: 2 # two are enough
  config:
    # only this
    topics: t
`;
    expect(printed('k.yaml', text)[0]).toBe(
      '# the name\n# two are enough\nname: k\nconfig:\n  connector.class: X\n  tasks.max: 2\n  # only this\n  topics: t\n',
    );
  });
});

/** Blank lines and comments above a key, the key, its value, and the comment behind it. */
type Entry = readonly [readonly (string | readonly string[])[], string, string, readonly string[] | null];

describe('no comment is lost', () => {
  const keys = ['connector.class', 'topics', 'transforms', 'zz', 'errors.tolerance', 'name', 'a.b'];
  const value = fc.constantFrom('X', 'a,b,c', '1', 'long '.repeat(30).trim());
  const words = fc.array(fc.constantFrom(...'one two three: four=4 "five" #six seven\\eight'.split(' ')), {
    maxLength: 3,
  });
  const gap = fc.array(fc.oneof(fc.constant(''), words), { maxLength: 2 });
  const lines = fc.array(fc.tuple(gap, fc.constantFrom(...keys), value, fc.option(words)), {
    minLength: 1,
    maxLength: 8,
  });

  it.each(['properties', 'yaml'] as const)('in %s, and no value changes', (format) => {
    fc.assert(
      fc.property(lines, gap, (entries, last) => {
        const all: string[] = [];
        const numbered = (text: readonly string[]) => {
          all.push(`word${all.length}x`);
          return `# ${[...text, all.at(-1)].join(' ')}`;
        };
        const above = (texts: readonly (string | readonly string[])[], indent = '') =>
          texts.map((one) => (typeof one === 'string' ? '\n' : `${indent}${numbered(one)}\n`)).join('');
        const isYaml = format === 'yaml';
        const line = ([texts, key, one, behind]: Entry) => {
          const before = above(texts, isYaml ? '  ' : '');
          return (
            before +
            (isYaml ? `  ${key}: "${one}"${behind ? ` ${numbered(behind)}` : ''}\n` : `${key}=${one}\n`)
          );
        };
        const first: Entry = [[], 'connector.class', 'X', null];
        const text = (isYaml ? 'config:\n' : '') + [first, ...entries].map(line).join('') + above(last);
        const { connectors } = readFoundFile({ file: `f.${format}`, text, readNamed: () => undefined });
        const output = printed(`f.${format}`, text).join('');
        expect(all.filter((word) => !output.includes(word))).toEqual([]);
        const read = parseDocument(output, { schema: 'failsafe' }).toJS() as {
          config: Record<string, string>;
        };
        const config = [...(connectors[0]?.config ?? [])].map(([key, parts]) => [
          key,
          filledIn(parts, new Map()),
        ]);
        expect(read.config).toEqual(Object.fromEntries(config));
      }),
      { numRuns: 60 },
    );
  });
});

describe('a secret in a comment', () => {
  it.each([
    ['#database.password=hunter2', '#database.password=(sensitive)'],
    [' database.password: "hunter2"', ' database.password: "(sensitive)"'],
    [' "database.password": "hunter2",', ' "database.password": "(sensitive)",'],
    [' connection.url=jdbc:x://u:hunter2@db/x', undefined],
    [' old value: https://u:hunter2@db/x', undefined],
    [' rotated from geheim123', ' rotated from (sensitive)'],
    [' wJalrXUtnFEMI7K7MDENGbPxRfiCYhunter2KEYq', ' (sensitive)'],
    [
      ' see org/apache/kafka/connect/transforms/RegexRouter',
      ' see org/apache/kafka/connect/transforms/RegexRouter',
    ],
    [' only these two', ' only these two'],
    [' topics=a,b', ' topics=a,b'],
  ])('is masked: %s', (comment, expected) => {
    const comments = new Map([['topics', [comment]]]);
    const found = { name: 'n', config: new Map(), state: undefined, source: undefined, comments };
    const masked = maskComments(found, {
      rule: (_, key) => (key.endsWith('password') ? 'whole' : 'none'),
      scrub: (text) => text.replace('geheim123', '(sensitive)').replace(/u:\w+@/, '(sensitive)@'),
    });
    const text = masked.comments?.get('topics')?.join('\n');
    expect(text).not.toContain('hunter2');
    if (expected !== undefined) expect(text).toBe(expected);
    expect(masked.masked).toEqual(text === comment ? [] : ['topics']);
  });
});
