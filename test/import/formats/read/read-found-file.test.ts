import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { filledIn } from '../../../../src/import/formats/found-connector.ts';
import { readFoundFile } from '../../../../src/import/formats/read/read-found-file.ts';

const none = () => undefined;

/** Name, state and config of each connector, and the codes of what is skipped and of the diagnostics. */
function read(file: string, text: string, readNamed: (path: string) => string | undefined = none) {
  const { connectors, skipped, diagnostics } = readFoundFile({ file, text, readNamed });
  return {
    connectors: connectors.map(({ name, state, config }) => ({
      name,
      state,
      config: Object.fromEntries([...config].map(([key, value]) => [key, filledIn(value, new Map())])),
    })),
    codes: [...skipped.map(({ problem }) => problem), ...diagnostics].map(({ code }) => code),
  };
}

const config = { 'connector.class': 'X', topics: 'a' };
const one = { name: 'n', state: undefined, config };

describe('an existing file', () => {
  it.each([
    ['a request to create', 'a.json', JSON.stringify({ name: 'n', config: { name: 'n', ...config } })],
    ['what a worker answers', 'a.json', JSON.stringify({ name: 'n', config, tasks: [], type: 'sink' })],
    ['a list', 'a.json', JSON.stringify([{ name: 'n', config }])],
    ['a list in an object', 'a.json', JSON.stringify({ connectors: [{ name: 'n', config }] })],
    ['all that show -f json prints', 'a.json', JSON.stringify({ n: { config } })],
    ['an expansion', 'a.json', JSON.stringify({ n: { info: { name: 'n', config } } })],
    ['a bare map that names itself', 'a.json', JSON.stringify({ name: 'n', ...config })],
    ['JSON without an ending', 'dump', `  ${JSON.stringify({ name: 'n', config })}`],
    ['a connector file', 'a.yaml', 'name: n\nconfig:\n  connector.class: X\n  topics: [a]\n'],
    [
      'a list of resources',
      'a.yml',
      'kind: List\nitems:\n- kind: KafkaConnector\n  metadata: {name: n}\n  spec: {class: X, config: {topics: a}}\n',
    ],
    ['properties without an ending', 'sink', 'name=n\nconnector.class=X\ntopics=a\n'],
    [
      'a script without an ending',
      'deploy',
      `#!/bin/sh\ncurl c/connectors -d '${JSON.stringify({ name: 'n', config })}'\n`,
    ],
  ])('%s', (_, file, text) => {
    expect(read(file, text)).toEqual({ connectors: [one], codes: [] });
  });

  it('keeps the text of numbers, and finds states', () => {
    const text =
      '{"name": "n", "initial_state": "STOPPED", "config": {"connector.class": "X", "a": 1.0, "b": 1e3, "c": true, "d": 12345678901234567890}}';
    expect(read('a.json', text).connectors).toEqual([
      {
        name: 'n',
        state: 'stopped',
        config: { 'connector.class': 'X', a: '1.0', b: '1e3', c: 'true', d: '12345678901234567890' },
      },
    ]);
  });

  it('gives its name to a connector without one, unless a script has the name in a URL', () => {
    expect(read('old/my sink.json', JSON.stringify(config))).toMatchObject({
      connectors: [{ name: 'my-sink' }],
      codes: ['import-name-from-file'],
    });
    const script = 'curl -X PUT c/connectors/n/config -d @my.json';
    expect(read('a.sh', script, () => JSON.stringify(config))).toEqual({ connectors: [one], codes: [] });
  });

  it('yields the other connectors if one is invalid', () => {
    const text = `[${JSON.stringify({ name: 'm', config: { ...config, a: { b: 1 } } })}, ${JSON.stringify({ name: 'n', config })}]`;
    expect(read('a.json', text)).toEqual({ connectors: [one], codes: ['import-nested-value'] });
    const script = `curl c -d '{"connector.class": "X" "broken"}'\ncurl c -d '${JSON.stringify({ name: 'n', config })}'`;
    expect(read('a.sh', script)).toEqual({ connectors: [one], codes: ['import-part-unreadable'] });
  });

  it('that is nested too deeply or in a cycle is reported', () => {
    const deep = (open: string) => open.repeat(200_000);
    expect(read('a.sh', deep('$(')).codes).toEqual(['import-unreadable']);
    expect(read('a.json', `${deep('[')}${']'.repeat(200_000)}`).codes).toEqual(['import-unreadable']);
    expect(read('a.yaml', 'a: *nothing\n').codes).toEqual(['import-unreadable']);
    for (const open of ['[', '{{', '- ', '? ', 'a: ['])
      expect(read('a.yaml', deep(open)).codes, open).toEqual(['import-unreadable']);
    const steps = Array.from({ length: 3000 }, (_, depth) => `${' '.repeat(depth)}a:\n`);
    expect(read('a.yaml', steps.join('')).codes).toEqual(['import-unreadable']);
    expect(read('a.tf', `a = ${deep('[')}`).codes).toEqual(['import-unreadable']);
    expect(read('a.tf', deep('a {')).codes).toEqual(['import-unreadable']);
  });

  const pieces = fc.constantFrom(
    ...[
      '"',
      "'",
      '\\',
      '`',
      '$',
      '$(',
      '${',
      '$((',
      ')',
      '}',
      '{',
      '[',
      ']',
      '<',
      '<<',
      '<<EOF',
      '<<<',
      'EOF',
      '\n',
      '\r\n',
      ' ',
      '#',
      ';',
      '|',
      '&',
      '=',
      ':',
      ',',
      '-',
      '*a',
      '&a',
      '!x',
      '@',
      'curl',
      '-d',
      'A',
      'cat',
      'true',
      '1e3',
      'null',
      '\u0000',
      '\ue000',
      '\ud800',
    ],
    ...[
      '"connector.class"',
      '"config"',
      '"name"',
      'connector.class=X',
      '/connectors/n/config',
      'kind: KafkaConnector',
      '{"connector.class": "X", "a": "$A"}',
    ],
  );

  it.each(['a.json', 'a.properties', 'a.yaml', 'a.sh', 'a.txt', 'a.tf', 'a.sql', 'a.http', 'a.j2'])(
    'called %s never breaks the reader',
    (file) => {
      fc.assert(
        fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
          const found = readFoundFile({ file, text: parts.join(''), readNamed: none });
          const { connectors, skipped, notRead, diagnostics } = found;
          expect([...connectors, ...skipped, ...notRead, ...diagnostics]).not.toEqual([]);
        }),
        { numRuns: 2000 },
      );
    },
  );
});
