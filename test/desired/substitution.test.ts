import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { substitute } from '../../src/desired/resolve-config.ts';
import type { Template } from '../../src/desired/template.ts';
import { everyName } from '../../src/model/environment-names.ts';
import { configOf, desiredOf, theConnectorOf } from '../support/desired-of.ts';

const clusters =
  'version: 1\nvars: {env: none, region: eu}\nclusters:\n  dev: {url: "http://x", vars: {env: dev}}\n  prod: {url: "http://y"}\n';

describe('a reference', () => {
  it('is replaced within a longer value, every time it occurs', async () => {
    const text = 'config:\n  a: ${env.U}:${env.P}@${var.h}/${env.U}\n';
    const environment = new Map([
      ['U', 'me'],
      ['P', 'pw'],
    ]);
    expect(await configOf(text, { environment, vars: { h: 'db' } })).toEqual({ a: 'me:pw@db/me' });
  });

  it('is replaced in list elements, block scalars and aliases', async () => {
    const text = 'x-s: &s "${env.P}"\nconfig:\n  a: [x, "${env.P}"]\n  b: |-\n    p="${env.P}"\n  c: *s\n';
    const connector = await theConnectorOf(
      { 'connectors/a.yaml': text },
      { environment: new Map([['P', 'pw']]) },
    );
    expect([...connector.config.values()]).toEqual(['x,pw', 'p="pw"', 'pw']);
    expect([...connector.secretKeys]).toEqual(['a', 'b', 'c']);
  });

  it('is not replaced recursively', async () => {
    const environment = new Map([['A', '${env.B} ${var.c} $1 $${env.D}']]);
    const vars = { v: '${var.w}' };
    const files = { 'connectors/a.yaml': 'config:\n  a: ${env.A}\n  b: ${var.v}\n' };
    const { connectors, problems } = await desiredOf(files, { environment, vars });
    // It is probably meant, so it is a warning.
    expect(problems).toEqual(['warning variable-with-placeholder connectors/a.yaml:2:6']);
    const [connector] = connectors;
    expect(connector?.kind === 'present' && Object.fromEntries(connector.config)).toEqual({
      a: '${env.B} ${var.c} $1 $${env.D}',
      b: '${var.w}',
    });
  });

  it('is literal text if its dollar sign is doubled', async () => {
    const text = 'config:\n  a: $${env.X} and $${var.y}\n  b: $$${env.X}\n  c: $${topic}\n';
    expect(await configOf(text)).toEqual({ a: '${env.X} and ${var.y}', b: '$${env.X}', c: '$${topic}' });
  });

  it('makes its key secret only if it refers to the environment', async () => {
    const text = 'config:\n  a: ${env.P}\n  b: ${var.v}\n  c: $${env.P}\n';
    const options = { environment: new Map([['P', 'pw']]), vars: { v: 'w' } };
    const connector = await theConnectorOf({ 'connectors/a.yaml': text }, options);
    expect([...connector.secretKeys]).toEqual(['a']);
    const { secrets } = await desiredOf({ 'connectors/a.yaml': text }, options);
    expect(secrets).toEqual(['pw']);
  });

  it('that is unset is reported once for each variable, at its first use', async () => {
    const { problems, connectors } = await desiredOf({
      'connectors/a.yaml': 'config:\n  a: ${env.A} ${env.A}\n  b: [x, "${env.B}"]\n',
      'connectors/b.yaml': 'config:\n  c: "x\\ty ${env.A}"\n  d: ${var.d}\n',
    });
    expect(problems).toEqual([
      'unset-environment-variable connectors/a.yaml:2:6',
      'unset-environment-variable connectors/a.yaml:3:11',
      'unset-variable connectors/b.yaml:3:6',
    ]);
    expect(connectors).toEqual([]);
  });

  it('that is escaped does not shift the position of a later one with the same name', async () => {
    const { problems } = await desiredOf({ 'connectors/a.yaml': 'config:\n  a: $${env.A} ${env.A}\n' });
    expect(problems).toEqual(['unset-environment-variable connectors/a.yaml:2:16']);
  });

  it('to an unset or empty environment variable may be a warning and stays unresolved', async () => {
    const text = 'config:\n  a: x${env.A}\n  b: ${env.B}\n';
    const options = { unsetEnvironment: 'warning', environment: new Map([['B', '']]) } as const;
    const { problems, connectors } = await desiredOf({ 'connectors/a.yaml': text }, options);
    expect(problems).toEqual([
      'warning unset-environment-variable connectors/a.yaml:2:7',
      'warning empty-environment-variable connectors/a.yaml:3:6',
    ]);
    expect(connectors).toMatchObject([
      {
        config: new Map([
          ['a', 'x${env.A}'],
          ['b', '${env.B}'],
        ]),
        secretKeys: new Set(['a', 'b']),
      },
    ]);
  });

  it('without a name or a closing brace is an error', async () => {
    for (const reference of ['${env.}', '${env.A', '${env.A:-b}', '${env.A B}', '${var.1}']) {
      const { problems } = await desiredOf({ 'connectors/a.yaml': `config:\n  a: "${reference}"\n` });
      expect(problems).toEqual(['malformed-reference connectors/a.yaml:2:7']);
    }
  });
});

