import { describe, expect, it } from 'vitest';
import { resolveConnectors } from '../../src/desired/resolve-connectors.ts';
import { resolveOwnership } from '../../src/desired/resolve-ownership.ts';
import { describeDiagnostic } from '../../src/model/diagnostic.ts';
import { formatSource } from '../../src/model/source.ts';
import { desiredOf, theConnectorOf } from '../support/desired-of.ts';
import { projectFolder } from '../support/project-folder.ts';

const twoClusters = 'version: 1\nclusters:\n  dev: {url: "http://x"}\n  prod: {url: "http://y"}\n';
const valid = 'config: {connector.class: X}\n';

describe('a connector', () => {
  it('takes its name from its file unless it declares one', async () => {
    const { connectors, problems } = await desiredOf({
      'connectors/deep/er/orders.source.yaml': valid,
      'connectors/b.yml': `name: other\n${valid}`,
      'connectors/c.json': '{"connector.class": "X"}',
    });
    expect(problems).toEqual([]);
    expect(connectors.map(({ name }) => name)).toEqual(['c', 'orders.source', 'other']);
  });

  it('has the positions of its name, its state and each of its keys', async () => {
    const text =
      '# mine\ndescription: x\nstate: paused\nconfig:\n  connector.class: X\n  topics:\n    - a\nignoreKeys: [tasks.max]\n';
    const connector = await theConnectorOf({ 'connectors/a.yaml': text });
    expect(connector).toMatchObject({
      kind: 'present',
      state: 'paused',
      ignoreKeys: ['tasks.max'],
      source: { file: 'connectors/a.yaml', line: 2, column: 1 },
      stateSource: { line: 3, column: 8, endColumn: 14, excerpt: 'state: paused' },
    });
    const origins = [...connector.origins].map(([key, { layer, source }]) => [
      key,
      layer,
      formatSource(source),
    ]);
    expect(origins).toEqual([
      ['connector.class', 'connector', 'connectors/a.yaml:5:3'],
      ['topics', 'connector', 'connectors/a.yaml:6:3'],
    ]);
  });

  it('has no desired state if it declares none', async () => {
    expect(await theConnectorOf({ 'connectors/a.yaml': valid })).toMatchObject({
      state: undefined,
      stateSource: undefined,
    });
  });

  it('that is declared absent needs no config, and no values for it', async () => {
    const { connectors, problems } = await desiredOf({
      'connectors/a.yaml': 'state: absent\n',
      'connectors/b.yaml': 'state: absent\nconfig: {a: "${env.GONE}"}\n',
    });
    expect(problems).toEqual([]);
    expect(connectors).toMatchObject([
      { kind: 'absent', name: 'a', stateSource: { line: 1, column: 8 } },
      { kind: 'absent', name: 'b' },
    ]);
  });

  it('has no name in its config', async () => {
    const connector = await theConnectorOf({ 'connectors/a.yaml': 'config: {name: a, b: c}\n' });
    expect([...connector.config]).toEqual([['b', 'c']]);
  });

  it('may contain custom keys with any contents', async () => {
    const text = `x-owner: !team {a: {b: [1, {c: d}]}, e: , f: "\${env.X}"}\ndescription: \${not ours}\n${valid}`;
    await expect(theConnectorOf({ 'connectors/a.yaml': text })).resolves.toMatchObject({ name: 'a' });
  });

  it('may share its file with others if all of them have a name', async () => {
    const text = `---\nname: a\n${valid}---\n# nothing\n---\nname: b\n${valid}...\n`;
    const { connectors, problems } = await desiredOf({ 'connectors/both.yaml': text });
    expect([connectors.map(({ name }) => name), problems]).toEqual([['a', 'b'], []]);
  });

  it('is omitted if it has an error; the others are not', async () => {
    const { connectors, problems } = await desiredOf({
      'connectors/a.yaml': 'config: {a: }\n',
      'connectors/b.yaml': 'config:\n  a: "b\n',
      'connectors/c.yaml': valid,
      'connectors/d.yaml': 'name: a;b\nconfig: {a: b}\n',
    });
    expect(connectors.map(({ name }) => name)).toEqual(['c']);
    expect(problems).toEqual([
      'empty-value connectors/a.yaml:1:10',
      'invalid-yaml connectors/b.yaml:2:6',
      'invalid-name connectors/d.yaml:1:7',
    ]);
  });
});

