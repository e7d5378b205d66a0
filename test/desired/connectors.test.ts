import { describe, expect, it } from 'vitest';
import { resolveConnectors } from '../../src/desired/resolve-connectors.ts';
import { describeDiagnostic } from '../../src/model/diagnostic.ts';
import { formatSource } from '../../src/model/source.ts';
import { desiredOf, theConnectorOf } from '../support/desired-of.ts';
import { projectFolder } from '../support/project-folder.ts';

const twoClusters = 'version: 1\nclusters:\n  dev: {url: "http://x"}\n  prod: {url: "http://y"}\n';
const fine = 'config: {connector.class: X}\n';

describe('a connector', () => {
  it('is called as its file, unless it says otherwise', async () => {
    const { connectors, told } = await desiredOf({
      'connectors/deep/er/orders.source.yaml': fine,
      'connectors/b.yml': `name: other\n${fine}`,
      'connectors/c.json': '{"connector.class": "X"}',
    });
    expect(told).toEqual([]);
    expect(connectors.map(({ name }) => name)).toEqual(['c', 'orders.source', 'other']);
  });

  it('knows where it, its state and each of its keys come from', async () => {
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

  it('leaves its state alone where it names none', async () => {
    expect(await theConnectorOf({ 'connectors/a.yaml': fine })).toMatchObject({
      state: undefined,
      stateSource: undefined,
    });
  });

  it('that shall be absent needs no configuration, and none of the values of one', async () => {
    const { connectors, told } = await desiredOf({
      'connectors/a.yaml': 'state: absent\n',
      'connectors/b.yaml': 'state: absent\nconfig: {a: "${env.GONE}"}\n',
    });
    expect(told).toEqual([]);
    expect(connectors).toMatchObject([
      { kind: 'absent', name: 'a', stateSource: { line: 1, column: 8 } },
      { kind: 'absent', name: 'b' },
    ]);
  });

  it('drops its name from the configuration', async () => {
    const connector = await theConnectorOf({ 'connectors/a.yaml': 'config: {name: a, b: c}\n' });
    expect([...connector.config]).toEqual([['b', 'c']]);
  });

  it('may carry what is its author’s own, whatever that is', async () => {
    const text = `x-owner: !team {a: {b: [1, {c: d}]}, e: , f: "\${env.X}"}\ndescription: \${not ours}\n${fine}`;
    await expect(theConnectorOf({ 'connectors/a.yaml': text })).resolves.toMatchObject({ name: 'a' });
  });

  it('may share its file with others, which then all have a name', async () => {
    const text = `---\nname: a\n${fine}---\n# nothing\n---\nname: b\n${fine}...\n`;
    const { connectors, told } = await desiredOf({ 'connectors/both.yaml': text });
    expect([connectors.map(({ name }) => name), told]).toEqual([['a', 'b'], []]);
  });

  it('is left out while it has an error, and the others are there', async () => {
    const { connectors, told } = await desiredOf({
      'connectors/a.yaml': 'config: {a: }\n',
      'connectors/b.yaml': 'config:\n  a: "b\n',
      'connectors/c.yaml': fine,
      'connectors/d.yaml': 'name: a b\nconfig: {a: b}\n',
    });
    expect(connectors.map(({ name }) => name)).toEqual(['c']);
    expect(told).toEqual([
      'empty-value connectors/a.yaml:1:10',
      'invalid-yaml connectors/b.yaml:2:6',
      'invalid-name connectors/d.yaml:1:7',
    ]);
  });
});

describe('a JSON file', () => {
  const namesAndConfigs = async (text: string) => {
    const { connectors, told } = await desiredOf({ 'connectors/file.json': text });
    return [
      ...told,
      ...connectors.map((one) => [one.name, one.kind === 'present' && Object.fromEntries(one.config)]),
    ];
  };

  it('holds a connector as it is POSTed', async () => {
    expect(await namesAndConfigs('{"name": "a", "config": {"connector.class": "X", "name": "a"}}')).toEqual([
      ['a', { 'connector.class': 'X' }],
    ]);
  });

  it('holds a configuration as it is PUT, with or without its name', async () => {
    expect(await namesAndConfigs('{"connector.class": "X", "type": "t", "tasks": "3"}')).toEqual([
      ['file', { 'connector.class': 'X', type: 't', tasks: '3' }],
    ]);
    expect(await namesAndConfigs('{"connector.class": "X", "name": "a"}')).toEqual([
      ['a', { 'connector.class': 'X' }],
    ]);
  });

  it('holds what a worker answers to GET', async () => {
    const text =
      '{"name": "a", "config": {"name": "a", "connector.class": "X"}, "tasks": [{"connector": "a", "task": 0}], "type": "sink"}';
    expect(await namesAndConfigs(text)).toEqual([['a', { 'connector.class': 'X' }]]);
  });

  it('holds a list of these, each with a name somewhere', async () => {
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

  it('may say all that a connector file can say', async () => {
    const { connectors, told } = await desiredOf({
      'connectors/a.json': '{"name": "a", "state": "absent", "x-y": [null]}',
    });
    expect([connectors.length, connectors[0]?.kind, told]).toEqual([1, 'absent', []]);
  });

  it('is refused where it is no JSON, at the fault', async () => {
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

describe('two descriptions of one connector', () => {
  it('are an error with both places', async () => {
    const loaded = await projectFolder({
      'connectors/a/orders.yaml': `# one\n${fine}`,
      'connectors/b.yaml': `name: orders\n${fine}`,
      'connectors/c.yaml': `name: orders\n${fine}---\nname: other\n${fine}---\nname: other\n${fine}`,
    }).load();
    const told = loaded.diagnostics.map((it) => [
      describeDiagnostic(it, (text) => text).message,
      it.source && formatSource(it.source),
      ...it.related.map(({ label, source }) => `${label} ${formatSource(source)}`),
    ]);
    expect(told).toEqual([
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

  it('are none where they are for different clusters', async () => {
    const files = {
      'connect-sync.yaml': twoClusters,
      'connectors/a.yaml': `name: orders\nclusters: [dev]\n${fine}`,
      'connectors/b.yaml': `name: orders\nclusters: [prod]\n${fine}`,
    };
    const { connectors, elsewhere, told } = await desiredOf(files, { cluster: 'dev' });
    expect(told).toEqual([]);
    expect(connectors.map(({ source }) => source.file)).toEqual(['connectors/a.yaml']);
    expect(elsewhere).toEqual([{ name: 'orders', clusters: ['prod'] }]);
  });

  it('show where variables make two names one, and on that cluster only', async () => {
    const files = {
      'connect-sync.yaml':
        'version: 1\nclusters:\n  dev: {url: "http://x", vars: {env: dev}}\n  prod: {url: "http://y", vars: {env: prod}}\n',
      'connectors/a.yaml': `name: orders-dev\n${fine}`,
      'connectors/b.yaml': `name: orders-\${var.env}\n${fine}`,
    };
    expect((await desiredOf(files, { cluster: 'dev' })).told).toEqual([
      'duplicate-connector connectors/b.yaml:1:7',
    ]);
    const onProd = await desiredOf(files, { cluster: 'prod' });
    expect([onProd.told, onProd.connectors.map(({ name }) => name)]).toEqual([
      [],
      ['orders-dev', 'orders-prod'],
    ]);
  });
});

describe('clusters', () => {
  const files = {
    'connect-sync.yaml': twoClusters,
    'connectors/everywhere.yaml': fine,
    'connectors/limited.yaml': `name: limited-\${var.env}\nclusters: [prod]\n${fine}`,
  };

  it('leave out what is limited to others, and list it', async () => {
    const { connectors, elsewhere } = await desiredOf(files, { cluster: 'dev' });
    expect(connectors.map(({ name }) => name)).toEqual(['everywhere']);
    expect(elsewhere).toEqual([{ name: 'limited-${var.env}', clusters: ['prod'] }]);
  });

  it('without a name get only what is limited to none', async () => {
    const { connectors, elsewhere } = await desiredOf(files, { vars: { env: 'x' } });
    expect(connectors.map(({ name }) => name)).toEqual(['everywhere']);
    expect(elsewhere).toEqual([{ name: 'limited-x', clusters: ['prod'] }]);
  });
});

describe('ownership', () => {
  const project = 'version: 1\nownership: {names: ["orders-*", "a?"], protect: [p-*], maxDeletes: 3}\n';

  it('is handed on as the project says', async () => {
    const { project: loaded } = await projectFolder({
      'connect-sync.yaml': project,
      'connectors/a1.yaml': fine,
    }).load();
    expect(loaded.ownership).toEqual({ names: ['orders-*', 'a?'], protect: ['p-*'], maxDeletes: 3 });
  });

  it('refuses names outside of it on their line, those of variables too', async () => {
    const { told } = await desiredOf(
      {
        'connect-sync.yaml': project,
        'connectors/a1.yaml': fine,
        'connectors/b.yaml': `name: orders-\${var.env}\n${fine}`,
        'connectors/c.yaml': `name: \${var.env}-orders\n${fine}`,
        'connectors/d.yaml': 'state: absent\nname: payments\n',
      },
      { vars: { env: 'dev' } },
    );
    expect(told).toEqual(['not-owned connectors/d.yaml:2:7', 'not-owned connectors/c.yaml:1:7']);
  });
});

describe('dependencies', () => {
  const connector = (dependsOn: string) => `dependsOn: [${dependsOn}]\n${fine}`;

  it('are kept with their places, each once', async () => {
    const { connectors, told } = await desiredOf({
      'connectors/a.yaml': connector('c, b, c'),
      'connectors/b.yaml': connector('c'),
      'connectors/c.yaml': fine,
    });
    expect(told).toEqual([]);
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

  it('that lead back are told once, with the places of all', async () => {
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
    const told = diagnostics.map((it) => [
      describeDiagnostic(it, (text) => text).message,
      it.source && formatSource(it.source),
      ...it.related.map(({ label, source }) => `${label} ${formatSource(source)}`),
    ]);
    expect(told).toEqual([
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
    const { connectors, told } = await desiredOf({ 'connectors/all.yaml': text });
    expect([connectors.length, told]).toEqual([300, []]);
  });

  it('are not called unknown where a file could not be read', async () => {
    const { told } = await desiredOf({ 'connectors/a.yaml': connector('b'), 'connectors/b.yaml': 'a: "b' });
    expect(told).toEqual(['invalid-yaml connectors/b.yaml:1:4']);
  });

  it('between connectors that shall all be absent are no problem', async () => {
    const { told } = await desiredOf({
      'connectors/a.yaml': 'state: absent\ndependsOn: [b]\n',
      'connectors/b.yaml': 'state: absent\n',
    });
    expect(told).toEqual([]);
  });
});

describe('the keys that hold a reference to the environment', () => {
  it('are known without any value, from files with errors too, whatever the cluster', async () => {
    const loaded = await projectFolder({
      'connect-sync.yaml': twoClusters,
      'connectors/a.yaml':
        'name: a-${var.env}\nconfig: {p: "${env.P}", q: "x${env.Q}y", r: "$${env.R}", s: [1, "${env.S}"], t: "${var.t}"}\n',
      'connectors/b.yaml': 'clusters: [prod]\nstatte: x\nconfig: {p: "${env.P}"}\n',
      'connectors/c.yaml': fine,
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
