import { describe, expect, it } from 'vitest';
import { onlyCluster } from '../support/json-output.ts';
import { tryout } from '../support/tryout.ts';

const source = { 'connector.class': 'FileStreamSource', topic: 't' };

function project(urls: readonly string[], kafkaClusterId?: string): string {
  const id = kafkaClusterId === undefined ? '' : `\n    kafkaClusterId: ${kafkaClusterId}`;
  return `version: 1\nclusters:\n  prod:\n    url: [${urls.map((url) => `"${url}"`).join(', ')}]${id}\n`;
}

const onProd = { environment: { CONNECT_SYNC_CLUSTER: 'prod' } };

describe('cluster', () => {
  it('shows version, commit, Kafka cluster and health', async () => {
    const { run } = await tryout({ files: {} });
    const { stdout, exitCode } = await run(['cluster']);
    expect(stdout).toMatch(/Kafka Connect 4\.3\.0 {2}commit \w+ {2}Kafka cluster \S+ {2}healthy\n$/);
    expect(exitCode).toBe(0);
  });

  it('does not request health before 3.9', async () => {
    const { run, sandbox } = await tryout({ files: {}, connectVersion: '3.4' });
    const { stdout, exitCode } = await run(['cluster', '-f', 'json']);
    expect(onlyCluster(stdout)).toMatchObject({
      members: [{ workerVersion: '3.4.1', health: null }],
      sameCluster: null,
    });
    expect(exitCode).toBe(0);
    expect(sandbox.requests.map(({ path }) => path)).toEqual(['/']);
  });

  it('exits with 25 if a worker is unhealthy, and masks its message', async () => {
    const { run, sandbox } = await tryout({ files: {}, environment: { DB_PASSWORD: 'tell-nobody' } });
    sandbox.worker.inject({
      path: '/health',
      times: Number.POSITIVE_INFINITY,
      effect: {
        kind: 'answer',
        answer: {
          status: 500,
          contentType: 'application/json',
          body: JSON.stringify({ status: 'unhealthy', message: 'Worker knows tell-nobody\u001b[2J' }),
        },
      },
    });
    const { stdout, exitCode } = await run(['cluster']);
    expect(stdout).toMatch(/ {2}unhealthy\n {2}warning: \S+ reports unhealthy: Worker knows \(sensitive\)/);
    expect(stdout).not.toMatch(/tell-nobody|\u001b/);
    expect(exitCode).toBe(25);
  });

  it('reports that two URLs lead to one cluster', async () => {
    const { run, sandbox, folder } = await tryout({ files: {} });
    sandbox.worker.seed([{ name: 'a', config: source }]);
    folder.write('connect-sync.yaml', project([sandbox.url, sandbox.url.replace('127.0.0.1', 'localhost')]));
    const { stdout, exitCode } = await run(['cluster'], onProd);
    expect(stdout).toContain('all URLs belong to one cluster');
    expect(exitCode).toBe(0);
  });

  it('exits with 28 if two URLs list different connectors', async () => {
    const [one, other] = [await tryout({ files: {} }), await tryout({ files: {} })];
    one.sandbox.worker.seed([{ name: 'a', config: source }]);
    one.folder.write('connect-sync.yaml', project([one.sandbox.url, other.sandbox.url]));
    const { stdout, exitCode } = await one.run(['cluster'], onProd);
    expect(stdout).toContain('warning: these workers list different connectors');
    expect(stdout).not.toContain('belong to one cluster');
    expect(exitCode).toBe(28);
  });

  it('exits with 28 if a URL does not answer or the Kafka cluster differs', async () => {
    const { run, sandbox, folder } = await tryout({ files: {} });
    folder.write('connect-sync.yaml', project([sandbox.url, 'http://127.0.0.1:1']));
    const down = await run(['cluster'], onProd);
    expect(down.stdout).toMatch(/127\.0\.0\.1:1 .*refuses the connection/);
    expect(down.exitCode).toBe(28);
    folder.write('connect-sync.yaml', project([sandbox.url], 'another'));
    const other = await run(['cluster'], onProd);
    expect(other.stdout).toContain('the project file declares kafkaClusterId another');
    expect(other.exitCode).toBe(28);
  });
});
