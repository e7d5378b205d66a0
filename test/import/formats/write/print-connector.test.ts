import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { textValue } from '../../../../src/import/formats/found-connector.ts';
import { printConnector } from '../../../../src/import/formats/write/print-connector.ts';
import { printEntry } from '../../../../src/import/formats/write/print-entry.ts';

function print(config: Readonly<Record<string, string>>): string {
  const values = Object.entries(config).map(([key, text]) => [key, textValue(text)] as const);
  return printConnector({ name: undefined, state: undefined, clusters: undefined, config: new Map(values) });
}

/** Parses the file with typed plain scalars; lists are joined with commas. */
function readWith(text: string, version: '1.1' | '1.2'): Record<string, string> {
  const read = parseDocument(text, {
    version,
    schema: version === '1.1' ? 'yaml-1.1' : 'core',
    merge: false,
  }).toJS() as {
    config: Record<string, unknown>;
  };
  return Object.fromEntries(
    Object.entries(read.config).map(([key, value]) => [
      key,
      Array.isArray(value) ? value.join(',') : String(value),
    ]),
  );
}

describe('a new connector file', () => {
  it('has grouped keys, plain scalars where that is safe, and folded long values', async () => {
    const text = printConnector({
      name: 'orders-prod',
      state: 'paused',
      clusters: ['prod'],
      config: new Map(
        Object.entries({
          name_of_nothing: 'x',
          'tasks.max': '4',
          'errors.tolerance': 'all',
          'errors.log.enable': 'true',
          'transforms.route.replacement': 'mysql-$1',
          'transforms.route.type': 'org.apache.kafka.connect.transforms.RegexRouter',
          transforms: 'unwrap,route',
          'transforms.unwrap.type': 'io.debezium.transforms.ExtractNewRecordState',
          'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
          'connector.class': 'io.debezium.connector.mysql.MySqlConnector',
          'database.hostname': '10.0.0.1',
          'database.server.id': '007',
          'producer.override.linger.ms': '1e3',
          'topic.prefix': 'yes',
          'table.include.list':
            'shop.orders,shop.lines,shop.customers,shop.invoices,shop.payments,shop.refunds',
          query:
            "SELECT id, name, modified FROM orders WHERE modified > ? AND state = 'open' ORDER BY modified, id LIMIT 500",
          'statement.lines': 'first line\nsecond: line\n',
          literal: '${env.NOT_OURS} ${file:/a:b}',
          empty: '',
        }).map(([key, value]) => [key, textValue(value)]),
      ),
    });
    await expect(text).toMatchFileSnapshot('__snapshots__/connector-file.yaml');
  });

  const words = fc.constantFrom(
    ...'~ null y yes no on off true false True 0 00 007 -0 +1 1_000 1e3 1E5 .5 5. 64.0 0.5 0x1F 0o17 0b11 12:30 1:2:3 .inf -.INF .nan'.split(
      ' ',
    ),
    ...[
      '2024-01-01',
      '2024-1-1T00:00:00Z',
      '<<',
      '=',
      '-',
      '- a',
      '?',
      ': ',
      'a: b',
      'a #b',
      '#a',
      '&a',
      '*a',
      '!a',
      '|',
      '>',
      '%a',
      '@a',
      '`a',
      '{',
      '[a]',
      '',
    ],
    ...[
      '9007199254740993',
      '123456789012345678',
      '0.10',
      '1.0',
      '-5',
      '1,2,3,4',
      '---',
      '...',
      'a\nb',
      'a\n\n',
      '\n',
      ' a',
      'a ',
      '\ta',
      'a\r\nb',
      '\u0085',
      '\u2028',
      '\ufeff',
      '\ud800',
    ],
  );
  const text = fc.oneof(
    words,
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc
      .array(fc.constantFrom('a.b', '007', 'x', '*', '"', ' ', '  ', '\n', 'word'), { maxLength: 60 })
      .map((parts) => parts.join(' ')),
    fc
      .array(fc.constantFrom('shop.orders', '007', '1e3', 'yes', 'a-b_c'), { minLength: 4, maxLength: 20 })
      .map((parts) => parts.join(',')),
  );
  const key = fc.oneof(words, fc.string({ maxLength: 12 })).filter((one) => one !== '');

  it.each(['1.1', '1.2'] as const)('reads back as the same text with the types of YAML %s', (version) => {
    fc.assert(
      fc.property(fc.dictionary(key, text, { maxKeys: 8, noNullPrototype: true }), (config) => {
        const escaped = Object.entries(config).map(([one, value]) => [
          one,
          value.replace(/\$\{(?=(?:env|var)\.)/g, '$${'),
        ]);
        expect(readWith(print(config), version)).toEqual(Object.fromEntries(escaped));
      }),
      { numRuns: 500 },
    );
  });

  it('contains no control sequences for terminals or CI logs', () => {
    const printed = printEntry('a', textValue('\u001b[2J \u202e ##[error] \u0007'), 2);
    expect(printed).toBe('  a: "\\u001b[2J \\u202e \\u0023#[error] \\u0007"\n');
    expect(printEntry('b', textValue('x\n::error::boom'), 2)).not.toMatch(/^\s*::/m);
  });
});
