import { describe, expect, it } from 'vitest';
import { knownAnswers } from '../../src/sandbox/known-answers.ts';
import type { SeededConnector } from '../../src/sandbox/sandbox-worker.ts';
import { onlyCluster } from '../support/json-output.ts';
import { type Tryout, type TryoutOptions, tryout } from '../support/tryout.ts';

const noOpRequests = [
  'GET /',
  'GET /connectors/connect-sync-asks-whether-this-worker-has-started',
  'GET /connectors?expand=info',
  'GET /connectors?expand=status',
];

const source = 'org.apache.kafka.connect.file.FileStreamSourceConnector';

/** The given number of connectors, nearly identical, for a cluster and for one file. */
function connectors(count: number): SeededConnector[] {
  return Array.from({ length: count }, (_, index) => ({
    name: `orders-${String(index).padStart(4, '0')}`,
    config: {
      'connector.class': source,
      'tasks.max': '1',
      topic: `orders-${index}`,
      file: '/tmp/orders.txt',
    },
  }));
}

function inFiles(all: readonly SeededConnector[]): Record<string, string> {
  const documents = all.map(({ name, config }) => {
    const lines = Object.entries(config).map(([key, value]) => `  ${key}: ${JSON.stringify(value)}\n`);
    return `name: ${name}\nconfig:\n${lines.join('')}`;
  });
  return { 'connectors/all.yaml': documents.join('---\n') };
}

/** A cluster without differences to its files. */
async function settledWorld(
  count: number,
  options: Partial<TryoutOptions> = {},
): Promise<Tryout & { readonly declared: readonly SeededConnector[] }> {
  const declared = connectors(count);
  const world = await tryout({ files: inFiles(declared), ...options });
  world.sandbox.worker.seed(declared);
  return { ...world, declared };
}

/** Changes the files of the first connectors. */
function changeFirst({ folder, declared }: Awaited<ReturnType<typeof settledWorld>>, count: number): void {
  const changed = declared.map((one, index) =>
    index < count ? { ...one, config: { ...one.config, 'batch.size': '7' } } : one,
  );
  for (const [file, contents] of Object.entries(inFiles(changed))) folder.write(file, contents);
}

/** The requests of a command, sorted. */
async function sentBy(world: Tryout, args: readonly string[]): Promise<string[]> {
  world.sandbox.clearRequests();
  const run = await world.run(args);
  expect(run.exitCode, run.stderr).toBe(0);
  return world.sandbox.requests.map(({ method, path }) => `${method} ${path}`).sort();
}

describe('with nothing to do', () => {
  it.each([3, 2_000])('plan and apply send the same four reads for %i connectors', async (count) => {
    const world = await settledWorld(count);
    for (const command of [['plan'], ['apply', '--yes'], ['drift'], ['plan', '--no-validate']]) {
      expect(await sentBy(world, command), command.join(' ')).toEqual(noOpRequests);
    }
  });

  it.each(['2.8', '3.4', '3.9'] as const)('and also on Kafka Connect %s', async (connectVersion) => {
    const world = await settledWorld(3, { connectVersion });
    expect(await sentBy(world, ['plan'])).toEqual(noOpRequests);
    expect(await sentBy(world, ['apply', '--yes'])).toEqual(noOpRequests);
  });

  it('apply needs no confirmation', async () => {
    const world = await settledWorld(3);
    expect(await sentBy(world, ['apply'])).toEqual(noOpRequests);
  });

  it('list and status send two requests, however many connectors there are', async () => {
    const world = await settledWorld(50);
    const lists = ['GET /connectors?expand=info', 'GET /connectors?expand=status'];
    expect(await sentBy(world, ['list'])).toEqual(lists);
    expect(await sentBy(world, ['status'])).toEqual(lists);
  });
});

describe('a change adds to a plan', () => {
  const [first, second] = ['orders-0000', 'orders-0001'];
  const validation = `PUT /connector-plugins/${source}/config/validate`;

  it('one validation and nothing else', async () => {
    const world = await settledWorld(20);
    changeFirst(world, 1);
    expect(await sentBy(world, ['plan'])).toEqual([...noOpRequests, validation]);
  });

  it('two validations for two changes, and no request for key types', async () => {
    const world = await settledWorld(20);
    changeFirst(world, 2);
    expect(await sentBy(world, ['plan'])).toEqual([...noOpRequests, validation, validation]);
  });

  it('one request for the key types of a class without validation', async () => {
    const world = await settledWorld(20);
    changeFirst(world, 2);
    expect(await sentBy(world, ['plan', '--no-validate'])).toEqual(
      [...noOpRequests, `GET /connector-plugins/${source}/config`].sort(),
    );
  });

  it('one validation for the key types on an old worker', async () => {
    const world = await settledWorld(20, { connectVersion: '2.8' });
    changeFirst(world, 2);
    expect(await sentBy(world, ['plan', '--no-validate'])).toEqual([...noOpRequests, validation]);
  });

  it('the key types of what is restarted or deleted, and the plain list before a deletion', async () => {
    const world = await settledWorld(20);
    const types = `GET /connector-plugins/${source}/config`;
    world.sandbox.worker.failTask('orders-0003', 0, 'java.io.IOException: no such file');
    expect(await sentBy(world, ['plan'])).toEqual([...noOpRequests, types].sort());
    world.folder.write(
      'connectors/all.yaml',
      world.declared.map(({ name }) => `name: ${name}\nstate: absent\n`).join('---\n'),
    );
    expect(await sentBy(world, ['plan', '--allow-deletes', '20'])).toEqual(
      [...noOpRequests, types, 'GET /connectors'].sort(),
    );
  });

  it('one write each to an apply', async () => {
    const world = await settledWorld(20);
    changeFirst(world, 2);
    await sentBy(world, ['apply', '--yes', '--stable-for', '1s']);
    expect([...world.writes()].sort()).toEqual([
      `PUT /connectors/${first}/config`,
      `PUT /connectors/${second}/config`,
    ]);
    const validations = world.sandbox.requests.filter(({ path }) => path.endsWith('/config/validate'));
    expect(validations.map(({ path }) => path)).toHaveLength(2);
    const ofOne = world.sandbox.requests.filter(({ method }) => method === 'GET').map(({ path }) => path);
    expect(
      ofOne.filter((path) => path.startsWith('/connectors/')).sort(),
      'besides lists, only the started check, the offsets for the backup, and the tasks as evidence',
    ).toEqual([
      '/connectors/connect-sync-asks-whether-this-worker-has-started',
      `/connectors/${first}/offsets`,
      `/connectors/${first}/tasks`,
      `/connectors/${second}/offsets`,
      `/connectors/${second}/tasks`,
    ]);
  });
});

