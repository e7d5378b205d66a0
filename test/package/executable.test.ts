import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { describe, expect, it, onTestFinished } from 'vitest';
import { packageVersion } from '../../deploy/packaging/artifacts.ts';
import { startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { realClock } from '../support/real-clock.ts';
import { artifact, emptyFolder } from './artifact.ts';
import { makeMinimalRoot } from './minimal-root.ts';
import { runProgram } from './run-program.ts';

const isBuiltHere = process.platform === 'linux' && process.arch === 'x64';

const connector = `config:
  connector.class: org.apache.kafka.connect.file.FileStreamSourceConnector
  topic: orders
  file: /data/orders.txt
`;

async function startCluster(): Promise<string> {
  const options = { port: 0, connectVersion: '4.3', anyClass: false, clock: realClock() } as const;
  const sandbox = await startSandbox(options);
  onTestFinished(() => sandbox.close());
  return sandbox.url;
}

function here(folder: string, args: readonly string[], environment = {}) {
  return runProgram([artifact('executable'), ...args], { directory: folder, environment });
}

describe.runIf(isBuiltHere)('the executable', () => {
  it('takes a project from nothing to an empty plan, in a root with no file but its libraries', async () => {
    const { run, project } = makeMinimalRoot(await emptyFolder(), artifact('executable'));
    const url = await startCluster();
    expect(await run(['--version'])).toEqual({ exitCode: 0, stdout: `${packageVersion}\n`, stderr: '' });
    expect(await run(['init', '--yes', '--cluster', url, '--forge', 'github'])).toMatchObject({
      exitCode: 0,
    });
    mkdirSync(path.join(project, 'connectors'), { recursive: true });
    writeFileSync(path.join(project, 'connectors/orders.yaml'), connector);
    const planned = await run(['plan']);
    expect(planned.stdout).toMatch(/^\+ orders +create +connectors\/orders\.yaml:1$/m);
    expect(planned).toMatchObject({ exitCode: 0 });
    expect(await run(['apply', '--yes', '--stable-for', '1s'])).toMatchObject({ exitCode: 0 });
    const after = await run(['plan']);
    expect(after).toMatchObject({ exitCode: 0, stderr: '' });
    expect(after.stdout).toMatch(/^No differences/);
  });

  it('checks, declares, deletes, lists backups and prints a comment in such a root', async () => {
    const { run, project } = makeMinimalRoot(await emptyFolder(), artifact('executable'));
    const cluster = ['--cluster', await startCluster()];
    const runs = async (args: readonly string[], expected: RegExp) => {
      const { exitCode, stdout, stderr } = await run(args);
      expect(stdout, stderr).toMatch(expected);
      expect(exitCode, stderr).toBe(0);
    };
    await runs(['doctor', ...cluster], /^ {2}ok +version +Kafka Connect 4\.3/m);
    await runs(
      ['new', 'orders', '--class', 'FileStreamSource', ...cluster],
      /^connectors\/orders\.yaml written/,
    );
    writeFileSync(path.join(project, 'connectors/orders.yaml'), connector);
    await runs(['plan', '--out', 'plan.json', ...cluster], /^\+ orders/m);
    // There is no token, and no pull request, in this environment.
    await runs(['comment', 'plan.json'], /^## Plan for .*: 1 create$/m);
    await runs(['apply', '--yes', '--stable-for', '10ms', ...cluster], /^1 planned: 1 applied\.$/m);
    await runs(['delete', 'orders', '--yes', ...cluster], /^To restore: connect-sync .*restore \S+/m);
    await runs(['restore', ...cluster], /^ {2}before the deletion: orders$/m);
  });

  it('answers --version and --help, and has the licenses of what is in it', async () => {
    const folder = await emptyFolder();
    expect(await here(folder, ['--version'])).toEqual({
      exitCode: 0,
      stdout: `${packageVersion}\n`,
      stderr: '',
    });
    expect((await here(folder, ['--help'])).stdout).toMatch(/^Usage: connect-sync /);
    expect((await here(folder, ['help', 'apply'])).stdout).toMatch(/^Usage: connect-sync apply /);
    const { stdout } = await here(folder, ['--licenses']);
    expect(stdout).toContain('\nundici ');
    expect(stdout).toContain('Copyright Node.js contributors');
  });

  it('uses what V8 has compiled of every module that a plan loads', async () => {
    const folder = await emptyFolder();
    mkdirSync(path.join(folder, 'connectors'));
    writeFileSync(path.join(folder, 'connectors/orders.yaml'), connector);
    const environment = { NODE_DEBUG: 'connect-sync-modules' };
    const { stderr } = await here(folder, ['plan', '--cluster', await startCluster()], environment);
    const modules = stderr.match(/(?<=^CONNECT-SYNC-MODULES \d+: ).*/gm) ?? [];
    expect(modules.length).toBeGreaterThan(20);
    // V8 gets its flags in bin.cjs, which is small, and takes only what was compiled with the same flags.
    expect(modules.filter((line) => !line.endsWith(': compiled'))).toEqual(['bin.cjs: source']);
  });

  it.each([
    [['explain'], /unknown-key/],
    [['completion', 'bash'], /complete -F _connect_sync connect-sync/],
    [['completion', 'zsh'], /#compdef connect-sync/],
    [['__complete', '--', ''], /^plan/m],
    [['render'], /FileStreamSourceConnector/],
    [['validate'], /./],
    [['import', '--from', 'deploy.sh', '--out', 'imported'], /payments/],
    [['plan', '-f', 'json'], /"format"|"version"|"kind"/],
    [['plan', '-f', 'markdown'], /orders/],
    [['plan', '--out', 'plan.json'], /plan\.json/],
    [['status'], /./],
    [['list'], /./],
    [['plugins'], /FileStreamSource/],
    [['loggers'], /./],
    [['cluster'], /4\.3/],
  ])('runs %j', async (args, expected) => {
    const folder = await emptyFolder();
    mkdirSync(path.join(folder, 'connectors'));
    writeFileSync(path.join(folder, 'connectors/orders.yaml'), connector);
    const payments = connector.replaceAll('orders', 'payments').split('\n').slice(1, 4);
    const config = Object.fromEntries(payments.map((line) => line.trim().split(': ')));
    const body = JSON.stringify({ name: 'payments', config });
    writeFileSync(
      path.join(folder, 'deploy.sh'),
      `curl -X POST -H 'Content-Type: application/json' http://localhost:8083/connectors -d '${body}'\n`,
    );
    const { exitCode, stdout, stderr } = await here(folder, args, {
      CONNECT_SYNC_CLUSTER: await startCluster(),
    });
    expect(stdout + stderr).toMatch(expected);
    expect(stderr).not.toContain('internal error');
    expect(exitCode, stderr).toBe(0);
  });

  it('records what a script sends over HTTPS', async () => {
    const folder = await emptyFolder();
    const body = JSON.stringify({
      'connector.class': 'FileStreamSource',
      topic: 'orders',
      file: '/data/orders',
    });
    const script = `#!/bin/sh\nexec curl -sS -X PUT -H 'Content-Type: application/json' -d '${body}' https://connect.example.com/connectors/orders/config\n`;
    writeFileSync(path.join(folder, 'deploy.sh'), script);
    chmodSync(path.join(folder, 'deploy.sh'), 0o755);
    const { exitCode, stderr } = await here(folder, ['import', '--record-tls', '--', './deploy.sh']);
    expect(exitCode, stderr).toBe(0);
    expect(stderr).toContain('PUT');
  });

  it('is a sandbox that another one plans against', async () => {
    const folder = await emptyFolder();
    mkdirSync(path.join(folder, 'connectors'));
    writeFileSync(path.join(folder, 'connectors/orders.yaml'), connector);
    const sandbox = spawn(artifact('executable'), ['sandbox', '--port', '0'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    onTestFinished(() => void sandbox.kill());
    const lines = createInterface({ input: sandbox.stdout });
    const url = await new Promise<string>((resolve) => lines.once('line', resolve));
    expect(await here(folder, ['plan', '--cluster', url])).toMatchObject({ exitCode: 0 });
    const ended = new Promise((resolve) => sandbox.once('exit', (code, signal) => resolve(code ?? signal)));
    sandbox.kill('SIGINT');
    expect(await ended).not.toBe('SIGINT');
  });
});
