import { describe, expect, it } from 'vitest';
import { tryout } from '../support/tryout.ts';

/** The part of each value that must never be shown. */
const secret = 'hush7Qx';

const values: readonly (readonly [
  what: string,
  value: string,
  says: RegExp,
  severity: 'error' | 'warning',
])[] = [
  ['a line break at the end', `${secret}\n`, /has a line break at its end/, 'warning'],
  ['a Windows line break at the end', `${secret}\r\n`, /has a Windows line break at its end/, 'warning'],
  ['a carriage return at the end', `${secret}\r`, /has a carriage return at its end/, 'warning'],
  ['a carriage return inside', `${secret}\rx`, /invisible character \(U\+000D/, 'warning'],
  ['a line break at the beginning', `\n${secret}`, /has a line break at its beginning/, 'warning'],
  ['a blank at the end', `${secret} `, /has a blank at its end/, 'warning'],
  ['a blank at the beginning', ` ${secret}`, /has a blank at its beginning/, 'warning'],
  ['a tab at the end', `${secret}\t`, /has a tab at its end/, 'warning'],
  ['a tab at the beginning', `\t${secret}`, /has a tab at its beginning/, 'warning'],
  ['a zero width space', `${secret}\u200b`, /U\+200B, zero width space/, 'warning'],
  ['a byte order mark', `\ufeff${secret}`, /U\+FEFF, byte order mark/, 'warning'],
  ['a no-break space', `${secret}\u00a0x`, /U\+00A0, no-break space/, 'warning'],
  ['a no-break space at the end', `${secret}\u00a0`, /U\+00A0, no-break space/, 'warning'],
  ['a soft hyphen', `${secret}\u00adx`, /U\+00AD, soft hyphen/, 'warning'],
  ['a direction override', `${secret}\u202ex`, /U\+202E, right-to-left override/, 'warning'],
  ['a direction isolate', `${secret}\u2066x`, /U\+2066/, 'warning'],
  ['an escape', `${secret}\u001b[0m`, /U\+001B/, 'warning'],
  ['a tag character', `${secret}\u{e0041}`, /U\+E0041/, 'warning'],
  ['bytes that are no text', `${secret}\ufffd`, /not UTF-8/, 'warning'],
  ['CHANGEME', 'CHANGEME', /still contains a placeholder/, 'warning'],
  ['a placeholder in angle brackets', `<${secret}>`, /still contains a placeholder/, 'warning'],
  ['a template', `{{ ${secret} }}`, /still contains a placeholder/, 'warning'],
  ['a reference of a shell', `\${${secret.toUpperCase()}}`, /still contains a placeholder/, 'warning'],
  ['a variable of a shell', `$${secret.toUpperCase()}`, /still contains a placeholder/, 'warning'],
  ['a macro of Azure', `$(${secret})`, /still contains a placeholder/, 'warning'],
  ['a variable of Windows', `%${secret.toUpperCase()}%`, /still contains a placeholder/, 'warning'],
  ['our own reference', `\${env.${secret}}`, /still contains a placeholder/, 'warning'],
  ['an expression of GitHub', `\${{ secrets.${secret} }}`, /still contains a placeholder/, 'warning'],
  ['TODO', 'TODO', /still contains a placeholder/, 'warning'],
  ['asterisks', '********', /contains a mask instead of a value/, 'error'],
  ['bullets', '\u2022\u2022\u2022\u2022', /contains a mask instead of a value/, 'error'],
  ['(sensitive)', '(sensitive)', /contains a mask instead of a value/, 'error'],
  ['(sensitive #1)', '(sensitive #1)', /contains a mask instead of a value/, 'error'],
  ['[REDACTED]', '[REDACTED]', /contains a mask instead of a value/, 'error'],
  ['<hidden>', '<hidden>', /contains a mask instead of a value/, 'error'],
  ['double quotes', `"${secret}"`, /is in quotes/, 'warning'],
  ['single quotes', `'${secret}'`, /is in quotes/, 'warning'],
  ['typographic quotes', `\u201c${secret}\u201d`, /is in quotes/, 'warning'],
  ['nothing', '', /is not set|is empty/, 'error'],
  ['a line break alone', '\n', /contains nothing but blanks or line breaks/, 'error'],
  ['blanks alone', '  \t', /contains nothing but blanks or line breaks/, 'error'],
];

const harmless: readonly (readonly [string, string])[] = [
  ['a plain password', 'pa$Word1%x<y>{z}'],
  ['dollar signs in capitals', 'x$ABC1'],
  ['a key of several lines', '-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\n'],
  ['a reference of a config provider', '${file:/secrets/db.properties:password}'],
  ['a reference to the environment of the worker', '${env:DB_PASSWORD}'],
  ['the placeholder of a connector', '${topic}'],
  ['quotes around parts', '"a","b"'],
  ['JSON', '{"a": "b"}'],
  ['blanks inside', 'correct horse battery staple'],
  ['letters of other scripts', 'pässwörd-密码'],
];

const config = (value: string) => `name: orders
config:
  connector.class: FileStreamSource
  tasks.max: 1
  topic: orders
  some.password: "${value}"
`;

const plain = config('x').replace('some.password', 'some.key');

describe('a value from the environment', () => {
  it.each(values)(
    'that has %s is reported with the variable and its place, not shown',
    async (_, value, says, severity) => {
      const world = await tryout({ files: { 'connectors/a.yaml': config('${env.DB_PASSWORD}') } });
      const run = await world.run(['plan'], { environment: { DB_PASSWORD: value } });
      expect(run.stderr).toMatch(says);
      expect(run.stderr).toMatch(new RegExp(`${severity}\\[[a-z-]+\\]: .*DB_PASSWORD`));
      if (!/is not set|empty|nothing but|mask/.test(run.stderr))
        expect(run.stderr).toContain('used in "some.password"');
      expect(run.stderr).toContain('connectors/a.yaml:6:');
      expect(run.stdout + run.stderr).not.toMatch(/hush7Qx/i);
      expect(run.exitCode).toBe(severity === 'error' ? 29 : 0);
    },
  );

  it.each(harmless)('that is %s is not reported', async (_, value) => {
    const world = await tryout({ files: { 'connectors/a.yaml': config('${env.DB_PASSWORD}') } });
    const run = await world.run(['plan', '--strict'], { environment: { DB_PASSWORD: value } });
    expect(run.stderr).toBe('');
    expect(run.exitCode).toBe(0);
  });

  it('is checked where it comes from a dotenv file, and where it is a part of a value', async () => {
    const world = await tryout({
      files: {
        'connectors/a.yaml': config('jdbc:x://h/?password=${env.DB_PASSWORD}&b=1'),
        '.env': `DB_PASSWORD="${secret}\\n"\n`,
      },
    });
    const run = await world.run(['plan', '--dotenv', '.env']);
    expect(run.stderr).toMatch(
      /environment variable DB_PASSWORD, used in "some.password", has a line break at its end/,
    );
    expect(run.stderr).not.toContain(secret);
  });

  it('is reported once, with the number of its places', async () => {
    const world = await tryout({
      files: {
        'connectors/a.yaml': config('${env.DB_PASSWORD}'),
        'connectors/b.yaml': config('${env.DB_PASSWORD}').replace('orders', 'b'),
        'connectors/c.yaml': config('${env.DB_PASSWORD}').replace('orders', 'c'),
      },
    });
    const run = await world.run(['plan'], { environment: { DB_PASSWORD: `${secret}\n` } });
    expect(run.stderr.match(/variable-with-space/g)).toHaveLength(1);
    expect(run.stderr).toContain('used in "some.password" and 2 other places, has a line break');
  });

  it('is an error with --strict', async () => {
    const world = await tryout({ files: { 'connectors/a.yaml': config('${env.DB_PASSWORD}') } });
    const run = await world.run(['plan', '--strict'], { environment: { DB_PASSWORD: `${secret}\n` } });
    expect(run.exitCode).toBe(29);
  });

  it('is checked by validate too, without a cluster', async () => {
    const world = await tryout({ files: { 'connectors/a.yaml': config('${env.DB_PASSWORD}') } });
    const run = await world.run(['validate'], {
      environment: { DB_PASSWORD: `${secret}\n`, CONNECT_SYNC_CLUSTER: '' },
    });
    expect(run.stderr).toContain('has a line break at its end');
  });
});

describe('a value of --var', () => {
  it('is checked in the same way, and not shown in the message', async () => {
    const world = await tryout({ files: { 'connectors/a.yaml': config('${var.PASSWORD}') } });
    const run = await world.run(['plan', '--var', `PASSWORD=${secret}\r`]);
    expect(run.stderr).toMatch(
      /variable "PASSWORD", used in "some.password", has a carriage return at its end/,
    );
    expect(run.stderr).not.toContain(secret);
    const masked = await world.run(['plan', '--var', 'PASSWORD=********']);
    expect(masked.exitCode).toBe(29);
  });
});

describe('a value in the settings of a cluster', () => {
  const settings: readonly (readonly [string, string, string])[] = [
    [
      'the user of basic authentication',
      'auth: { basic: { username: "${env.VALUE}", password: p } }',
      'auth.basic.username',
    ],
    [
      'the password of basic authentication',
      'auth: { basic: { username: u, password: "${env.VALUE}" } }',
      'auth.basic.password',
    ],
    ['a token', 'auth: { bearer: { token: "${env.VALUE}" } }', 'auth.bearer.token'],
    ['a header', 'headers: { X-Api-Key: "${env.VALUE}" }', 'headers.X-Api-Key'],
    ['a part of a header', 'headers: { Authorization: "Key ${env.VALUE}" }', 'headers.Authorization'],
  ];

  async function runWith(setting: string, value: string, command: string) {
    const world = await tryout({ files: { 'connectors/a.yaml': plain } });
    const project = `version: 1\nclusters:\n  main:\n    url: ${world.sandbox.url}\n    ${setting}\n`;
    world.folder.write('connect-sync.yaml', project);
    return world.run([command], { environment: { CONNECT_SYNC_CLUSTER: 'main', VALUE: value } });
  }

  for (const [what, setting, key] of settings) {
    it.each([
      ['a line break', `${secret}\n`],
      ['a carriage return', `${secret}\r`],
      ['a zero width space', `${secret}\u200b`],
      ['a no-break space', `${secret}\u00a0`],
      ['a placeholder', `<${secret}>`],
      ['a mask', '********'],
      ['quotes', `"${secret}"`],
      ['a blank at the end', `${secret} `],
    ])(`${what} that has %s is reported with the variable and its place`, async (_, value) => {
      const run = await runWith(setting, value, 'plan');
      expect(run.stderr).toMatch(/environment variable VALUE/);
      const isHeader = run.stderr.includes('invalid-header') || run.stderr.includes('invalid-credentials');
      if (!isHeader) expect(run.stderr).toContain(`clusters.main.${key}`);
      expect(run.stderr.match(/(?:error|warning)\[/g)).toHaveLength(1);
      expect(run.stderr).toContain('connect-sync.yaml:5:');
      expect(run.stdout + run.stderr).not.toContain(secret);
    });
  }

  it('is an error where HTTP does not allow it, whatever the command', async () => {
    for (const [, setting] of settings) {
      for (const command of ['plan', 'status', 'cluster']) {
        const run = await runWith(setting, `${secret}\n`, command);
        expect(run.exitCode).toBe(29);
        expect(run.stderr).toContain('VALUE');
        expect(run.stderr).not.toContain(secret);
      }
    }
  });

  it('is checked where it stands in the file as well', async () => {
    const password = (text: string) => `auth: { basic: { username: u, password: ${text} } }`;
    expect((await runWith(password('"CHANGEME"'), '', 'plan')).stderr).toContain('unresolved-placeholder');
    expect((await runWith(password('"a\\u200bb"'), '', 'plan')).stderr).toContain('invisible-character');
    expect((await runWith(password('"${CONNECT_PASSWORD}"'), '', 'plan')).stderr).toContain(
      'unsupported-placeholder',
    );
    expect((await runWith(password('"********"'), '', 'plan')).stderr).toContain('masked-value');
    const broken = await runWith(password('"a\\nb"'), '', 'plan');
    expect(broken.stderr).toMatch(/error\[invalid-credentials\]/);
    expect(broken.exitCode).toBe(29);
  });

  it('is not reported where it is in order', async () => {
    const run = await runWith(settings[1]?.[1] ?? '', 'pa$Word1%x<y>', 'plan');
    expect(run.stderr).toBe('');
  });

  it.each(['plan', 'status', 'cluster'])(
    'is named by %s where the cluster cannot be read',
    async (command) => {
      const world = await tryout({ files: { 'connectors/a.yaml': plain } });
      world.sandbox.worker.inject({
        path: /./,
        times: Number.POSITIVE_INFINITY,
        effect: { kind: 'answer', answer: { status: 401 } },
      });
      const auth = 'auth: { basic: { username: u, password: "${env.VALUE}" } }';
      world.folder.write(
        'connect-sync.yaml',
        `version: 1\nclusters:\n  main:\n    url: ${world.sandbox.url}\n    ${auth}\n`,
      );
      const environment = { CONNECT_SYNC_CLUSTER: 'main', VALUE: `"${secret}"` };
      const run = await world.run([command], { environment });
      expect(run.stdout + run.stderr).toMatch(
        /environment variable VALUE, used in "clusters\.main\.auth\.basic\.password", is in quotes.*\(connect-sync\.yaml:5:\d+\)/,
      );
      expect(run.exitCode).toBe(28);
    },
  );

  it('names the variable of a URL that is none', async () => {
    const world = await tryout({ files: { 'connectors/a.yaml': plain } });
    world.folder.write('connect-sync.yaml', 'version: 1\nclusters:\n  main:\n    url: "${env.ADDRESS}"\n');
    for (const address of [`${secret}\n`, `http://${secret}\u200b:8083`, `"http://${secret}:8083"`]) {
      const wrong = await world.run(['plan', '--timeout', '200ms'], {
        environment: { CONNECT_SYNC_CLUSTER: 'main', ADDRESS: address },
      });
      expect(wrong.stderr).toMatch(/environment variable ADDRESS, used in "clusters.main.url"/);
      expect(wrong.stderr).not.toMatch(/hush7qx/i);
    }
  });
});
