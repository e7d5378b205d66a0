import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { masking, startGateway } from '../support/gateway.ts';
import { makeProjectFolder } from '../support/project-folder.ts';
import { runCli } from '../support/run-cli.ts';
import { missingForWorkers, startWorkers, stopEverything } from './real-workers.ts';

const version = '3.9.1';
const missing = await missingForWorkers([version]);
if (missing) console.warn(`a masking gateway in front of a real worker is not tested: ${missing}`);

const password = 'hush-hush-hush';
const jaas = 'org.apache.kafka.common.security.plain.PlainLoginModule required username="app"';
const file = (topic: string) => `config:
  connector.class: FileStreamSource
  topic: ${topic}
  file: /dev/null
  db.password: \${env.DB_PASSWORD}
  some.jaas.config: '${jaas} password="\${env.DB_PASSWORD}";'
`;
const quick = ['--yes', '--stable-for', '1s'];

describe.skipIf(missing)('a masking gateway in front of a real worker', () => {
  afterAll(stopEverything);

  it('gets an empty plan twice, an update without masks, an import without masks, and no rollback', async () => {
    const worker = await startWorkers({ version });
    const [url = ''] = worker.urls;
    const gateway = await startGateway(url, masking(/password$|jaas\.config$/, '••••••••'));
    const folder = makeProjectFolder({ 'connectors/lines.yaml': file('one') });
    onTestFinished(async () => {
      folder.remove();
      await Promise.all([gateway.close(), worker.stop()]);
    });
    const run = (args: readonly string[]) =>
      runCli(args, {
        directory: folder.directory,
        environment: { CONNECT_SYNC_CLUSTER: gateway.url, DB_PASSWORD: password },
      });
    const stored = async () =>
      (await (await fetch(`${url}/connectors/lines/config`)).json()) as Record<string, string>;

    const created = await run(['apply', ...quick]);
    expect(created.exitCode, created.stdout + created.stderr).toBe(0);
    for (const command of [['plan', '--detailed-exitcode'], ['plan', '--detailed-exitcode'], ['drift']]) {
      const { exitCode, stdout, stderr } = await run(command);
      expect(exitCode, stdout + stderr).toBe(0);
      expect(stdout).toContain('the worker masks db.password, some.jaas.config');
    }

    folder.write('connectors/lines.yaml', file('two'));
    const refused = await run(['apply', ...quick, '--on-failure', 'rollback']);
    expect(refused.exitCode, refused.stdout + refused.stderr).toBe(22);
    expect(refused.stdout).toContain('could not restore 1 connector');
    expect(await stored()).toMatchObject({ topic: 'one' });

    await run(['plan', '--out', 'plan.json']);
    const updated = await run(['apply', 'plan.json', ...quick]);
    expect(updated.exitCode, updated.stdout + updated.stderr).toBe(0);
    expect(await stored()).toMatchObject({
      topic: 'two',
      'db.password': password,
      'some.jaas.config': `${jaas} password="${password}";`,
    });

    folder.write(
      'connectors/lines.yaml',
      'name: other\nconfig: { connector.class: FileStreamSource, topic: a }\n',
    );
    const imported = await run(['import', 'lines', '--out', 'imported']);
    expect(imported.exitCode, imported.stdout + imported.stderr).toBe(0);
    const text = readFileSync(path.join(folder.directory, 'imported/lines.yaml'), 'utf8');
    expect(text).not.toContain('••');
    expect(text).toContain('db.password: ${env.LINES_DB_PASSWORD}');
    expect(imported.stderr).toContain('set LINES_DB_PASSWORD to the actual value');
  });

  it('gets a rotated secret once, where the project declares a fingerprint', async () => {
    const worker = await startWorkers({ version });
    const [url = ''] = worker.urls;
    const gateway = await startGateway(url, masking(/password$|jaas\.config$/, '********'));
    const folder = makeProjectFolder({
      'connect-sync.yaml': 'version: 1\nsecrets: { fingerprint: connect-sync.fingerprint }\n',
      'connectors/lines.yaml': file('one'),
    });
    onTestFinished(async () => {
      folder.remove();
      await Promise.all([gateway.close(), worker.stop()]);
    });
    const run = (secret: string, args: readonly string[]) =>
      runCli(args, {
        directory: folder.directory,
        environment: {
          CONNECT_SYNC_CLUSTER: gateway.url,
          CONNECT_SYNC_FINGERPRINT_KEY: 'key-of-the-pipeline-0123456789',
          DB_PASSWORD: secret,
        },
      });
    const plan = ['plan', '--detailed-exitcode'];
    for (const secret of [password, 'another-hush-hush']) {
      const applied = await run(secret, ['apply', ...quick]);
      expect(applied.exitCode, applied.stdout + applied.stderr).toBe(0);
      const again = await run(secret, plan);
      expect(again.exitCode, again.stdout + again.stderr).toBe(0);
    }
    const config = (await (await fetch(`${url}/connectors/lines/config`)).json()) as Record<string, string>;
    expect(config['db.password']).toBe('another-hush-hush');
    const rotated = await run('third-hush-hush', plan);
    expect(rotated.exitCode, rotated.stdout + rotated.stderr).toBe(2);
    expect(rotated.stdout).toContain('rotates db.password');
  });
});
