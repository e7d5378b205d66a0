import { describe, expect, it } from 'vitest';
import { readFoundFile } from '../../../../src/import/formats/read/read-found-file.ts';
import { describeDiagnostic } from '../../../../src/model/diagnostic.ts';
import { formatSource } from '../../../../src/model/source.ts';

/** Code, position, message and related position of each warning. */
function warningsIn(file: string, text: string): readonly string[] {
  const { diagnostics, skipped } = readFoundFile({ file, text, readNamed: () => undefined });
  return [...diagnostics, ...skipped.map(({ problem }) => problem)].map((one) => {
    const related = one.related.map(({ source }) => ` < ${formatSource(source)}`).join('');
    const place = one.source ? formatSource(one.source) : '';
    return `${one.code} ${place}${related}: ${describeDiagnostic(one, String).message}`;
  });
}

describe('a key that is written twice', () => {
  it.each([
    [
      'a.properties',
      'name=a\nconnector.class=X\ntopics=a\nfile=f\n topics=geheim\n',
      '5:2 < a.properties:3:1',
    ],
    [
      'a.json',
      '{"name": "a", "config": {\n "connector.class": "X",\n "topics": "a",\n "topics": "geheim"}}',
      '4:2 < a.json:3:2',
    ],
    ['a.yaml', 'name: a\nconfig:\n  topics: a\n  connector.class: X\n  topics: geheim\n', '5:3 < a.yaml:3:3'],
  ])(
    'with different values is a warning with both lines, and without the values: %s',
    (file, text, place) => {
      expect(warningsIn(file, text)).toEqual([
        `import-repeated-key ${file}:${place}: "topics" is written twice with different values: the last one counts`,
      ]);
      const { connectors } = readFoundFile({ file, text, readNamed: () => undefined });
      expect(connectors[0]?.config.get('topics')).toEqual([{ kind: 'text', text: 'geheim' }]);
    },
  );

  it.each([
    ['a.properties', 'name=a\nconnector.class=X\ntopics=a\ntopics: a\n'],
    ['a.json', '{"name": "a", "config": {"connector.class": "X", "tasks.max": "1", "tasks.max": 1}}'],
    ['a.yaml', 'name: a\nconfig:\n  topics: a\n  connector.class: X\n  topics: "a"\n'],
  ])('with equal values is none: %s', (file, text) => {
    expect(warningsIn(file, text)).toEqual([]);
  });

  it('may be a whole object, which is one warning', () => {
    const text =
      '{"name": "a", "config": {"connector.class": "X", "topics": "a"},\n "config": {"connector.class": "X", "topics": "b"}}';
    expect(warningsIn('a.json', text)).toEqual([
      'import-repeated-key a.json:2:2 < a.json:1:15: "config" is written twice with different values: the last one counts',
    ]);
    expect(
      warningsIn('a.yaml', 'a: {config: {connector.class: X}}\na: {config: {connector.class: Y}}\n'),
    ).toHaveLength(1);
  });

  it('in the data of something else is none', () => {
    expect(warningsIn('a.yaml', 'x: 1\nx: 2\n---\nname: a\nconfig: {connector.class: X}\n')).toEqual([]);
  });
});

describe('a member beside the config of a connector', () => {
  it.each([
    [
      'a.json',
      '[{"name": "a", "config": {"connector.class": "X"}, "foo": 1, "bar": null}]',
      'foo and bar',
      '1:2',
    ],
    ['a.yaml', '\nnmae: b\nname: a\nconfig:\n  connector.class: X\n', 'nmae', '2:1'],
    ['a.json', '{"a": {"info": {"name": "a", "config": {"connector.class": "X"}, "x": {}}}}', 'x', '1:16'],
    ['a.yaml', 'name: a\nextends: [p]\nconfig:\n  connector.class: X\n', 'extends', '1:1'],
  ])('that import does not read is named: %s %s', (file, text, keys, place) => {
    expect(warningsIn(file, text)).toEqual([
      `import-unknown-keys ${file}:${place}: not imported with "a": ${keys}, unknown beside its config`,
    ]);
  });

  it.each([
    '{"name": "a", "config": {"connector.class": "X", "foo": "1"}, "tasks": [{"connector": "a", "task": 0}], "type": "sink"}',
    '{"a": {"info": {"name": "a", "config": {"connector.class": "X"}, "tasks": [], "type": "source"}, "status": {"name": "a", "connector": {"state": "RUNNING", "worker_id": "w"}, "tasks": [], "type": "source"}}}',
    '{"name": "a", "initial_state": "PAUSED", "config": {"connector.class": "X"}}',
    '{"name": "a", "connector.class": "X", "foo": "1"}',
  ])('is known if workers or requests have it: %s', (text) => {
    expect(warningsIn('a.json', text)).toEqual([]);
  });
});

describe('null', () => {
  it.each(['null', '~', 'Null', 'NULL', '', ' # nothing'])('in YAML is the null of JSON: %j', (text) => {
    const yaml = `name: a\nconfig:\n  connector.class: X\n  batch.size: ${text}\n`;
    expect(warningsIn('a.yaml', yaml)[0]).toMatch(/^import-null-value a.yaml:4:3: omitted batch.size of "a"/);
    const { connectors } = readFoundFile({ file: 'a.yaml', text: yaml, readNamed: () => undefined });
    expect(connectors[0]?.config.has('batch.size')).toBe(false);
  });

  it.each(['"null"', "'~'", '""', 'nullable', '!!str null', '|\n    null'])(
    'is text where it is quoted or longer: %j',
    (text) => {
      const yaml = `name: a\nconfig:\n  connector.class: X\n  batch.size: ${text}\n`;
      expect(warningsIn('a.yaml', yaml)).toEqual([]);
    },
  );
});

describe('warnings about keys', () => {
  it('point at the key, and each connector has its own position', () => {
    const text = `[{"name": "a", "config": {"connector.class": "X",
  "batch.size": null}},
 {"name": "b", "config": {"connector.class": "X",
  "nested": {"x": 1}}}]`;
    expect(warningsIn('a.json', text).map((line) => line.split(': ')[0])).toEqual([
      'import-null-value a.json:2:3',
      'import-nested-value a.json:4:3',
    ]);
    const yaml = 'a:\n  config: {connector.class: X}\nb:\n  config:\n    connector.class: X\n';
    const { connectors } = readFoundFile({ file: 'a.yaml', text: yaml, readNamed: () => undefined });
    expect(connectors.map(({ name, source }) => [name, source?.line, source?.column])).toEqual([
      ['a', 2, 3],
      ['b', 4, 3],
    ]);
  });

  it('follow aliases and merge keys', () => {
    const text =
      'x: &x\n  connector.class: X\n  topics: a\n---\n- name: a\n  config:\n    <<: &c {connector.class: X, topics: t}\n    topics: b\n- name: b\n  config: *c\n';
    const { connectors } = readFoundFile({ file: 'a.yaml', text, readNamed: () => undefined });
    expect(connectors.map(({ name, config }) => [name, [...config.keys()]])).toContainEqual([
      'a',
      ['connector.class', 'topics'],
    ]);
    expect(connectors.map(({ name, config }) => [name, [...config.keys()]])).toContainEqual([
      'b',
      ['connector.class', 'topics'],
    ]);
  });
});
