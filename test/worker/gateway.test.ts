import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { answering, startGateway } from '../support/gateway.ts';
import { makeProjectFolder } from '../support/project-folder.ts';
import { realClock } from '../support/real-clock.ts';
import { runCli } from '../support/run-cli.ts';
import { changesCluster } from '../support/tryout.ts';
import { missingForWorkers, startWorkers, stopEverything } from './real-workers.ts';

const version = '3.9.1';
const missing = await missingForWorkers([version]);
if (missing) console.warn(`a gateway in front of real workers is not tested: ${missing}`);

const source = (topic: string) => ({
  'connector.class': 'FileStreamSource',
  topic,
  file: '/dev/null',
});
const file = (topic: string) => `config: ${JSON.stringify(source(topic))}\n`;
const quick = ['--stable-for', '1s'];
const isWrite = { methods: ['PUT', 'POST', 'DELETE'], path: /^(?!.*\/validate)/ };

async function put(url: string, name: string): Promise<void> {
  const answer = await fetch(`${url}/connectors/${name}/config`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(source(name)),
  });
  expect(answer.status).toBe(201);
}

async function namesAt(url: string): Promise<readonly string[]> {
  return ((await (await fetch(`${url}/connectors`)).json()) as string[]).toSorted();
}

/** A project with these connector files, whose cluster has these URLs. */
function projectOf(urls: readonly string[], files: readonly string[]) {
  const folder = makeProjectFolder({
    'connect-sync.yaml': `version: 1\nownership: { names: ["*"] }\nclusters: { here: { url: ${JSON.stringify(urls)} } }\n`,
    ...Object.fromEntries(files.map((name) => [`connectors/${name}.yaml`, file(name)])),
  });
  onTestFinished(() => folder.remove());
  return (args: readonly string[], world: Partial<Parameters<typeof runCli>[1]> = {}) =>
    runCli(args, { directory: folder.directory, ...world });
}

describe.skipIf(missing)('a gateway in front of real workers', () => {
  afterAll(stopEverything);

  it('that leads to another cluster gets no write: of another Kafka cluster, or of the same one', async () => {
    const [here, there] = await Promise.all([startWorkers({ version }), startWorkers({ version })]);
    const elsewhere = await startSandbox({
      port: 0,
      connectVersion: '3.9',
      anyClass: false,
      clock: realClock(),
    });
    const [url = '', thereUrl = ''] = [here.urls[0], there.urls[0]];
    const gateway = await startGateway(url);
    const second = await startGateway(thereUrl);
    onTestFinished(async () => {
      await Promise.all([gateway.close(), second.close(), elsewhere.close(), here.stop(), there.stop()]);
    });
    await put(url, 'a');
    await put(thereUrl, 'other');
    for (const [target, connections] of [
      [elsewhere.url, 'cut'],
      [thereUrl, 'cut'],
      [thereUrl, 'kept'],
    ] as const) {
      gateway.switchTo(url, 'cut');
      const run = await projectOf([gateway.url], ['b'])(['apply', ...quick], {
        answers: ['y'],
        terminal: {
          columns: 80,
          rows: 24,
          write: (text) => void (text.includes('[y/N]') && gateway.switchTo(target, connections)),
        },
      });
      // Both streams are one terminal here, and each outcome is printed once.
      expect(run.stdout + run.stderr).toMatch(/leads to another (Connect )?cluster/);
      expect(run.exitCode).toBe(28);
    }
    gateway.switchTo(url, 'cut');
    gateway.follow(answering(isWrite, { status: 503, body: 'no healthy upstream' }));
    const failedOver = await projectOf([gateway.url, second.url], ['b'])(['apply', '--yes', ...quick]);
    expect(failedOver.stdout).toMatch(/leads to another Connect cluster on the same Kafka cluster/);
    expect(failedOver.exitCode).toBe(28);
    expect([await namesAt(url), await namesAt(thereUrl)]).toEqual([['a'], ['other']]);
    expect(elsewhere.requests.filter(changesCluster)).toEqual([]);
  }, 180_000);

  it('is worked around where a worker does not reach its leader, which is named', async () => {
    // What each advertises is known to nobody, so that only the leader itself can write.
    const workers = await startWorkers({
      version,
      count: 2,
      settings: { 'rest.advertised.host.name': 'worker.invalid' },
    });
    onTestFinished(() => workers.stop());
    const gateways = await Promise.all(workers.urls.map((url) => startGateway(url)));
    onTestFinished(async () => {
      await Promise.all(gateways.map((gateway) => gateway.close()));
    });
    const [first = '', second = ''] = gateways.map(({ url }) => url);
    const runs = [
      await projectOf([first, second], ['x'])(['apply', '--yes', ...quick]),
      await projectOf([second, first], ['x', 'y'])(['apply', '--yes', ...quick]),
    ];
    for (const run of runs) expect(run.exitCode, run.stdout + run.stderr).toBe(0);
    // One of the two began at the follower.
    expect(runs.map(({ stderr }) => stderr).join('')).toMatch(
      /cannot reach its leader at worker\.invalid \(500: it does not know that host name\); check rest\.advertised/,
    );
    expect(await namesAt(workers.urls[0] ?? '')).toEqual(['x', 'y']);
  }, 180_000);

  it('is asked which cluster it leads to by the reading, each wave, each write, and at the end', async () => {
    const workers = await startWorkers({ version });
    const gateway = await startGateway(workers.urls[0] ?? '');
    onTestFinished(async () => {
      await gateway.close();
      await workers.stop();
    });
    const run = await projectOf([gateway.url], ['p', 'q'])(['apply', '--yes', ...quick]);
    expect(run.exitCode, run.stdout + run.stderr).toBe(0);
    expect(gateway.requests().filter(({ path }) => path === '/')).toHaveLength(5);
  }, 180_000);
});
