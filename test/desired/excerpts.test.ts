import { describe, expect, it } from 'vitest';
import { maskSpans, secretSpansInBrokenText, secretSpansInLine } from '../../src/desired/mask-excerpt.ts';
import { resolveConnectors } from '../../src/desired/resolve-connectors.ts';
import { allText } from '../support/print-problems.ts';
import { projectFolder } from '../support/project-folder.ts';

/** The excerpts of all problems and of the origins of all keys. */
async function excerptsOf(files: Readonly<Record<string, string>>) {
  const loaded = await projectFolder(files).load();
  const resolved = resolveConnectors(
    loaded,
    { name: undefined, vars: new Map() },
    { unsetEnvironment: 'warning' },
  );
  const diagnostics = [...loaded.diagnostics, ...resolved.diagnostics];
  const origins = resolved.connectors.flatMap((one) =>
    one.kind === 'present' ? [...one.origins.values()] : [],
  );
  const shown = [
    ...diagnostics.flatMap(({ source, related }) => [source, ...related.map((it) => it.source)]),
    ...origins.map(({ source }) => source),
  ];
  return {
    excerpts: shown.map((source) => source?.excerpt),
    sources: shown,
    text: allText(diagnostics) + JSON.stringify(origins),
  };
}

const wrong = (line: string) => excerptsOf({ 'connectors/a.yaml': `config:\n  ${line}\n  x: 1\n  x: 2\n` });

describe('the excerpt of a key', () => {
  it('masks the value of a secret key without revealing its length', async () => {
    const { excerpts, sources } = await wrong('database.password: hunter2');
    const [excerpt] = (await excerptsOf({ 'connectors/a.yaml': 'config:\n  database.password: hunter2\n' }))
      .excerpts;
    expect(excerpt).toBe('  database.password: (sensitive)');
    // The plaintext secret is reported too.
    expect([excerpts, sources.length]).toEqual([[excerpt, '  x: 2', '  x: 1'], 3]);
  });

  it('shows references and the text around them', async () => {
    const lines = [
      'database.password: ${env.P}',
      'database.password: "${file:/secrets:password}"',
      'url: jdbc:mysql://h/db?user=me&password=${env.P}&ssl=true',
      'sasl.jaas.config: x.PlainLoginModule required username="me" password="${env.P}";',
      'sasl.jaas.config: x.PlainLoginModule required username="${env.U}" password="${env.P}";',
    ];
    for (const line of lines) {
      const { excerpts } = await excerptsOf({ 'connectors/a.yaml': `config:\n  ${line}\n` });
      expect(excerpts.at(-1)).toBe(`  ${line}`);
    }
  });

  it('has the caret under a reference, and is omitted if a mask before it would shift the caret', async () => {
    const { sources } = await excerptsOf({
      'connectors/a.yaml': 'config:\n  a: x ${env.GONE}\n  database.password: x ${env.GONE}\n',
    });
    expect(sources.slice(0, 2)).toEqual([
      { file: 'connectors/a.yaml', line: 2, column: 8, endColumn: 19, excerpt: '  a: x ${env.GONE}' },
      { file: 'connectors/a.yaml', line: 3, column: 24, endColumn: 35 },
    ]);
  });

  it('has a caret of one character under a mask', async () => {
    const { sources } = await excerptsOf({
      'connectors/a.yaml': 'config:\n  database.password: {value: hunter2}\n',
    });
    expect(sources[0]).toEqual({
      file: 'connectors/a.yaml',
      line: 2,
      column: 22,
      excerpt: '  database.password: (sensitive)',
    });
  });

  it('is omitted if the line is too long', async () => {
    const { sources } = await excerptsOf({
      'connectors/a.json': `{"config": {"a": "${'x'.repeat(2000)}", "b": null}}`,
    });
    expect(sources[0]).toEqual({ file: 'connectors/a.json', line: 1, column: 2022 });
  });
});