describe('the environment', () => {
  it('may be used in config values only', async () => {
    const text =
      'name: a-${env.A}\ndescription: ${env.A}\nx-own: ${env.A}\nclusters: ["${env.A}"]\ndependsOn: ["${env.A}"]\nignoreKeys: ["${env.A}"]\nconfig:\n  k-${env.A}: x\n  name: ${env.A}\n';
    const { problems } = await desiredOf(
      { 'connect-sync.yaml': clusters, 'connectors/a.yaml': text },
      { environment: new Map([['A', 'x']]) },
    );
    expect(problems.filter((problem) => !problem.startsWith('unknown-cluster'))).toEqual([
      'reference-not-allowed connectors/a.yaml:1:9',
      'reference-not-allowed connectors/a.yaml:4:13',
      'reference-not-allowed connectors/a.yaml:5:14',
      'reference-not-allowed connectors/a.yaml:6:15',
      'reference-not-allowed connectors/a.yaml:8:5',
      'reference-not-allowed connectors/a.yaml:9:9',
    ]);
  });

  it('may not be used in the settings of the project itself', async () => {
    const project = `version: 1
connectors: "\${env.A}/*.yaml"
vars: {a: "\${env.A}", b: "\${var.a}"}
clusters:
  dev: {url: http://x, kafkaClusterId: "\${env.A}", vars: {c: "\${env.A}"}}
ownership: {names: ["\${var.env}-*"], protect: ["\${env.A}"]}
`;
    const { problems } = await desiredOf({
      'connect-sync.yaml': project,
      'connectors/a.yaml': 'config: {a: b}\n',
    });
    expect(problems.filter((problem) => problem.startsWith('reference-not-allowed'))).toEqual([
      'reference-not-allowed connect-sync.yaml:2:14',
      'reference-not-allowed connect-sync.yaml:3:12',
      'reference-not-allowed connect-sync.yaml:3:27',
      'reference-not-allowed connect-sync.yaml:5:41',
      'reference-not-allowed connect-sync.yaml:5:63',
      'reference-not-allowed connect-sync.yaml:6:49',
    ]);
  });

  it('of the process takes precedence over files, a later file over an earlier one', async () => {
    const files = {
      'connectors/a.yaml': 'config: {a: "${env.A}", b: "${env.B}", c: "${env.C}"}\n',
      'one.env': 'A=one\nB=one\nC="one # one"\n',
      'two.env': 'export A=two\nB=two\n',
    };
    const options = { environment: new Map([['A', 'process']]), envFiles: ['one.env', 'two.env'] };
    expect(Object.fromEntries((await theConnectorOf(files, options)).config)).toEqual({
      a: 'process',
      b: 'two',
      c: 'one # one',
    });
  });
});

describe('a variable', () => {
  const files = {
    'connect-sync.yaml': clusters,
    'connectors/a.yaml':
      'name: a-${var.env}\ndependsOn: ["b-${var.env}"]\nconfig: {k: "${var.env} ${var.region}"}\n',
    'connectors/b.yaml': 'name: b-${var.env}\nconfig: {name: "b-${var.env}"}\n',
  };
  const onCluster = async (cluster: string | undefined, vars: Record<string, string> = {}) => {
    const { connectors, problems } = await desiredOf(files, {
      ...(cluster === undefined ? {} : { cluster }),
      vars,
    });
    expect(problems).toEqual([]);
    return connectors.map((one) => [
      one.name,
      ...one.dependsOn.map(({ name }) => name),
      ...(one.kind === 'present' ? one.config.values() : []),
    ]);
  };

  it('of the cluster takes precedence over the project, and one of the run over both, in values, names and dependencies', async () => {
    expect(await onCluster('dev')).toEqual([['a-dev', 'b-dev', 'dev eu'], ['b-dev']]);
    expect(await onCluster('prod')).toEqual([['a-none', 'b-none', 'none eu'], ['b-none']]);
    expect(await onCluster('dev', { env: 'mine', region: 'us' })).toEqual([
      ['a-mine', 'b-mine', 'mine us'],
      ['b-mine'],
    ]);
  });

  it('of the project applies to a cluster without a name', async () => {
    expect(await onCluster(undefined)).toEqual([['a-none', 'b-none', 'none eu'], ['b-none']]);
  });

  it('keeps its text, like every value', async () => {
    const project = 'version: 1\nvars: {a: 007, b: 1.0, c: yes, d: "$${var.a}"}\n';
    const text = 'config: {k: "${var.a} ${var.b} ${var.c} ${var.d}"}\n';
    const connector = await theConnectorOf({ 'connect-sync.yaml': project, 'connectors/a.yaml': text });
    expect(connector.config.get('k')).toBe('007 1.0 yes ${var.a}');
  });
});

/** A value of blanks alone is as none. */
const notBlank = fc.string({ minLength: 1 }).filter((text) => text.trim() !== '');

describe('any value of a variable', () => {
  it('is kept byte for byte', () => {
    const source = { file: 'a.yaml', line: 1, column: 1 };
    const template: Template = {
      written: '<${env.A}|${var.b}>',
      source,
      parts: [
        { kind: 'text', text: '<' },
        { kind: 'reference', scope: 'env', name: 'A', source },
        { kind: 'text', text: '|' },
        { kind: 'reference', scope: 'var', name: 'b', source },
        { kind: 'text', text: '>' },
      ],
    };
    fc.assert(
      fc.property(notBlank, fc.string({ minLength: 1 }), (one, other) => {
        const lookup = { environment: new Map([['A', one]]), vars: new Map([['b', other]]) };
        const { text, secrets } = substitute(template, {
          ...lookup,
          environmentNames: everyName,
          cluster: undefined,
          unsetEnvironment: 'error',
        });
        expect([text, secrets]).toEqual([`<${one}|${other}>`, [one]]);
      }),
    );
  });
});
