import { describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
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
    expect(stdout.split('\n')[1]).toMatch(/^sink +payments +RUNNING +1\/2, 1 FAILED +FileStreamSink$/);
    expect(stdout).toMatch(/: 4 connectors: 1 with failures, 1 PAUSED, 2 RUNNING\n$/);
  });

  it.each([
    [['--state', 'failed'], ['payments']],
    [
      ['--state', 'paused', '--state', 'FAILED'],
      ['payments', 'quiet'],
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
      ['quiet', 'lines', 'orders', 'payments'],
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

describe('list --watch', () => {
  it('prints the page again when it changes, until it is interrupted', async () => {
    const { run, sandbox } = await cluster();
    const interruption = new AbortController();
    const watching = run(['list', '--watch', '1s', '--type', 'source'], { interrupt: interruption.signal });
    await eventually(async () => expect(sandbox.requests.length).toBeGreaterThan(6));
    sandbox.worker.setState('quiet', 'running');
    await sandbox.worker.settled();
    const before = sandbox.requests.length;
    await eventually(async () => expect(sandbox.requests.length).toBeGreaterThan(before + 6));
    interruption.abort('SIGINT');
    const { stdout, exitCode } = await watching;
    expect(stdout.match(/^TYPE/gm)?.length).toBeGreaterThanOrEqual(2);
    expect(stdout).toContain('1 PAUSED, 1 RUNNING');
    expect(stdout).toMatch(/2 connectors?: 2 RUNNING|2 of 4 connectors: 2 RUNNING/);
    // Not once for each reading.
    expect(stdout.match(/^TYPE/gm)?.length).toBeLessThan(sandbox.requests.length / 2);
    expect(exitCode).toBe(130);
  });

  it('starts at the top of a terminal', async () => {
    const { run } = await cluster();
    const interruption = new AbortController();
    let text = '';
    const terminal = {
      columns: 100,
      rows: 40,
      write: (more: string) => {
        text += more;
        if (text.split('\u001b[H\u001b[J').length > 2) interruption.abort('SIGINT');
      },
    };
    await run(['list', '--watch', '--no-color'], { interrupt: interruption.signal, terminal });
    expect(text).toMatch(/^\u001b\[H\u001b\[JTYPE/);
  });
});