describe('no excerpt shows a secret', () => {
  const secrets: Readonly<Record<string, string>> = {
    'plain value': 'config: {}\nconfg:\n  database.password: canary\n',
    'quoted value': 'config:\n  db.password: "canary"\n  db.password: \'canary\'\n',
    'list element': 'config:\n  secrets:\n    - canary\n    - [canary]\n    - \n',
    'list in one line': 'config: {secrets: [canary, [canary], {a: canary}]}\n',
    'nested value': 'config:\n  password:\n    value: canary\n    value: canary\n',
    'block scalar': 'config:\n  private.key: |\n    canary\n    ${env.GONE} canary\n  a: 1\n  a: 2\n',
    'folded over lines': 'config:\n  password: canary\n    canary ${env.GONE}\n',
    'quoted over lines': 'config:\n  password: "canary\n    canary ${env.GONE}"\n',
    'user in a URL': 'config:\n  url: [http://me:canary@h, [x]]\n  url: https://canary@h\n',
    'Oracle URL': 'config:\n  url: jdbc:oracle:thin:scott/canary@h:1521\n  url:\n',
    'parameter in a URL':
      'config:\n  u: jdbc:x://h?password=canary&a=${env.GONE}\n  u: [jdbc:x://h;pwd=canary;x=1, {}]\n',
    'JAAS line':
      'config:\n  a: M.LoginModule required username="me" password="canary" x="${env.GONE}";\n  a:\n',
    'JSON in a value':
      String.raw`config: {a: "{\"private_key\": \"canary\"}", a: '{"password": "canary"}', a: }` + '\n',
    'PEM in a value':
      'config:\n  ca: |\n    -----BEGIN PRIVATE KEY-----\n    canary${env.GONE}\n    -----END PRIVATE KEY-----\n',
    'base64 in a value': `config:\n  a: [${'canary'.repeat(9)}, []]\n`,
    'default of another tool': 'config:\n  password: ${PASSWORD:-canary}\n  password: ${password:-canary}\n',
    'anchor used by a secret key': 'x-shared: &it canary\nstatte: *it\nconfig:\n  password: *it\n',
    comment: 'config:\n  a: {b: c} # password: canary\n',
    'value behind a tab': 'config:\n\tpassword: canary\n',
    'open quote': 'config:\n  password: "canary\n  a: b\n',
    'open quote further up': 'config:\n  password: "canary\n  canary\n  "a" b: c\n',
    'outdented block': 'config:\n  password: |\n canary\n',
    'text instead of a mapping': 'canary\n',
    'merge marker': 'config:\n  password: x\n<<<<<<< canary\n',
    'brace in a flow mapping': 'config: {password: canary${env.GONE}}\n',
    'second document': 'name: a\nconfig: {a: b}\n---\npassword: canary\n',
  };

  for (const [what, text] of Object.entries(secrets)) {
    it(`that is a ${what}`, async () => {
      const shown = await excerptsOf({ 'connectors/a.yaml': text });
      expect(shown.sources.length).toBeGreaterThan(0);
      // The branch name in a conflict marker is not a secret.
      if (what !== 'merge marker') expect(shown.text).not.toMatch(/canary/);
    });
  }

  it('in JSON, valid or invalid', async () => {
    for (const text of [
      '{"config": {"password": "canary", "a": null}}',
      '{"config": {"a": null, "password": "canary"}}',
      '{\n  "config": {\n    "password": {"a": "canary"}\n  }\n}',
      '{"config": {"password": "canary" "a": "b"}}',
      '{"config": {"password": \'canary\'}}',
      '{"config": {"password":\n"canary\n"}}',
    ]) {
      const shown = await excerptsOf({ 'connectors/a.json': text });
      expect(shown.sources.length).toBeGreaterThan(0);
      expect(shown.text).not.toMatch(/canary/);
    }
  });

  it('in the project file', async () => {
    const project = `version: 1
clusters:
  c:
    url: [http://me:canary@h, [], "https://canary@h"]
    url: http://me:canary@h
    auth: {basic: {username: me, password: canary, passwort: canary}, bearer: {token: canary}}
    headers: {Authorization: [canary], X-Api-Key: [canary]}
    tls: {keyPassword: [canary], key: {a: canary}}
    vars: {db_password: [canary]}
`;
    const shown = await excerptsOf({ 'connect-sync.yaml': project, 'connectors/a.yaml': 'config: {a: b}\n' });
    expect(shown.sources.length).toBeGreaterThan(8);
    const inTlsKey = shown.text.replace(/tls: \{[^\n]*?\}\}/g, '');
    expect(inTlsKey).not.toMatch(/canary/);
  });
});

