import { describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { onlyCluster } from '../support/json-output.ts';
import { tryout } from '../support/tryout.ts';

const source = { 'connector.class': 'FileStreamSource', topic: 't', 'tasks.max': '1' };
const sink = { 'connector.class': 'FileStreamSink', topics: 't', 'tasks.max': '2' };

/** Four connectors: one is paused, one has a failed task. */
async function cluster() {
  const world = await tryout({ files: {} });
  world.sandbox.worker.seed([
    { name: 'lines', config: source },
    {
      name: 'orders',
      config: { ...sink, 'connector.class': 'org.apache.kafka.connect.file.FileStreamSinkConnector' },
    },
    { name: 'payments', config: sink },
    { name: 'quiet', config: source, state: 'paused' },
  ]);
  world.sandbox.worker.failTask('payments', 1, 'java.io.IOException: no');
  const names = async (...args: string[]) => {
    const run = await world.run(['list', '-q', ...args]);
    expect(run.exitCode, run.stderr).toBe(0);
    return run.stdout.trim().split('\n');
  };
  return { ...world, names };
}

describe('list', () => {
  it('lists broken connectors first, and counts connectors by state', async () => {
    const { run } = await cluster();
    const { stdout } = await run(['list']);
    expect(stdout.split('\n')[1]).toMatch(/^sink +payments +FAILED 1\/2 tasks +1\/2 +FileStreamSink$/);
    expect(stdout).toMatch(/: 4 connectors: 1 FAILED, 1 PAUSED, 2 RUNNING\n/);
  });

  it.each([
    [['--state', 'failed'], ['payments']],
    [
      ['--state', 'paused', '--state', 'FAILED'],
      ['payments', 'quiet'],
    ],
    [
      ['--state', 'Paused, failed'],
      ['payments', 'quiet'],
    ],
    // What is shown as FAILED is not RUNNING too.
    [
      ['--state', 'running'],
      ['lines', 'orders'],
    ],
    [
      ['--type', 'source'],
      ['lines', 'quiet'],
    ],
    [
      ['--class', 'FileStreamSink*'],
      ['payments', 'orders'],
    ],
    [
      ['--class', 'org.apache.*'],
      ['payments', 'lines', 'orders', 'quiet'],
    ],
    [
      ['--sort', 'name'],
      ['lines', 'orders', 'payments', 'quiet'],
    ],
    [
      ['--sort', 'tasks'],
      ['orders', 'payments', 'lines', 'quiet'],
    ],
    [
      ['--sort', 'state'],
      ['payments', 'quiet', 'lines', 'orders'],
    ],
    [
      ['--sort', 'type', '*s'],
      ['orders', 'payments', 'lines'],
    ],
  ])('selects and sorts with %j: %j', async (args, expected) => {
    expect(await (await cluster()).names(...args)).toEqual(expected);
  });

  it('reports that nothing matches, and succeeds', async () => {
    const { run } = await cluster();
    const { stdout, exitCode } = await run(['list', '--state', 'stopped']);
    expect(stdout).toMatch(/: none of 4 connectors matches\n$/);
    expect(exitCode).toBe(0);
  });

  it.each([
    [['ordres'], 1, 'did you mean "orders"?'],
    [['--state', 'no state'], 64, 'is not a state'],
    [['--state', 'failed,puased'], 64, 'did you mean PAUSED?'],
    [['--type', 'both'], 64, 'Expected one of'],
    [['--watch', '-f', 'json'], 64, '--watch'],
  ])('with %j exits with %i', async (args, exitCode, says) => {
    const run = await (await cluster()).run(['list', ...args]);
    expect(run.exitCode).toBe(exitCode);
    expect(run.stderr).toContain(says);
  });

  it('needs two requests for a thousand connectors', async () => {
    const { run, sandbox } = await tryout({ files: {} });
    sandbox.worker.seed(
      Array.from({ length: 1_000 }, (_, index) => ({ name: `c-${index}`, config: source })),
    );
    const { stdout, exitCode } = await run(['list']);
    expect(stdout).toMatch(/: 1,000 connectors: 1,000 RUNNING\n$/);
    expect(exitCode).toBe(0);
    expect(sandbox.requests.map(({ method, path }) => `${method} ${path}`).sort()).toEqual([
      'GET /connectors?expand=info',
      'GET /connectors?expand=status',
    ]);
  });
});

describe('a list on a terminal', () => {
  const long = 'inventory-cdc-of-the-warehouse-in-the-north-of-the-country';
  const secret = 'hunter2-of-the-database';
  const trace = `a.Outer: x\nCaused by: java.io.IOException: no answer to ${secret} from a database far away in the north`;

  async function broken() {
    const world = await tryout({ files: {}, anyClass: true });
    const className = 'io.debezium.connector.postgresql.PostgresConnector';
    const config = { ...sink, 'connector.class': className, 'database.password': secret };
    world.sandbox.worker.seed([
      { name: 'orders', config },
      { name: long, config },
    ]);
    for (const task of [0, 1]) world.sandbox.worker.failTask('orders', task, trace);
    return world;
  }

  it('shortens classes to fit, never names, and says where causes are', async () => {
    const { run, sandbox } = await broken();
    const terminal = { columns: 80, rows: 24, write: () => undefined };
    const { stdout } = await run(['list', '--no-color'], { terminal });
    const [head = '', first = '', second = ''] = stdout.split('\n');
    expect([head, first].map((line) => line.length <= 80)).toEqual([true, true]);
    expect(first).toMatch(/^sink +orders +FAILED 2\/2 tasks +0\/2 +PostgresConn/);
    expect(second).toContain(long);
    expect(stdout).toContain(`To see why: connect-sync status --failed --cluster ${sandbox.url}\n`);
  });

  it.each([
    ['-w', { terminal: { columns: 80, rows: 24, write: () => undefined } }],
    ['a pipe', {}],
  ])('shows everything in full with %s', async (how, world) => {
    const { run } = await broken();
    const { stdout } = await run(['list', '--no-color', '--why', ...(how === '-w' ? ['-w'] : [])], world);
    expect(stdout.split('\n')[1]).toMatch(
      /orders +FAILED 2\/2 tasks +0\/2 +io\.debezium\.\S+ {2}java\.io\.IOException: no answer to .* in the north$/,
    );
    expect(stdout).not.toContain(secret);
  });

  it('puts a cause that does not fit below its row, cut and without secrets', async () => {
    const { run } = await broken();
    const terminal = { columns: 80, rows: 24, write: () => undefined };
    const { stdout } = await run(['list', '--no-color', '--why', '--state', 'failed'], { terminal });
    expect(stdout.split('\n')[2]).toMatch(/^ {4}java\.io\.IOException: no answer to .*…$/);
    expect(stdout.split('\n')[2]?.length).toBeLessThanOrEqual(80);
    expect(stdout).not.toMatch(/hunter2/);
  });

  it('has causes in JSON only where they were asked for', async () => {
    const { run } = await broken();
    const rootCauseOf = async (...args: string[]) =>
      onlyCluster((await run(['list', '-f', 'json', ...args])).stdout).connectors[0].health.rootCause;
    expect(await rootCauseOf()).toBe(null);
    expect(await rootCauseOf('--why')).toMatch(/^java\.io\.IOException/);
  });

  it('reports a sink without tasks, unless its file accepts that', async () => {
    const file = 'name: orders\nconfig: { connector.class: FileStreamSink, topics: t, tasks.max: 1 }\n';
    const { run, sandbox, folder } = await tryout({ files: { 'connectors/orders.yaml': file } });
    sandbox.worker.failTaskConfigs('orders');
    await run(['apply', '--yes', '--no-wait']);
    await eventually(async () => expect((await run(['list'])).stdout).toMatch(/orders +NO TASKS +0\/0/));
    folder.write('connectors/orders.yaml', `allowNoTasks: true\n${file}`);
    expect((await run(['list'])).stdout).toMatch(/orders +RUNNING +0\/0/);
  });
});
