import { describe, expect, it } from 'vitest';
import type { KeyOrigin, PresentConnector } from '../../src/model/desired-connector.ts';
import { configOf, desiredOf, theConnectorOf } from '../support/desired-of.ts';

const clusters = 'clusters:\n  dev: {url: "http://d"}\n  prod: {url: "http://p"}\n';
const project = (text: string) => `version: 1\n${clusters}${text}`;
const of = (layers: string, connector: string) => ({
  'connect-sync.yaml': project(layers),
  'connectors/a.yaml': connector,
});
const configured = async (files: Readonly<Record<string, string>>, cluster?: string) =>
  Object.fromEntries((await theConnectorOf(files, cluster === undefined ? {} : { cluster })).config);

const everyLayer = of(
  `
defaults:
  - config: {k1: first default, k2: first default, k3: first default, k4: first default, k5: first default}
  - match: {class: "io.debezium.*"}
    config: {k2: second default, k3: second default, k4: second default, k5: second default}
profiles:
  base: {config: {k3: base, k4: base, k5: base}}
  avro:
    extends: [base]
    config: {k3: avro, k4: avro, k5: avro}
`,
  `extends: [avro]
config:
  connector.class: io.debezium.connector.mysql.MySqlConnector
  k4: connector
  k5: connector
overrides:
  prod:
    config: {k5: override}
`,
);

describe('precedence', () => {
  it('rises from defaults to profiles, the connector and the override for the cluster', async () => {
    const { 'connector.class': _, ...keys } = await configured(everyLayer, 'prod');
    expect(keys).toEqual({
      k1: 'first default',
      k2: 'second default',
      k3: 'avro',
      k4: 'connector',
      k5: 'override',
    });
  });

  it('ignores overrides for other clusters, and all overrides for a bare URL', async () => {
    expect((await configured(everyLayer, 'dev'))['k5']).toBe('connector');
    expect((await configured(everyLayer))['k5']).toBe('connector');
  });

  it('shows in the origin of each key: the position that wins, and those that it overrides', async () => {
    const { origins } = await theConnectorOf(everyLayer, { cluster: 'prod' });
    const problems = (origin: KeyOrigin | undefined): string =>
      origin ? `${origin.layer} ${origin.label ?? '-'} ${origin.source.file}:${origin.source.line}` : 'none';
    expect(problems(origins.get('k1'))).toBe('default - connect-sync.yaml:7');
    expect(problems(origins.get('k3'))).toBe('profile avro connect-sync.yaml:14');
    expect([origins.get('k5'), ...(origins.get('k5')?.covers ?? [])].map(problems)).toEqual([
      'override prod connectors/a.yaml:8',
      'connector - connectors/a.yaml:5',
      'profile avro connect-sync.yaml:14',
      'profile base connect-sync.yaml:11',
      'default - connect-sync.yaml:9',
      'default - connect-sync.yaml:7',
    ]);
  });

  it('applies to the state too; without a declared state it is not changed', async () => {
    const layers = 'defaults: [{state: running}]\nprofiles: {idle: {state: paused}}\n';
    const stateOf = async (text: string, cluster = 'dev') =>
      (await theConnectorOf(of(layers, `${text}config: {connector.class: X}\n`), { cluster })).state;
    expect([
      await stateOf(''),
      await stateOf('extends: [idle]\n'),
      await stateOf('extends: [idle]\nstate: stopped\n'),
      await stateOf('overrides: {dev: {state: paused}}\n'),
      await stateOf('overrides: {prod: {state: paused}}\n'),
    ]).toEqual(['running', 'paused', 'stopped', 'paused', 'running']);
    expect((await theConnectorOf(of('', 'config: {a: b}\n'), { cluster: 'dev' })).state).toBeUndefined();
  });

  it('allows a connector to be absent on one cluster, with the position of that', async () => {
    const files = of('', 'config: {a: b}\noverrides:\n  dev:\n    state: absent\n');
    const dev = await desiredOf(files, { cluster: 'dev' });
    expect(dev.connectors).toMatchObject([{ kind: 'absent', name: 'a', stateSource: { line: 4 } }]);
    expect((await desiredOf(files, { cluster: 'prod' })).connectors).toMatchObject([{ kind: 'present' }]);
  });

  it('does not apply to ignored keys: they are combined', async () => {
    const layers = 'defaults: [{ignoreKeys: [tasks.max]}]\nprofiles: {p: {ignoreKeys: [a, b]}}\n';
    const text =
      'extends: [p]\nignoreKeys: [b, c]\nconfig: {connector.class: X}\noverrides: {dev: {ignoreKeys: [d]}}\n';
    const { ignoreKeys } = await theConnectorOf(of(layers, text), { cluster: 'dev' });
    expect(ignoreKeys).toEqual(['tasks.max', 'a', 'b', 'c', 'd']);
  });
});

