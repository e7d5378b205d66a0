import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failing, type Gateway, startGateway } from '../support/gateway.ts';
import { makeProjectFolder } from '../support/project-folder.ts';
import { runCli } from '../support/run-cli.ts';
import { missingForWorkers, type RealWorkers, startWorkers, stopEverything } from './real-workers.ts';

const version = '3.9.1';
const missing = await missingForWorkers([version]);
if (missing) console.warn(`a gateway that forbids one connector of a real worker is not tested: ${missing}`);

describe.skipIf(missing)('a gateway that forbids one connector of a real worker', () => {
  const names = ['a', 'b', 'c'];
  const file = (topic: string) =>
    `config: { connector.class: FileStreamSource, tasks.max: 1, file: /dev/null, topic: ${topic} }\n`;
  const folder = makeProjectFolder(
    Object.fromEntries(names.map((name) => [`connectors/${name}.yaml`, file('old')])),
  );
  let workers: RealWorkers;
  let gateway: Gateway;

  beforeAll(async () => {
    workers = await startWorkers({ version });
    gateway = await startGateway(workers.urls[0] ?? '');
  });
  afterAll(async () => {
    folder.remove();
    await gateway?.close();
    await stopEverything();
  });

  const run = (args: readonly string[]) =>
    runCli(args, { directory: folder.directory, environment: { CONNECT_SYNC_CLUSTER: gateway.url } });

  it('fails that connector alone; the others are written, healthy, rolled back and restarted', async () => {
    const apply = ['apply', '--yes', '--stable-for', '1s'];
    const created = await run(apply);
    expect(created.exitCode, created.stdout + created.stderr).toBe(0);
    for (const name of names) folder.write(`connectors/${name}.yaml`, file('new'));
    gateway.follow(failing({ connector: /^b$/ }, 403, 'Access denied to connector b'));

    const rolledBack = await run([...apply, '--on-failure', 'rollback']);
    expect([rolledBack.exitCode, rolledBack.stdout]).toEqual([
      26,
      expect.stringContaining('2 applied, 1 failed'),
    ]);
    const partial = await run([...apply, '--on-failure', 'continue']);
    expect([partial.exitCode, partial.stdout]).toEqual([
      20,
      expect.stringContaining('3 planned: 2 applied, 1 failed.'),
    ]);
    expect(partial.stdout).toContain('Access denied to connector b');
    const restarted = await run(['restart', '*']);
    expect([restarted.exitCode, restarted.stdout]).toEqual([
      20,
      expect.stringContaining('3 planned: 2 applied, 1 failed.'),
    ]);
    expect((await run(['status'])).exitCode).toBe(0);
    const plan = await run(['plan']);
    expect(plan.stdout).toContain('1 update; 2 unchanged');
  });
});