describe('the excerpt of a project file hides what stands below clusters', () => {
  const projects: Readonly<Record<string, string>> = {
    'a misspelt key':
      'clusters:\n  c:\n    url: http://h\n    auth:\n      basic:\n        username: me\n        pasword: canary\n',
    'a misspelt key in one line':
      'clusters: {c: {url: http://h, auth: {basic: {username: me, pasword: canary}}, tokn: canary}}\n',
    'a misspelt section': 'clusters:\n  c:\n    url: http://h\n    auht:\n      basic: {pass: canary}\n',
    'a key of its own': 'clusters:\n  c:\n    url: http://h\n    credential: canary\n    apikeey: canary\n',
    'a list': 'clusters:\n  c:\n    url: http://h\n    auth:\n      - canary\n      - basic: canary\n',
    'clusters as a list': 'clusters:\n  - name: c\n    url: http://h\n    pasword: canary\n',
    'a misspelling of clusters': 'clusers:\n  c:\n    url: http://h\n    auth: {basic: {pasword: canary}}\n',
    'another misspelling of clusters': 'Cluster:\n  c:\n    auth: {baisc: canary}\n',
    'a cluster that is a text': 'clusters:\n  c: canary\n',
    'an anchor outside':
      'x-auth: &login {username: me, pasword: canary}\nclusters:\n  c:\n    url: http://h\n    auth: {basic: *login}\n',
    'a merge key':
      'x-auth: &login\n  pasword: canary\n  tokn: canary\nclusters:\n  c:\n    url: http://h\n    auth: {<<: *login}\n',
    'an anchor inside': 'clusters:\n  c:\n    url: http://h\n    pasword: &p canary\n    tokn: *p\n',
    'a block':
      'clusters:\n  c:\n    url: http://h\n    pasword: |\n      canary\n      canary\n    tokn: >\n      canary\n',
    'a header':
      'clusters:\n  c:\n    url: http://h\n    header: {X-Api: canary}\n    headers: {X-Other: {a: canary}}\n',
    'a comment': 'clusters:\n  c:\n    url: http://h\n    auht: {} # pasword canary\n    # tokn: canary\n',
    'a URL with a user, whatever its key':
      'clusters:\n  c:\n    urll: http://me:canary@h\n    url: {a: http://me:canary@h}\n',
    'a URL with a query': 'clusters:\n  c:\n    url: [http://h?t=canary, []]\n',
    'a dotted name': 'clusters:\n  c.eu:\n    url: http://h\n    pasword: canary\n',
    'a variable by its key': 'clusters:\n  c:\n    url: http://h\n    vars: {db_password: [canary]}\n',
    'broken YAML':
      'clusters:\n  c:\n    url: http://h\n    auth:\n      basic: {pasword: canary\n    x: canary\n',
    'a wrong indentation': 'clusters:\n  c:\n    url: http://h\n   pasword: canary\n',
    'an open quote': 'clusters:\n  c:\n    url: http://h\n    pasword: "canary\n',
    'a colon too many': 'clusters:\n  c:\n    url: http://h\n    pasword: can: canary\n',
    'a tab': 'clusters:\n  c:\n\tpasword: canary\n',
    'a broken line with a comment': 'clusters:\n  c:\n    url: http://h: # pasword canary\n',
    'a broken flow mapping': 'clusters: {\n  c: {url: http://h,\n  pasword: canary, ]}\n}\n',
    'a merge conflict': 'clusters:\n  c:\n    url: http://h\n<<<<<<< HEAD\n    pasword: canary\n=======\n',
    'a broken line after another key': 'vars: {a: b}\nclusters:\n  c:\n    vars:\n      pasword: x: canary\n',
  };

  for (const [what, clusters] of Object.entries(projects)) {
    it(`: ${what}`, async () => {
      const files = {
        'connect-sync.yaml': `version: 1\n${clusters}`,
        'connectors/a.yaml': 'config: {a: b}\n',
      };
      const shown = await excerptsOf(files);
      expect(shown.sources.length).toBeGreaterThan(0);
      expect(shown.text).not.toMatch(/canary/);
    });
  }

  it(': JSON, valid or broken', async () => {
    for (const text of [
      '{\n  "version": 1,\n  "clusters": {\n    "c": {"url": "http://h", "pasword": "canary"}\n  }\n}',
      '{\n  "version": 1,\n  "clusters": {\n    "c": {\n      "url": "http://h",\n      "pasword": "canary" x\n    }\n  }\n}',
      '{"version": 1, "clusters": {"c": {"url": "http://h", "pasword": "canary",}}}',
    ]) {
      const folder = projectFolder({ 'project.json': text, 'connectors/a.yaml': 'config: {a: b}\n' });
      const { diagnostics } = await folder.load({ projectFile: 'project.json' });
      expect(diagnostics.length).toBeGreaterThan(0);
      expect(allText(diagnostics)).not.toMatch(/canary/);
    }
  });

  it('but shows what is harmless: addresses, paths, the Kafka cluster id, references', async () => {
    const lines = [
      'url: [http://h:8083/connect, {}]',
      'kafkaClusterId: [abc]',
      'tls: {ca: [certs/ca.pem], serverName: [h]}',
      'auth: {basic: {username: "${env.USER}", password: "${env.PASSWORD}", x: "${env.X}"}}',
      'vars: {stage: [dev]}',
    ];
    for (const line of lines) {
      const project = `version: 1\nclusters:\n  c:\n    ${line}\n`;
      const files = { 'connect-sync.yaml': project, 'connectors/a.yaml': 'config: {a: b}\n' };
      const { excerpts } = await excerptsOf(files);
      expect(excerpts).toContain(`    ${line}`);
    }
    const broken = 'version: 1\nclusters:\n  c:\n    url: http://h:8083/connect\n     ca: certs/ca.pem\n';
    const { excerpts } = await excerptsOf({ 'connect-sync.yaml': broken });
    expect(excerpts.join('\n')).toMatch(/url: http:\/\/h:8083\/connect|ca: certs\/ca\.pem/);
  });

  it('and leaves connector files as they are', async () => {
    const text = 'name: a\nclusters: [dev, {}]\nconfig:\n  cluster.name: [orders, {}]\n';
    const { excerpts } = await excerptsOf({ 'connectors/a.yaml': text });
    expect(excerpts).toContain('clusters: [dev, {}]');
    expect(excerpts).toContain('  cluster.name: [orders, {}]');
  });
});

describe('masking', () => {
  it('merges overlapping spans', () => {
    const spans = [
      { start: 4, end: 6 },
      { start: 1, end: 3 },
      { start: 2, end: 5 },
    ];
    expect(maskSpans('0123456789', spans)).toBe('0(sensitive)6789');
    expect(maskSpans('0123', [])).toBe('0123');
  });
});

describe('lines made to take long', () => {
  it.each(['a: ', 'a', '"', '\\"', "'", '"a": ', 'password: ', 'a a ', '${env.', 'A1', ':', '# '])(
    'take linear time: %s',
    (piece) => {
      const started = performance.now();
      for (const length of [3_900, 400_000]) {
        const line = piece.repeat(Math.ceil(length / piece.length));
        secretSpansInLine(line);
        secretSpansInBrokenText([line], 0);
      }
      expect(performance.now() - started).toBeLessThan(3_000);
    },
  );

  it('are hidden as a whole if nobody can have written them', () => {
    const line = `a: ${'b'.repeat(20_000)}`;
    expect(maskSpans(line, secretSpansInLine(line))).toBe('(sensitive)');
  });
});