describe('a default', () => {
  const matched = async (match: string, connector: string, cluster = 'dev') => {
    const files = of(`defaults: [{match: ${match}, config: {hit: yes}}]\n`, connector);
    const { connectors } = await desiredOf(files, { cluster });
    return connectors.map((one) => one.kind === 'present' && one.config.get('hit') === 'yes');
  };
  const debezium = 'config: {connector.class: io.debezium.connector.mysql.MySqlConnector}\n';

  it('matches by class, name and cluster, each with one or several globs', async () => {
    expect(await matched('{class: "io.debezium.*"}', debezium)).toEqual([true]);
    expect(await matched('{class: ["*.Nothing", "*MySql*"]}', debezium)).toEqual([true]);
    expect(await matched('{class: "io.confluent.*"}', debezium)).toEqual([false]);
    expect(await matched('{name: "?"}', debezium)).toEqual([true]);
    expect(await matched('{name: "b*"}', debezium)).toEqual([false]);
    expect(await matched('{cluster: [dev]}', debezium)).toEqual([true]);
    expect(await matched('{cluster: "p*"}', debezium)).toEqual([false]);
    expect(await matched('{class: "io.debezium.*", name: "b*"}', debezium)).toEqual([false]);
    expect(await matched('{}', debezium)).toEqual([true]);
  });

  it('is matched against the class of a profile or an override', async () => {
    const layers =
      'profiles: {mysql: {config: {connector.class: M}}}\ndefaults: [{match: {class: M}, config: {hit: yes}}]\n';
    const text = 'extends: [mysql]\noverrides: {prod: {config: {connector.class: N}}}\n';
    expect(await configured(of(layers, text), 'dev')).toMatchObject({ hit: 'yes' });
    expect(await configured(of(layers, text), 'prod')).toEqual({ 'connector.class': 'N' });
  });

  it('is matched against the resolved class and name', async () => {
    const files = {
      'connect-sync.yaml':
        'version: 1\nvars: {kind: M, env: e}\ndefaults: [{match: {class: M, name: "a-e"}, config: {hit: yes}}]\n',
      'connectors/a.yaml': 'name: a-${var.env}\nconfig: {connector.class: "${var.kind}"}\n',
    };
    expect(await configured(files)).toMatchObject({ hit: 'yes' });
  });
});

describe('profiles', () => {
  it('take precedence in the order of extends, each once at its first occurrence', async () => {
    const layers = `
profiles:
  base: {config: {k: base, l: base}}
  one: {extends: [base], config: {k: one, l: one}}
  two: {extends: [base], config: {k: two}}
`;
    const config = await configured(of(layers, 'extends: [one, two]\nconfig: {connector.class: X}\n'));
    expect(config).toMatchObject({ k: 'two', l: 'one' });
  });

  it('may form a long chain', async () => {
    const chain = Array.from({ length: 3000 }, (_, index) => `  p${index}: {extends: [p${index + 1}]}\n`);
    const layers = `profiles:\n${chain.join('')}  p3000: {config: {deep: down}}\n`;
    expect(await configured(of(layers, 'extends: [p0]\nconfig: {}\n'))).toEqual({ deep: 'down' });
  });

  it('that are unknown or form a cycle are reported, with a suggestion', async () => {
    const { problems } = await desiredOf(
      of(
        'profiles:\n  avro: {extends: [jsn]}\n  json: {extends: [loop]}\n  loop: {extends: [json]}\n  self: {extends: [self]}\n',
        'extends: [avr]\nconfig: {a: b}\n',
      ),
    );
    expect(problems).toEqual([
      'unknown-profile connect-sync.yaml:6:20',
      'profile-cycle connect-sync.yaml:8:20',
      'profile-cycle connect-sync.yaml:9:20',
    ]);
  });
});

describe('!unset', () => {
  const layers = 'defaults: [{config: {a: 1, b: 2}}]\nprofiles: {p: {config: {b: !unset , c: 3}}}\n';

  it('removes a key of lower precedence; a layer of higher precedence may set it again', async () => {
    const text = (own: string) => `extends: [p]\nconfig: {${own}}\n`;
    expect(await configured(of(layers, text('')))).toEqual({ a: '1', c: '3' });
    expect(await configured(of(layers, text('a: !unset , c: !unset ')))).toEqual({});
    expect(await configured(of(layers, text('b: 4')))).toEqual({ a: '1', c: '3', b: '4' });
  });

  it('is kept with its position', async () => {
    const { removed } = await theConnectorOf(of(layers, 'extends: [p]\nconfig: {a: !unset }\n'));
    const problems = [...(removed ?? [])].map(([key, { source, covers }]) => [
      key,
      source.file,
      covers?.map((one) => one.source.line),
    ]);
    expect(problems).toEqual([
      ['a', 'connectors/a.yaml', [5]],
      ['b', 'connect-sync.yaml', [5]],
    ]);
  });

  it('of a key that is not set is a warning, unless it is set for another cluster', async () => {
    const own = 'config:\n  connector.class: X\n  gone: !unset\n';
    expect((await desiredOf(of('', own))).problems).toEqual([
      'warning unset-without-effect connectors/a.yaml:3:3',
    ]);
    const onProd = 'defaults: [{match: {cluster: prod}, config: {gone: 1}}]\n';
    expect((await desiredOf(of(onProd, own), { cluster: 'dev' })).problems).toEqual([]);
    const shared = 'defaults: [{config: {x: !unset }}]\nprofiles: {p: {config: {y: !unset }}}\n';
    expect((await desiredOf(of(shared, 'config: {a: b}\n'))).problems).toEqual([
      'warning unset-without-effect connect-sync.yaml:5:22',
      'warning unset-without-effect connect-sync.yaml:6:25',
    ]);
  });

  it('is allowed for config keys only, without a value', async () => {
    const problems = async (text: string) => (await desiredOf({ 'connectors/a.yaml': text })).problems;
    expect(await problems('state: !unset\nconfig: {a: b}\n')).toContain(
      'misplaced-unset connectors/a.yaml:1:8',
    );
    expect(await problems('config:\n  a: [x, !unset ]\n')).toContain(
      'misplaced-unset connectors/a.yaml:2:10',
    );
    expect(await problems('config:\n  a: !unset b\n')).toContain('misplaced-unset connectors/a.yaml:2:6');
  });
});

