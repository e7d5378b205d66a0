import { spawn } from 'node:child_process';
import { chmodSync, readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { postedFromSaved } from '../../src/model/posted-plan.ts';
import type { SavedPlan } from '../../src/model/saved-plan.ts';
import { commentDocuments } from '../../src/render/markdown/comment-documents.ts';
import { builtProgram } from '../support/built-program.ts';
import { connectorFile } from '../support/secret-world.ts';
import { type Tryout, tryout } from '../support/tryout.ts';

const [user, password, value] = ['sybil', 'hunter2-in-url', 'value-of-the-variable'];

async function world(): Promise<Tryout & { readonly address: string; readonly url: string }> {
  const made = await tryout({
    files: {
      'connectors/a.yaml': connectorFile({ config: { topics: '${var.TOPIC}' } }),
      'connectors/b.yaml': connectorFile({ config: { topics: 'b' } }),
    },
  });
  const address = made.sandbox.url.replace('http://', '');
  return { ...made, address, url: `http://${user}:${password}@${address}` };
}

const live = {
  name: 'live',
  config: { 'connector.class': 'FileStreamSink', topics: 'x', file: '/x', 'tasks.max': '1' },
};

const variable = ['--var', `TOPIC=${value}`];

/** Every command that was printed to be run next. */
function suggested({ stdout, stderr }: { readonly stdout: string; readonly stderr: string }): string[] {
  const commands = `${stdout}\n${stderr}`.matchAll(/connect-sync [a-z]+ .*$/gm);
  return [...commands]
    .map(([command]) => command.replace(/`$/, ''))
    .filter((command) => !command.endsWith('-->'));
}

/** Runs a command line as a shell does into which it is pasted. */
function paste(
  { folder }: Tryout,
  command: string,
  environment: Readonly<Record<string, string>>,
): Promise<{ readonly code: number | null; readonly output: string }> {
  folder.write('bin/connect-sync', `#!/bin/sh\nexec '${process.execPath}' '${builtProgram}' "$@"\n`);
  const bin = path.join(folder.directory, 'bin');
  chmodSync(path.join(bin, 'connect-sync'), 0o755);
  const child = spawn('sh', ['-c', command], {
    cwd: folder.directory,
    env: { PATH: `${bin}:${process.env['PATH']}`, ...environment },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, output })));
}

function expectNothingRepeated(text: string): void {
  for (const secret of [user, password, value]) expect(text).not.toContain(secret);
}

describe('a suggested command', () => {
  it.each([
    ['plan', ['plan']],
    ['drift', ['drift']],
    ['plan -f markdown', ['plan', '-f', 'markdown']],
    ['plan --out', ['plan', '--out', 'plan.json']],
    ['import', ['import', '--out', 'connectors/new', 'live']],
  ])(
    'of %s repeats neither credentials nor values of --var, and works when it is pasted',
    async (_, command) => {
      const one = await world();
      one.sandbox.worker.seed([live]);
      const run = await one.run([...command, '-c', one.url, ...variable]);
      const [next = ''] = suggested(run);
      expect(next, run.stdout + run.stderr).toContain('--var TOPIC="$TOPIC"');
      expect(next).toContain(`--cluster http://"$CONNECT_USER:$CONNECT_PASSWORD"@${one.address}`);
      expectNothingRepeated(next);
      const pasted = await paste(one, next.replace('apply ', 'apply --yes --stable-for 1ms '), {
        TOPIC: value,
        CONNECT_USER: user,
        CONNECT_PASSWORD: password,
      });
      expect(pasted.code, pasted.output).toBe(0);
    },
  );

  it('takes a cluster with credentials from CONNECT_SYNC_CLUSTER, if it was named there', async () => {
    const one = await world();
    const environment = { CONNECT_SYNC_CLUSTER: one.url };
    const run = await one.run(['plan', ...variable], { environment });
    const [next = ''] = suggested(run);
    expect(next).toContain('--cluster "$CONNECT_SYNC_CLUSTER"');
    expectNothingRepeated(next);
    const pasted = await paste(one, next.replace('apply', 'apply --yes --stable-for 1ms'), {
      ...environment,
      TOPIC: value,
    });
    expect(pasted.code, pasted.output).toBe(0);
  });

  it('after a failed apply repeats nothing either', async () => {
    const one = await world();
    one.sandbox.worker.failStart('a', 'java.lang.IllegalStateException: no');
    for (const command of [['apply', '--yes', '--stable-for', '1ms'], ['restart', 'a'], ['status']]) {
      const run = await one.run([...command, '-c', one.url, ...variable]);
      if (command[0] !== 'status')
        expect(suggested(run).join('\n')).toContain('"$CONNECT_USER:$CONNECT_PASSWORD"');
      expectNothingRepeated(suggested(run).join('\n'));
      expect(run.stdout + run.stderr).not.toContain(password);
    }
  });

  it('of a saved plan names its variables, in a comment and later too', async () => {
    const one = await world();
    await one.run(['plan', '--out', 'plan.json', ...variable]);
    const shown = await one.run(['plan', '--show', 'plan.json']);
    expect(shown.stdout).toContain('To apply: connect-sync apply plan.json --var TOPIC="$TOPIC"\n');
    const saved = JSON.parse(readFileSync(path.join(one.folder.directory, 'plan.json'), 'utf8')) as SavedPlan;
    const [comment] = commentDocuments({ posted: postedFromSaved(saved), file: 'plan.json' }, 'one');
    expect(comment?.markdown).toContain('connect-sync apply plan.json --var TOPIC="$TOPIC"\n');
  });

  it('in the hint of a warning names the cluster, and works when it is pasted', async () => {
    const one = await world();
    one.sandbox.worker.seed([live]);
    one.sandbox.worker.setState('live', 'stopped');
    const environment = { CONNECT_SYNC_CLUSTER: '' };
    const run = await one.run(['restart', 'live', '--cluster', one.sandbox.url, ...variable], {
      environment,
    });
    const [next = ''] = suggested(run).filter((command) => command.includes('resume'));
    expect(next, run.stderr).toBe(
      `connect-sync resume live --cluster ${one.sandbox.url} --var TOPIC="$TOPIC"`,
    );
    const pasted = await paste(one, next, { TOPIC: value });
    expect(pasted.code, pasted.output).toBe(0);
  });

  it.each(["it's odd", '-y'])('in the hint of a warning quotes the name %j', async (name) => {
    const one = await world();
    one.sandbox.worker.seed([{ ...live, name }]);
    one.sandbox.worker.setState(name, 'stopped');
    const run = await one.run(['restart', ...variable, '--cluster', one.sandbox.url, '--', name]);
    const [next = ''] = suggested(run).filter((command) => command.includes('resume'));
    const pasted = await paste(one, next, { TOPIC: value });
    expect(pasted.code, `${next}\n${pasted.output}`).toBe(0);
  });

  it('quotes names and files for the shell', async () => {
    const one = await world();
    one.sandbox.worker.seed([{ ...live, config: { ...live.config, 'sasl.password': 'hush-hush-4711' } }]);
    const run = await one.run([
      'import',
      '--out',
      'connectors/new',
      'live',
      '--secrets',
      "it's $HOME.env",
      ...variable,
    ]);
    expect(run.stderr).toContain(`connect-sync plan --dotenv 'it'\\''s $HOME.env' --var TOPIC="$TOPIC"\n`);
  });
});

describe('an error about a cluster', () => {
  it.each([
    'http://sybil:hunter2-in-url@127.0.0.1:1?token=hunter2-in-url',
    'http://127.0.0.1:1/?access_token=hunter2-in-url',
    'http://127.0.0.1:1/#hunter2-in-url',
    'sybil:hunter2-in-url@127.0.0.1:1',
    '127.0.0.1:1?token=hunter2-in-url',
    '127.0.0.1:1?token=a@hunter2-in-url',
    'sybil:hunter2-in-url?a@127.0.0.1:1',
    'ftp://sybil:hunter2-in-url@127.0.0.1',
    'http://sybil:hunter2-in-url@[bad',
    'http:sybil:hunter2-in-url@127.0.0.1:1',
    'http://sybil:hunter2-in-url@127.0.0.1:1',
    'https//sybil:hunter2-in-url@127.0.0.1',
  ])('repeats no credentials: %s', async (url) => {
    const one = await world();
    for (const command of ['plan', 'status', 'cluster', 'import', 'apply']) {
      const run = await one.run([command, '-c', url, '--timeout', '100ms']);
      expect(run.stdout + run.stderr).not.toContain('hunter2-in-url');
    }
  });
});

describe('a usage error', () => {
  it.each([
    ['plan', '--var', 'hunter2-in-url'],
    ['plan', '--var', '1TOKEN=hunter2-in-url'],
    ['plan', '--vars=TOKEN=hunter2-in-url'],
    ['plan', '--password=hunter2-in-url'],
    ['http://sybil:hunter2-in-url@127.0.0.1:1'],
    ['status', '-x=hunter2-in-url'],
  ])('repeats no value: %s %s %s', async (...words) => {
    const one = await world();
    const run = await one.run(words.filter((word) => word !== undefined));
    expect(run.exitCode).toBe(64);
    expect(run.stderr).toMatch(/error/);
    expect(run.stdout + run.stderr).not.toContain('hunter2-in-url');
  });
});