describe('a JSON file', () => {
  const namesAndConfigs = async (text: string) => {
    const { connectors, problems } = await desiredOf({ 'connectors/file.json': text });
    return [
      ...problems,
      ...connectors.map((one) => [one.name, one.kind === 'present' && Object.fromEntries(one.config)]),
    ];
  };

  it('may contain the body of POST /connectors', async () => {
    expect(await namesAndConfigs('{"name": "a", "config": {"connector.class": "X", "name": "a"}}')).toEqual([
      ['a', { 'connector.class': 'X' }],
    ]);
  });

  it('may contain the body of PUT …/config, with or without a name', async () => {
    expect(await namesAndConfigs('{"connector.class": "X", "type": "t", "tasks": "3"}')).toEqual([
      ['file', { 'connector.class': 'X', type: 't', tasks: '3' }],
    ]);
    expect(await namesAndConfigs('{"connector.class": "X", "name": "a"}')).toEqual([
      ['a', { 'connector.class': 'X' }],
    ]);
  });

  it('may contain the response of GET /connectors/{name}', async () => {
    const text =
      '{"name": "a", "config": {"name": "a", "connector.class": "X"}, "tasks": [{"connector": "a", "task": 0}], "type": "sink"}';
    expect(await namesAndConfigs(text)).toEqual([['a', { 'connector.class': 'X' }]]);
  });

  it('may contain a list of these, each with a name', async () => {
    const text =
      '[{"name": "a", "config": {"connector.class": "X"}}, {"config": {"name": "b", "x": 1}}, {"connector.class": "Y", "name": "c"}]';
    expect(await namesAndConfigs(text)).toEqual([
      ['a', { 'connector.class': 'X' }],
      ['b', { x: '1' }],
      ['c', { 'connector.class': 'Y' }],
    ]);
    expect(
      await namesAndConfigs('[{"connector.class": "X"}, {"connector.class": "Y", "name": "c"}]'),
    ).toEqual(['missing-name connectors/file.json:1:3', ['c', { 'connector.class': 'Y' }]]);
  });

  it('supports everything that a YAML file supports', async () => {
    const { connectors, problems } = await desiredOf({
      'connectors/a.json': '{"name": "a", "state": "absent", "x-y": [null]}',
    });
    expect([connectors.length, connectors[0]?.kind, problems]).toEqual([1, 'absent', []]);
  });

  it('is rejected with the position of the error if it is not valid JSON', async () => {
    const faults = {
      '{"config": {"a": "b"} // mine\n}': '1:23',
      "{'config': {}}": '1:2',
      '{"config": {"a": "b\nc"}}': '1:18',
      '{"config": {"a": "\\d"}}': '1:18',
      '{"config": {"a": 007}}': '1:18',
      '{"config": {"a": "b" "c": "d"}}': '1:22',
      '{"config": {"a": "b"}': '1:21',
      '{config: {}}': '1:2',
    };
    for (const [text, place] of Object.entries(faults)) {
      expect(await namesAndConfigs(text)).toEqual([`invalid-json connectors/file.json:${place}`]);
    }
  });
});