describe('values in layers', () => {
  it('have the same syntax as in connector files: sequences, blocks, variables and the environment', async () => {
    const layers = `
vars: {env: e}
defaults:
  - config:
      topics: [a, "\${var.env}"]
      query: |-
        select 1
        from x
      password: \${env.PW}
`;
    const connector = await theConnectorOf(of(layers, 'config: {connector.class: X}\n'), {
      cluster: 'dev',
      vars: { env: 'e' },
      environment: new Map([['PW', 'hush']]),
    });
    expect(Object.fromEntries(connector.config)).toMatchObject({
      topics: 'a,e',
      query: 'select 1\nfrom x',
      password: 'hush',
    });
    expect([...connector.secretKeys]).toEqual(['password']);
  });

  it('that a connector overrides need no value, and a shared problem is reported once', async () => {
    const files = {
      ...of('defaults: [{config: {p: "${env.GONE}", q: "${var.gone}"}}]\n', 'config: {p: x, q: y}\n'),
      'connectors/b.yaml': 'config: {q: y}\n',
      'connectors/c.yaml': 'config: {q: y}\n',
    };
    expect((await desiredOf(files)).problems).toEqual(['unset-environment-variable connect-sync.yaml:5:26']);
  });

  it('are secret only if the layer that wins refers to the environment', async () => {
    const files = of('defaults: [{config: {k: "${env.A}"}}]\n', 'config: {k: plain}\n');
    expect([...((await theConnectorOf(files)) as PresentConnector).secretKeys]).toEqual([]);
  });
});

describe('what cannot be inherited', () => {
  it('is rejected at its position: class in defaults, names, absence in a default, unknown clusters', async () => {
    const layers = `
defaults:
  - match: {cluster: prd}
    state: absent
    config: {connector.class: X, name: y}
profiles:
  p: {config: {name: z}}
`;
    const text = 'config: {a: b}\noverrides:\n  stage: {config: {name: c}}\n';
    expect((await desiredOf(of(layers, text))).problems).toEqual([
      'unknown-cluster connect-sync.yaml:7:22',
      'invalid-value connect-sync.yaml:8:12',
      'key-not-inheritable connect-sync.yaml:9:14',
      'key-not-inheritable connect-sync.yaml:9:34',
      'key-not-inheritable connect-sync.yaml:11:16',
      'key-not-inheritable connectors/a.yaml:3:20',
    ]);
  });

  it('is reported once: an override for an unknown cluster is not also reported as unused', async () => {
    const text = 'clusters: [dev]\nconfig: {a: b}\noverrides:\n  prd: {state: paused}\n';
    expect((await desiredOf(of('', text))).problems).toEqual(['unknown-cluster connectors/a.yaml:4:3']);
  });

  it('has a hint with the flat form if it is nested, and a hint for a config key at the top level', async () => {
    const layers = 'profiles:\n  p: {config: {errors: {log: {enable: 1}}}}\n  q: {errors.tolerance: all}\n';
    expect((await desiredOf(of(layers, 'config: {a: b}\n'))).problems).toEqual([
      'nested-config connect-sync.yaml:6:24',
      'config-key-at-top-level connect-sync.yaml:7:7',
    ]);
  });
});

describe('JSON connector files', () => {
  it('support the same keys', async () => {
    const files = {
      'connect-sync.yaml': project('profiles: {p: {config: {a: "1"}}}\n'),
      'connectors/a.json':
        '{"extends": ["p"], "config": {"b": 2}, "overrides": {"dev": {"config": {"b": 3}}}}',
    };
    expect(await configured(files, 'dev')).toEqual({ a: '1', b: '3' });
    expect(await configOf('{"config": {"b": 2}}', { file: 'connectors/a.json' })).toEqual({ b: '2' });
  });
});

describe('a project file with errors', () => {
  it('does not cause follow-up problems', async () => {
    const { problems } = await desiredOf({
      'connect-sync.yaml': 'version: 1\ndefaults: {a: b}\n',
      'connectors/a.yaml': 'extends: [p]\nconfig: {a: !unset , connector.class: X}\n',
    });
    expect(problems).toEqual(['invalid-type connect-sync.yaml:2:11']);
  });
});
