import { describe, expect, it } from 'vitest';
import {
  type FoundConnectorConfig,
  textValue,
  writtenForm,
} from '../../../../src/import/formats/found-connector.ts';
import {
  type KnownVariables,
  replaceSecrets,
  requestedVariables,
} from '../../../../src/import/formats/write/replace-secrets.ts';
import { KnownSecrets } from '../../../../src/model/known-secrets.ts';
import { makeSecretRules } from '../../../../src/model/redaction/secret-rules.ts';

type Texts = Readonly<Record<string, Readonly<Record<string, string>>>>;

const nothingKnown: KnownVariables = { values: new Map(), nameFor: () => undefined };

function adopted(name: string, config: Readonly<Record<string, string>>): FoundConnectorConfig {
  const values = Object.entries(config).map(([key, text]) => [key, textValue(text)] as const);
  return { name, config: new Map(values), state: undefined, source: undefined };
}

/** The values in the files by connector and key, and the variables with their values. */
function replace(texts: Texts, known: KnownVariables = nothingKnown) {
  const live = Object.entries(texts).map(([name, config]) => ({
    name,
    config: new Map(Object.entries(config)),
  }));
  const rule = makeSecretRules({
    live,
    desired: [],
    secretKeys: new Map(),
    referenceKeys: new Map(),
    passwordKeys: new Map([['Typed', new Set(['typed.key'])]]),
    known: new KnownSecrets(),
  });
  const replaced = replaceSecrets(
    Object.entries(texts).map(([name, config]) => adopted(name, config)),
    rule,
    known,
  );
  return {
    files: Object.fromEntries(
      replaced.connectors.map(({ name, config }) => [
        name,
        Object.fromEntries([...config].map(([key, value]) => [key, writtenForm(value)])),
      ]),
    ),
    variables: Object.fromEntries(replaced.variables.map(({ name, value }) => [name, value])),
  };
}

describe('a placeholder in the place of a secret', () => {
  it.each([
    '{{ .Values.db.password }}',
    '{{ fromSecret "shop-pg" "PGPASSWORD" }}',
    '<%= password %>',
    '#{DbPassword}#',
    '__DB_PASSWORD__',
    '$(DB_PASSWORD)',
    'YOUR_PASSWORD',
    'CHANGEME',
    '{{resolve:secretsmanager:shop:SecretString:pw}}',
    '${{ secrets.DB_PASSWORD }}',
    'ENC[AES256_GCM,data:p6Q,iv:3z]',
  ])('stays, and no variable is made of it: %s', (text) => {
    const config = { 'db.password': text, 'db.url': `jdbc:x://h/d?password=${text}` };
    const { variables } = replace({ a: config });
    expect(variables).toEqual({});
  });

  it('with a message or an empty default has none', () => {
    for (const text of ['${DB_PASSWORD:?is missing}', '${DB_PASSWORD:-}'])
      expect(replace({ a: { 'db.password': text } }).variables).toEqual({});
  });

  it('with a dollar sign in capitals may be a password', () => {
    expect(replace({ a: { 'db.password': 'hunter2$ABC' } }).variables).toEqual({
      A_DB_PASSWORD: 'hunter2$ABC',
    });
  });
});

describe('what only looks like a secret', () => {
  it.each([
    ['the path of a key', 'keyfile', '/etc/gcp/account.json'],
    ['a count of licences', 'database.processor.licenses', '1'],
    ['an expression of the connector', 'http.request.parameters', 'pageToken=${offset}'],
    [
      'a login of Kerberos',
      'consumer.override.sasl.jaas.config',
      'com.sun.security.auth.module.Krb5LoginModule required useKeyTab=true keyTab="/etc/a.keytab" principal="a@B";',
    ],
  ])('stays: %s', (_, key, text) => {
    const { files, variables } = replace({ a: { [key]: text } });
    expect({ files, variables }).toEqual({ files: { a: { [key]: text } }, variables: {} });
  });

  it('is a secret where it holds one: a key file as JSON', () => {
    expect(replace({ a: { keyfile: '{"private_key": "k7Qx2"}' } }).variables).toEqual({
      A_KEYFILE: '{"private_key": "k7Qx2"}',
    });
  });
});

