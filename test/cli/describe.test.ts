import { describe, expect, it } from 'vitest';
import { onlyCluster } from '../support/json-output.ts';
import { type TryoutOptions, tryout } from '../support/tryout.ts';

const elastic = {
  'connector.class': 'io.confluent.connect.elasticsearch.ElasticsearchSinkConnector',
  'tasks.max': '2',
  topics: 'orders',
  'connection.url': 'http://es:9200',
  'connection.username': 'elastic',
  'connection.password': 'Sesame7431',
};

async function orders(options: Partial<TryoutOptions> = {}) {
  const world = await tryout({ files: {}, ...options });
  world.sandbox.worker.seed([{ name: 'orders', config: elastic }]);
  world.sandbox.worker.setOffsets('orders', [
    { partition: { kafka_topic: 'orders', kafka_partition: 0 }, offset: { kafka_offset: 12 } },
  ]);
  world.sandbox.worker.failTask(
    'orders',
    1,
    'a.B: outer\n\tat x.y\nCaused by: c.D: password Sesame7431\n\tat x.z',
  );
  return world;
}

describe('describe', () => {
  it('shows everything about a connector on one page, with secrets masked', async () => {
    const { run, writes } = await orders();
    const { stdout, exitCode } = await run(['describe', 'orders']);
    expect(stdout).toMatch(/^orders {2}sink {2}failed: 1 of 2 tasks FAILED\n/);
    expect(stdout).toMatch(/connection\.password {2}\(sensitive #1\)/);
    expect(stdout).toMatch(/Tasks \(2\)\n {4}TASK +STATE +WORKER +VERSION\n/);
    expect(stdout).toMatch(/Trace of task 1\n {4}a\.B: outer\n/);
    expect(stdout).toContain('Caused by: c.D: password (sensitive)');
    const parts = [...stdout.matchAll(/^ {2}(Cause|Tasks|Trace|Config|Topics|Offsets)\b/gm)];
    expect(parts.map(([, part]) => part)).toEqual(['Cause', 'Tasks', 'Trace', 'Config', 'Topics', 'Offsets']);
    expect(stdout).toMatch(/Topics \(1 topic\)\n {4}orders\n|Topics: none/);
    expect(stdout).toMatch(/Offsets \(1 partition\)\n {4}TOPIC +PARTITION +OFFSET\n {4}orders +0 +12\n/);
    expect(stdout).not.toContain('Sesame7431');
    expect(exitCode).toBe(0);
    expect(writes()).toEqual([]);
  });

  it('names the parts that an old worker does not support', async () => {
    const { run } = await orders({ connectVersion: '2.8' });
    const { stdout, exitCode } = await run(['describe', 'orders']);
    expect(stdout).toContain(
      'Offsets: not read\n    not supported by Kafka Connect 2.8.2 (requires 3.5 or later)',
    );
    expect(exitCode).toBe(0);
  });

  it('names the parts that cannot be read and shows the others', async () => {
    const { run, sandbox } = await orders();
    const broken = (path: RegExp, status: number, message: string) =>
      sandbox.worker.inject({
        path,
        times: Number.POSITIVE_INFINITY,
        effect: {
          kind: 'answer',
          answer: { status, body: JSON.stringify({ error_code: status, message }) },
        },
      });
    broken(/topics$/, 403, 'Topic tracking is disabled.');
    broken(/offsets$/, 500, 'Failed to list offsets for Sesame7431');
    const { stdout, exitCode } = await run(['describe', 'orders']);
    expect(stdout).toMatch(/Topics: not read\n.*turned off/);
    expect(stdout).toMatch(/Offsets: not read\n.*the worker says: Failed to list offsets for \(sensitive\)/);
    expect(stdout).toContain('connection.url');
    expect(exitCode).toBe(0);
  });

  it('prints one JSON document', async () => {
    const { run } = await orders();
    const view = onlyCluster((await run(['describe', 'o*', '-f', 'json'])).stdout);
    expect(view).toMatchObject({
      connectors: [
        {
          name: 'orders',
          health: { kind: 'failed' },
          config: { topics: 'orders' },
          offsets: { value: [{ offset: { kafka_offset: 12 } }] },
        },
      ],
    });
  });

  it('suggests the nearest name for an unknown connector', async () => {
    const { run } = await orders();
    const { stderr, exitCode } = await run(['describe', 'order']);
    expect(stderr).toContain('did you mean "orders"?');
    expect(exitCode).toBe(1);
  });
});