describe('two declarations of one connector', () => {
  it('are an error with both positions', async () => {
    const loaded = await projectFolder({
      'connectors/a/orders.yaml': `# one\n${valid}`,
      'connectors/b.yaml': `name: orders\n${valid}`,
      'connectors/c.yaml': `name: orders\n${valid}---\nname: other\n${valid}---\nname: other\n${valid}`,
    }).load();
    const problems = loaded.diagnostics.map((it) => [
      describeDiagnostic(it, (text) => text).message,
      it.source && formatSource(it.source),
      ...it.related.map(({ label, source }) => `${label} ${formatSource(source)}`),
    ]);
    expect(problems).toEqual([
      [
        'two files declare the connector "orders"',
        'connectors/b.yaml:1:7',
        'first declared in connectors/a/orders.yaml:2:1',
      ],
      [
        'two files declare the connector "orders"',
        'connectors/c.yaml:1:7',
        'first declared in connectors/a/orders.yaml:2:1',
      ],
      [
        'this file declares the connector "other" twice',
        'connectors/c.yaml:7:7',
        'first declared in connectors/c.yaml:4:7',
      ],
    ]);
  });

  it('are allowed for different clusters', async () => {
    const files = {
      'connect-sync.yaml': twoClusters,
      'connectors/a.yaml': `name: orders\nclusters: [dev]\n${valid}`,
      'connectors/b.yaml': `name: orders\nclusters: [prod]\n${valid}`,
    };
    const { connectors, elsewhere, problems } = await desiredOf(files, { cluster: 'dev' });
    expect(problems).toEqual([]);
    expect(connectors.map(({ source }) => source.file)).toEqual(['connectors/a.yaml']);
    expect(elsewhere).toMatchObject([{ name: 'orders', clusters: ['prod'] }]);
  });

  it('are found if variables make two names equal, on that cluster only', async () => {
    const files = {
      'connect-sync.yaml':
        'version: 1\nclusters:\n  dev: {url: "http://x", vars: {env: dev}}\n  prod: {url: "http://y", vars: {env: prod}}\n',
      'connectors/a.yaml': `name: orders-dev\n${valid}`,
      'connectors/b.yaml': `name: orders-\${var.env}\n${valid}`,
    };
    expect((await desiredOf(files, { cluster: 'dev' })).problems).toEqual([
      'duplicate-connector connectors/b.yaml:1:7',
    ]);
    const onProd = await desiredOf(files, { cluster: 'prod' });
    expect([onProd.problems, onProd.connectors.map(({ name }) => name)]).toEqual([
      [],
      ['orders-dev', 'orders-prod'],
    ]);
  });
});

describe('clusters', () => {
  const files = {
    'connect-sync.yaml': twoClusters,
    'connectors/everywhere.yaml': valid,
    'connectors/limited.yaml': `name: limited-\${var.env}\nclusters: [prod]\n${valid}`,
  };

  it('exclude connectors limited to others, and list them', async () => {
    const { connectors, elsewhere } = await desiredOf(files, { cluster: 'dev' });
    expect(connectors.map(({ name }) => name)).toEqual(['everywhere']);
    expect(elsewhere).toMatchObject([{ name: 'limited-${var.env}', clusters: ['prod'] }]);
  });

  it('without a name get connectors without limits only', async () => {
    const { connectors, elsewhere } = await desiredOf(files, { vars: { env: 'x' } });
    expect(connectors.map(({ name }) => name)).toEqual(['everywhere']);
    expect(elsewhere).toMatchObject([{ name: 'limited-x', clusters: ['prod'] }]);
  });
});

describe('ownership', () => {
  const project = 'version: 1\nownership: {names: ["orders-*", "a?"], protect: [p-*], maxDeletes: 3}\n';

  it('is read from the project file', async () => {
    const files = await projectFolder({
      'connect-sync.yaml': project,
      'connectors/a1.yaml': valid,
    }).load();
    const { ownership } = resolveOwnership(files, { name: undefined, vars: new Map() });
    expect(ownership).toEqual({ names: ['orders-*', 'a?'], protect: ['p-*'], maxDeletes: 3 });
  });

  it('rejects names outside of it with their positions, including names with variables', async () => {
    const { problems } = await desiredOf(
      {
        'connect-sync.yaml': project,
        'connectors/a1.yaml': valid,
        'connectors/b.yaml': `name: orders-\${var.env}\n${valid}`,
        'connectors/c.yaml': `name: \${var.env}-orders\n${valid}`,
        'connectors/d.yaml': 'state: absent\nname: payments\n',
      },
      { vars: { env: 'dev' } },
    );
    expect(problems).toEqual(['not-owned connectors/d.yaml:2:7', 'not-owned connectors/c.yaml:1:7']);
  });
});

