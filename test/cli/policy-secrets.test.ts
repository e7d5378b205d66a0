import { describe, expect, it } from 'vitest';
import { type Canary, canary, findLeaks } from '../support/canaries.ts';
import { projectFolder } from '../support/project-folder.ts';
import { runCli } from '../support/run-cli.ts';
import { generation, secretWorld } from '../support/secret-world.ts';

/** Each tries to show what it can get hold of: whole values, parts of them, errors about them, or a character at a time. */
const curious = [
  ['everything', 'false', '{{ connector.config }} {{ connector.secrets }} {{ connector.labels }}'],
  [
    'live',
    'live == null || false',
    '{{ live.config }} {{ change.effects }} {{ change.keys }} {{ cluster.url }}',
  ],
  ['parts', 'false', '{{ connector.config.map(key, connector.config[key].split("").join("-")) }}'],
  [
    'halves',
    'false',
    '{{ connector.config.map(key, connector.config[key].substring(connector.config[key].size() / 2)) }}',
  ],
  [
    'error',
    'connector.config.exists(key, key.contains("password") && int(connector.config[key]) > 0)',
    'none',
  ],
  ['number', 'connector.config.all(key, double(connector.config[key]) > 0.0)', 'none'],
  ['pattern', 'connector.config.exists(key, "x".matches(connector.config[key] + "(" ))', 'none'],
  ['time', 'connector.config.all(key, timestamp(connector.config[key]) < now)', 'none'],
  ['case', 'false', '{{ connector.config.map(key, connector.config[key].upperAscii()) }}'],
] as const;

/** True if a policy can tell the first letter of a secret: then it can tell all of it. */
const guess = (canaries: readonly Canary[]) =>
  `!connector.config.exists(key, ${canaries
    .map(({ word }) => `connector.config[key].contains(${JSON.stringify(word)})`)
    .join(' || ')})`;

const policies = curious
  .map(([name, assert, message]) =>
    [`name: ${name}`, `assert: ${JSON.stringify(assert)}`, `message: ${JSON.stringify(message)}`, ''].join(
      '\n',
    ),
  )
  .join('---\n');

describe('a policy', () => {
  it('cannot show a secret, whatever it does with the values', async () => {
    const [secrets, newer] = [generation('live'), generation('new')];
    const cluster = canary('cluster');
    const canaries = [...secrets.values(), ...newer.values(), cluster];
    const world = await secretWorld(cluster);
    world.declare(secrets);
    expect((await world.run(['apply', '--yes', '--stable-for', '1s'])).exitCode).toBe(0);
    world.declare(newer);
    world.folder.write('policies/curious.yaml', policies);
    const leaks: string[] = [];
    for (const command of [
      ['validate'],
      ['validate', '-f', 'json'],
      ['validate', '--cluster', 'main'],
      ...['text', 'diff', 'json', 'json-patch', 'markdown', 'github'].map((format) => ['plan', '-f', format]),
      ['plan', '--out', 'plan.json'],
      ['apply', '--yes'],
    ]) {
      const { stdout, stderr, exitCode } = await world.run(command);
      expect([23, 0], `${command.join(' ')}: ${stderr}`).toContain(exitCode);
      expect(stdout + stderr).toContain('policy-');
      leaks.push(...findLeaks(stdout + stderr, canaries).map((leak) => `${command.join(' ')}: ${leak}`));
    }
    expect([...new Set(leaks)]).toEqual([]);
  });

  it('cannot find out anything about a secret by asking', async () => {
    const secrets = generation('live');
    const cluster = canary('cluster');
    const world = await secretWorld(cluster);
    world.declare(secrets);
    world.folder.write(
      'policies/guess.yaml',
      `name: guess\nassert: ${JSON.stringify(guess([...secrets.values()]))}\n`,
    );
    expect((await world.run(['plan'])).exitCode).toBe(0);
  });

  it('sees provider references, and where each secret comes from', async () => {
    const { directory } = projectFolder({
      'connectors/a.yaml':
        'config:\n  connector.class: FileStreamSource\n  a.password: ${file:/run/secrets.properties:a}\n' +
        '  b.password: ${env.B}\n  c.password: Zx9-literal-canary\n',
      'policies/p.yaml':
        'name: p\nassert: "false"\nmessage: "{{ connector.secrets }} {{ connector.config[\'a.password\'] }} {{ connector.config[\'b.password\'] }}"\n',
    });
    const { stderr } = await runCli(['validate'], {
      directory,
      environment: { B: 'Zx9-environment-canary' },
    });
    expect(stderr).toContain('a.password: reference, b.password: environment, c.password: literal');
    expect(stderr).toContain('${file:/run/secrets.properties:a} (sensitive');
    expect(stderr).not.toContain('Zx9');
  });

  it('of an example does not show its secrets either', async () => {
    const { directory } = projectFolder({
      'policies/p.yaml':
        'name: p\nassert: "false"\nmessage: "{{ connector.config }}"\nexamples:\n  pass:\n' +
        '    - connector: {config: {database.password: Zx9-canary-value}}\n',
    });
    const { stdout, exitCode } = await runCli(['policy', 'test'], { directory });
    expect(stdout).toContain('p: an example that must pass fails');
    expect(stdout).not.toContain('Zx9');
    expect(exitCode).toBe(1);
  });

  it('cannot read files, the environment or the program', async () => {
    const { directory } = projectFolder({
      'connectors/a.yaml': 'config: {connector.class: FileStreamSource}\n',
      'policies/p.yaml': [
        'env.HOME',
        'process.env.HOME',
        'file("/etc/passwd")',
        'connector.constructor.name',
        'connector.__proto__ == null',
        'connector.config.constructor',
        'import("fs")',
      ]
        .map((text, index) => `name: p${index}\nassert: ${JSON.stringify(`${text} != ""`)}\n`)
        .join('---\n'),
    });
    const { stderr, exitCode } = await runCli(['validate'], { directory, environment: { HOME: '/canary' } });
    // `connector.config.constructor` is only a key that does not exist, so it is evaluated and fails.
    for (const index of [0, 1, 2, 3, 4, 6]) expect(stderr).toContain(`the policy "p${index}"`);
    expect(stderr).toContain('unknown variable "env"');
    expect(stderr).toContain('unknown variable "process"');
    expect(stderr).toContain('unknown function "file"');
    expect(stderr).toContain('"connector" has no field "constructor"');
    expect(stderr).not.toContain('/canary');
    expect(exitCode).toBe(29);
  });
});