describe('with credentials that may only read', () => {
  async function readOnlyWorld(): ReturnType<typeof settledWorld> {
    const world = await settledWorld(3);
    changeFirst(world, 1);
    world.sandbox.worker.inject({
      method: 'PUT',
      times: Number.POSITIVE_INFINITY,
      effect: { kind: 'answer', answer: knownAnswers.forbidden },
    });
    world.sandbox.worker.inject({
      method: 'POST',
      times: Number.POSITIVE_INFINITY,
      effect: { kind: 'answer', answer: knownAnswers.forbidden },
    });
    return world;
  }

  it('plan succeeds and reports that nothing was validated', async () => {
    const { run } = await readOnlyWorld();
    const plan = await run(['plan']);
    expect(plan.exitCode).toBe(0);
    expect(plan.stdout).toContain('Not validated by the worker: permission denied.');
    expect(plan.stderr).toContain('warning[validation-denied]');
    expect(onlyCluster((await run(['plan', '-f', 'json'])).stdout)).toMatchObject({ validation: 'denied' });
  });

  it('apply fails before the first write', async () => {
    const { run, writes, sandbox } = await readOnlyWorld();
    const apply = await run(['apply', '--yes']);
    expect(apply.exitCode).toBe(28);
    expect(apply.stderr).toContain('error[validation-denied]');
    expect(apply.stderr).toContain('--no-validate');
    expect(writes()).toEqual([]);
    expect(sandbox.worker.config('orders-0000')).not.toHaveProperty('batch.size');
  });

  it('validate warns that the worker did not validate', async () => {
    const { run } = await readOnlyWorld();
    const validate = await run(['validate']);
    expect(validate.exitCode).toBe(0);
    expect(validate.stderr).toContain('warning[validation-denied]');
  });

  it.each([
    [['plan']],
    [['drift']],
    [['show']],
    [['show', '--planned']],
    [['render']],
    [['list']],
    [['status']],
    [['cluster']],
    [['describe', '*']],
    [['tasks', '*']],
    [['topics', '*']],
    [['offsets', '*']],
    [['plugins']],
    [['loggers']],
    [['import', '--dry-run']],
  ])('%j works', async (args) => {
    const { run } = await readOnlyWorld();
    const { exitCode, stdout, stderr } = await run(args);
    expect([0, 2], stderr).toContain(exitCode);
    expect(stdout).not.toBe('');
  });
});

describe('commands that only read write nothing', () => {
  const reading = [
    ['plan'],
    ['plan', '--detailed-exitcode', '-f', 'json'],
    ['plan', '-f', 'json-patch'],
    ['plan', '-f', 'diff'],
    ['plan', '--no-validate'],
    ['drift'],
    ['drift', '-f', 'json'],
    ['show'],
    ['show', '--planned', '-f', 'json'],
    ['render'],
    ['render', '--origin'],
    ['validate'],
    ['validate', '--strict', '-f', 'json'],
    ['list'],
    ['status'],
    ['cluster'],
    ['describe', '*'],
    ['tasks', '*'],
    ['tasks', 'orders-0000', '0'],
    ['topics', '*'],
    ['offsets', '*'],
    ['plugins', '--all'],
    ['plugins', 'FileStreamSource'],
    ['loggers'],
    ['import', '--dry-run', '--split-defaults'],
  ];

  it.each(['2.8', '4.3'] as const)('on Kafka Connect %s', async (connectVersion) => {
    const world = await settledWorld(5, { connectVersion });
    changeFirst(world, 2);
    world.sandbox.worker.deleteConnector('orders-0004');
    world.sandbox.worker.setState('orders-0003', 'paused');
    for (const command of reading) {
      await world.run(command);
      expect(world.writes(), command.join(' ')).toEqual([]);
    }
    const methods = new Set(world.sandbox.requests.map(({ method }) => method));
    expect([...methods].sort(), 'PUT only for validation').toEqual(['GET', 'PUT']);
  });
});