describe('a secret', () => {
  it.each([
    [
      'of a key that says so',
      { 'db.password': 'x1' },
      { 'db.password': '${env.A_DB_PASSWORD}' },
      { A_DB_PASSWORD: 'x1' },
    ],
    [
      'of a key whose type says so',
      { 'connector.class': 'Typed', 'typed.key': 'x1' },
      { 'connector.class': 'Typed', 'typed.key': '${env.A_TYPED_KEY}' },
      { A_TYPED_KEY: 'x1' },
    ],
    [
      'of a URL leaves the rest of it',
      { url: 'jdbc:x://h/d?user=u&password=x1&ssl=true' },
      { url: 'jdbc:x://h/d?user=u&password=${env.A_URL}&ssl=true' },
      { A_URL: 'x1' },
    ],
    [
      'of a URL that begins with a dollar goes with it',
      { url: 'x://h/d?password=$x1' },
      { url: 'x://h/d?password=${env.A_URL}' },
      { A_URL: '$x1' },
    ],
    [
      'of a JAAS line leaves the rest of it',
      { 'sasl.jaas.config': 'a.PlainLoginModule required username="u" password="x1";' },
      {
        'sasl.jaas.config': 'a.PlainLoginModule required username="u" password="${env.A_SASL_JAAS_CONFIG}";',
      },
      { A_SASL_JAAS_CONFIG: 'x1' },
    ],
    [
      'that a provider of the worker gives is none',
      { 'db.password': '${file:/secrets:db}', 'x.token': '${vault:a:b}' },
      { 'db.password': '${file:/secrets:db}', 'x.token': '${vault:a:b}' },
      {},
    ],
    ['does not include placeholders', { 'db.password': '<password>' }, { 'db.password': '<password>' }, {}],
    ['that is empty is none', { 'db.password': '' }, { 'db.password': '' }, {}],
    [
      'that reads like a reference is a secret all the same',
      { 'db.password': '${env.X}', plain: '${env.X}' },
      { 'db.password': '${env.A_DB_PASSWORD}', plain: '$${env.X}' },
      { A_DB_PASSWORD: '${env.X}' },
    ],
  ])('%s', (_, config, file, variables) => {
    expect(replace({ a: config })).toEqual({ files: { a: file }, variables });
  });

  it('that several connectors have under one key is one variable, named after the key', () => {
    const { files, variables } = replace({
      'b-1': { 'db.password': 'x1', 'other.password': 'x1' },
      'b-2': { 'db.password': 'x1' },
      'b-3': { 'db.password': 'x2' },
    });
    expect(variables).toEqual({ DB_PASSWORD: 'x1', B_1_OTHER_PASSWORD: 'x1', B_3_DB_PASSWORD: 'x2' });
    expect(files['b-2']).toEqual({ 'db.password': '${env.DB_PASSWORD}' });
  });

  it('never shares a name with another one, or with a variable that is set or used already', () => {
    const values = new Map([
      ['A_DB_PASSWORD', 'something else'],
      ['B_DB_PASSWORD', undefined],
      ['C_DB_PASSWORD', 'x3'],
    ]);
    const { variables } = replace(
      {
        a: { 'db.password': 'x1' },
        b: { 'db.password': 'x2' },
        c: { 'db.password': 'x3' },
        'd-e': { 'k.pwd': 'x4' },
        d_e: { 'k.pwd': 'x5' },
      },
      { ...nothingKnown, values },
    );
    expect(variables).toEqual({
      A_DB_PASSWORD_2: 'x1',
      B_DB_PASSWORD_2: 'x2',
      C_DB_PASSWORD: 'x3',
      D_E_K_PWD: 'x4',
      D_E_K_PWD_2: 'x5',
    });
  });

  it('keeps the variable that a file already uses for it', () => {
    const known = {
      ...nothingKnown,
      nameFor: (key: string, value: string) => (key === 'db.password' && value === 'x1' ? 'OURS' : undefined),
    };
    expect(replace({ a: { 'db.password': 'x1' } }, known).variables).toEqual({ OURS: 'x1' });
  });

  it('has the same name in every order of connectors', () => {
    const texts: Texts = {
      a: { 'x.pwd': '1' },
      b: { 'x.pwd': '2' },
      c: { 'x.pwd': '1' },
      d: { 'x.pwd': '2' },
    };
    const reversed = Object.fromEntries(Object.entries(texts).reverse());
    expect(replace(reversed).variables).toEqual(replace(texts).variables);
    expect(replace(texts).variables).toEqual({ X_PWD: '1', X_PWD_2: '2' });
  });

  it('that is masked has no value and is never shared', () => {
    const { variables } = replace({ a: { 'x.pwd': '****' }, b: { 'x.pwd': '****' } });
    expect(variables).toEqual({ A_X_PWD: undefined, B_X_PWD: undefined });
  });
});

describe('a variable of a script', () => {
  const value = [
    { kind: 'text', text: 'a.LoginModule required password="' },
    { kind: 'variable', scope: 'env', name: 'PW' },
    { kind: 'text', text: '" x.password="clear";' },
  ] as const;

  it('is kept, and distinguished from variables that replace secrets', () => {
    const connector = {
      ...adopted('a', { 'b.password': 'x1' }),
      config: new Map([
        ['k', value],
        ['pw', textValue('x1')],
      ]),
    };
    const replaced = replaceSecrets([connector], (_, key) => (key === 'pw' ? 'whole' : 'none'), nothingKnown);
    expect(writtenForm(replaced.connectors[0]?.config.get('k') ?? [])).toContain('password="${env.PW}"');
    expect(requestedVariables(replaced)).toEqual([
      { name: 'PW', value: undefined, uses: [{ connector: 'a', key: 'k' }] },
    ]);
  });

  it('is not replaced with a secret next to it', () => {
    const connector = { ...adopted('a', {}), config: new Map([['k', value]]) };
    const replaced = replaceSecrets([connector], () => 'whole', nothingKnown);
    expect(writtenForm(replaced.connectors[0]?.config.get('k') ?? [])).toBe(
      'a.LoginModule required password="${env.PW}" x.password="${env.A_K}";',
    );
  });
});
