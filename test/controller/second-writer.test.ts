import { expect, it } from 'vitest';
import { systemClock } from '../../src/public/system-clock.ts';
import { startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { projectFolder } from '../support/project-folder.ts';
import { realClock } from '../support/real-clock.ts';
import { runCli } from '../support/run-cli.ts';

const config = (tasks: string) => ({
  'connector.class': 'com.example.Orders',
  topics: 'a',
  'tasks.max': tasks,
});

it.each([
  ['at once, while the run still waits for health', 20],
  ['after the run', 1_500],
])('a write that another writer undoes %s is repeated once and no more', async (_when, milliseconds) => {
  const sandbox = await startSandbox({
    ...{ port: 0, connectVersion: '4.3', anyClass: true, clock: systemClock, pace: 0.1 },
  });
  const folder = projectFolder({
    'connectors/orders.yaml': JSON.stringify({ name: 'orders', config: config('2') }),
  });
  const interruption = new AbortController();
  const options = ['--mode', 'heal', '--interval', '10s', '--settle', '0s', '--backup', 'none', '-f', 'json'];
  const running = runCli(['reconcile', '--listen', 'none', ...options], {
    directory: folder.directory,
    environment: { CONNECT_SYNC_CLUSTER: sandbox.url },
    interrupt: interruption.signal,
    speed: 20,
  });
  const url = `${sandbox.url}/connectors/orders/config`;
  let undone = 0;
  const clock = realClock();
  const end = clock.now() + 9_000;
  while (clock.now() < end) {
    await clock.sleep(milliseconds);
    const live = (await (await fetch(url)).json()) as Record<string, string>;
    if (live['tasks.max'] !== '2') continue;
    undone += 1;
    const headers = { 'content-type': 'application/json' };
    await fetch(url, { method: 'PUT', headers, body: JSON.stringify(config('1')) });
  }
  interruption.abort('SIGTERM');
  const { stdout } = await running;
  await sandbox.close();
  const writes = sandbox.requests.filter(
    ({ method, path }) => ['PUT', 'POST'].includes(method) && /^\/connectors(\/orders\/config)?$/.test(path),
  );
  expect(undone).toBe(2);
  expect(writes).toHaveLength(2 + undone);
  const held = stdout.split('\n').filter((line) => line.includes('"kind":"connector-held"'));
  expect(held.map((line) => JSON.parse(line).keys)).toEqual([['tasks.max']]);
});
