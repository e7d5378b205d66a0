import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { toConnectorYaml } from '../../src/render/connector-yaml.ts';
import { someDocument } from './documents.ts';

function read(yaml: string) {
  return parse(yaml, { schema: 'failsafe' });
}

describe('a connector as YAML', () => {
  it('has the format of a connector file', () => {
    const document = {
      config: { 'a.flag': 'true', 'b.empty': '', 'c.null': '~', 'd.text': 'a\nb', 'tasks.max': '1' },
      state: 'paused' as const,
    };
    expect(toConnectorYaml({ name: 'orders', document })).toBe(
      [
        'name: orders',
        'state: paused',
        'config:',
        '  a.flag: true',
        '  b.empty: ""',
        '  c.null: "~"',
        '  d.text: |-',
        '    a',
        '    b',
        '  tasks.max: 1',
        '',
      ].join('\n'),
    );
  });

  it('omits the state if none is declared', () => {
    expect(toConnectorYaml({ name: 'orders', document: { config: {} } })).toBe('name: orders\nconfig: {}\n');
  });

  it('parses back to the same texts', () => {
    fc.assert(
      fc.property(someDocument, (document) => {
        const { config } = read(toConnectorYaml({ name: 'orders', document }));
        const texts = Object.entries(document.config).map(([key, text]) => [
          key,
          text?.replace(/\$\{(env|var)\./g, '$$${$1.'),
        ]);
        expect(config).toEqual(Object.fromEntries(texts));
      }),
      { numRuns: 300 },
    );
  });

  it('contains nothing that a terminal interprets', () => {
    fc.assert(
      fc.property(someDocument, (document) => {
        expect(toConnectorYaml({ name: 'orders', document })).not.toMatch(
          /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/,
        );
      }),
      { numRuns: 300 },
    );
  });

  it('escapes references of connector files', () => {
    const document = { config: { a: '${env.HOME} ${var.x} ${file:/a:b} $1' } };
    expect(read(toConnectorYaml({ name: 'orders', document })).config.a).toBe(
      '$${env.HOME} $${var.x} ${file:/a:b} $1',
    );
  });

  it('shows the origin of each key on request', () => {
    const place = (layer: 'connector' | 'profile', label: string | null, file: string) =>
      ({ layer, label, file, line: 3, column: 1 }) as const;
    const origins = new Map([
      ['a', [place('connector', null, 'connectors/a\u001b.yaml'), place('profile', 'av\u001bro', 'p.yaml')]],
    ]);
    const removed = new Map([['c\n', [place('connector', null, 'a.yaml'), place('profile', 'p', 'p.yaml')]]]);
    const document = { config: { a: '1', b: '2' } };
    expect(toConnectorYaml({ name: 'a', document, origins, removed })).toBe(
      'name: a\nconfig:\n  a: 1 # connectors/a\\x1b.yaml:3, over p.yaml:3 (profile av\\x1bro)\n  b: 2\n' +
        '  # without c\\n: a.yaml:3, over p.yaml:3 (profile p)\n',
    );
  });
});