describe('dependencies', () => {
  const connector = (dependsOn: string) => `dependsOn: [${dependsOn}]\n${valid}`;

  it('are kept with their positions, without duplicates', async () => {
    const { connectors, problems } = await desiredOf({
      'connectors/a.yaml': connector('c, b, c'),
      'connectors/b.yaml': connector('c'),
      'connectors/c.yaml': valid,
    });
    expect(problems).toEqual([]);
    expect(
      connectors.map((one) => one.dependsOn.map(({ name, source }) => [name, formatSource(source)])),
    ).toEqual([
      [
        ['c', 'connectors/a.yaml:1:13'],
        ['b', 'connectors/a.yaml:1:16'],
      ],
      [['c', 'connectors/b.yaml:1:13']],
      [],
    ]);
  });

  it('that form a cycle are reported once, with all positions', async () => {
    const loaded = await projectFolder({
      'connectors/a.yaml': connector('b'),
      'connectors/b.yaml': connector('c'),
      'connectors/c.yaml': connector('b, d'),
      'connectors/d.yaml': connector('d'),
    }).load();
    const { diagnostics } = resolveConnectors(
      loaded,
      { name: undefined, vars: new Map() },
      { unsetEnvironment: 'error' },
    );
    const problems = diagnostics.map((it) => [
      describeDiagnostic(it, (text) => text).message,
      it.source && formatSource(it.source),
      ...it.related.map(({ label, source }) => `${label} ${formatSource(source)}`),
    ]);
    expect(problems).toEqual([
      [
        'dependency cycle: b -> c -> b',
        'connectors/b.yaml:1:13',
        '"c" depends on "b" in connectors/c.yaml:1:13',
      ],
      ['"d" depends on itself', 'connectors/d.yaml:1:13'],
    ]);
  });

  it('may form a long chain', async () => {
    const names = Array.from({ length: 300 }, (_, index) => index);
    const text = names
      .map((index) => `name: c${index}\n${connector(index === 0 ? '' : `c${index - 1}`)}`)
      .join('---\n');
    const { connectors, problems } = await desiredOf({ 'connectors/all.yaml': text });
    expect([connectors.length, problems]).toEqual([300, []]);
  });

  it('are not reported as unknown if a file could not be read', async () => {
    const { problems } = await desiredOf({
      'connectors/a.yaml': connector('b'),
      'connectors/b.yaml': 'a: "b',
    });
    expect(problems).toEqual(['invalid-yaml connectors/b.yaml:1:4']);
  });

  it('between connectors that are all declared absent are allowed', async () => {
    const { problems } = await desiredOf({
      'connectors/a.yaml': 'state: absent\ndependsOn: [b]\n',
      'connectors/b.yaml': 'state: absent\n',
    });
    expect(problems).toEqual([]);
  });
});

describe('keys with a reference to the environment', () => {
  it('are known without values, also from files with errors and for other clusters', async () => {
    const loaded = await projectFolder({
      'connect-sync.yaml': twoClusters,
      'connectors/a.yaml':
        'name: a-${var.env}\nconfig: {p: "${env.P}", q: "x${env.Q}y", r: "$${env.R}", s: [1, "${env.S}"], t: "${var.t}"}\n',
      'connectors/b.yaml': 'clusters: [prod]\nstatte: x\nconfig: {p: "${env.P}"}\n',
      'connectors/c.yaml': valid,
    }).load();
    const target = { name: 'dev', vars: new Map([['env', 'dev']]) };
    const { secretKeys } = resolveConnectors(loaded, target, { unsetEnvironment: 'error' });
    expect([...secretKeys].map(([name, keys]) => [name, ...keys])).toEqual([
      ['a-dev', 'p', 'q', 's'],
      ['b', 'p'],
      ['c'],
    ]);
  });
});
