import { describe, expect, it, onTestFinished } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { backupsOf } from '../support/backups-of.ts';
import { actingBefore, answering, failing, type Gateway, startGateway } from '../support/gateway.ts';
import { realClock } from '../support/real-clock.ts';
import { changesCluster, type Tryout, tryout } from '../support/tryout.ts';

const quick = ['--stable-for', '1s'];
const file = (name: string, more = '') =>
  `${more}config: { connector.class: FileStreamSource, topic: ${name}, file: /tmp/${name} }\n`;
const source = (name: string) => ({
  'connector.class': 'FileStreamSource',
  topic: name,
  file: `/tmp/${name}`,
});
const seeded = (...names: readonly string[]) => names.map((name) => ({ name, config: source(name) }));

interface World extends Tryout {
  /** In front of the tryout's own sandbox; the URL of the project's cluster. */
  readonly gateway: Gateway;
  readonly other: Sandbox;
  readonly otherWrites: () => readonly string[];
}

/** A project whose cluster is behind a gateway, and another cluster, which must get no write. */
async function open({
  live = ['a', 'b'],
  files = {},
  others = ['other'],
  otherId = 'another-kafka',
  project = '',
}: {
  readonly live?: readonly string[];
  readonly files?: Readonly<Record<string, string>>;
  readonly others?: readonly string[];
  /** Null: the same Kafka cluster. */
  readonly otherId?: string | null;
  readonly project?: string;
} = {}): Promise<World> {
  const world = await tryout({ files, environment: { CONNECT_SYNC_CLUSTER: '' } });
  const other = await startSandbox({
    port: 0,
    connectVersion: '4.3',
    anyClass: false,
    clock: realClock(),
    pace: 0.1,
    ...(otherId !== null && { kafkaClusterId: otherId }),
  });
  const gateway = await startGateway(world.sandbox.url);
  onTestFinished(async () => {
    await gateway.close();
    await other.close();
  });
  world.sandbox.worker.seed(seeded(...live));
  world.sandbox.worker.setOffsets('a', [{ partition: { filename: '/tmp/a' }, offset: { position: 1 } }]);
  other.worker.seed(seeded(...others));
  other.worker.setOffsets('a', [{ partition: { filename: '/tmp/a' }, offset: { position: 1 } }]);
  world.folder.write(
    'connect-sync.yaml',
    project || `version: 1\nownership: { names: ["*"] }\nclusters: { here: { url: "${gateway.url}" } }\n`,
  );
  const otherWrites = () =>
    other.requests.filter(changesCluster).map(({ method, path }) => `${method} ${path}`);
  return { ...world, gateway, other, otherWrites };
}

const isWrite = { methods: ['PUT', 'POST', 'DELETE', 'PATCH'], path: /^(?!.*\/validate)/ };
const leadsElsewhere = /leads to another cluster: its worker reports the Kafka cluster id another-kafka/;

/** The tunnel moves while the question stands: with the first request behind it. */
const atTheQuestion = (world: World, connections: 'cut' | 'kept') => ({
  answers: ['y'],
  terminal: {
    columns: 80,
    rows: 24,
    write: (text: string) => {
      if (/\[y\/N\]/.test(text)) world.gateway.switchTo(world.other.url, connections);
    },
  },
});

describe.each(['cut', 'kept'] as const)('a tunnel that leads elsewhere (connections %s)', (connections) => {
  it.each([
    ['apply', ['apply', ...quick]],
    ['apply --prune', ['apply', '--prune', '--allow-deletes', '2', ...quick]],
    ['delete', ['delete', 'a']],
    ['offsets --reset', ['offsets', 'a', '--reset', '--stop']],
    ['topics --reset', ['topics', 'a', '--reset']],
  ])('while the question of %s stands gets no write, and the run ends with 28', async (_, command) => {
    const world = await open({ files: { 'connectors/c.yaml': file('c') } });
    // The same names there: a deletion of what is not there must not pass for one that was done.
    world.other.worker.seed(seeded('a', 'b'));
    const run = await world.run(command, atTheQuestion(world, connections));
    expect(run.stdout + run.stderr).toMatch(leadsElsewhere);
    expect(run.exitCode).toBe(28);
    expect([world.writes(), world.otherWrites()]).toEqual([[], []]);
  });

  it.each([
    ['restart', ['restart', 'a', 'b']],
    ['pause', ['pause', 'a']],
    ['stop', ['stop', '*']],
    ['delete', ['delete', 'a', '--yes']],
    ['apply', ['apply', '--yes', ...quick]],
    ['offsets --reset', ['offsets', 'a', '--reset', '--stop', '--yes']],
  ])('between the reading and the first write of %s gets no write', async (_, command) => {
    const world = await open({ files: { 'connectors/c.yaml': file('c') } });
    world.other.worker.seed(seeded('a', 'b'));
    let asked = 0;
    const rootAgain = () => {
      asked += 1;
      if (asked === 2) world.gateway.switchTo(world.other.url, connections);
    };
    world.gateway.follow(actingBefore({ methods: ['GET'], path: /^\/$/ }, rootAgain));
    const run = await world.run(command);
    expect(run.stdout + run.stderr).toMatch(leadsElsewhere);
    expect(run.exitCode).toBe(28);
    expect([world.writes(), world.otherWrites()]).toEqual([[], []]);
  });

  it('with nothing of the same name there does not pass for a deletion that was done', async () => {
    const world = await open();
    const run = await world.run(['delete', 'a'], atTheQuestion(world, connections));
    expect(run.exitCode).toBe(28);
    expect([world.writes(), world.otherWrites()]).toEqual([[], []]);
  });

  it('while the question of restore stands gets no write', async () => {
    const world = await open();
    expect((await world.run(['delete', 'b', '--yes'])).exitCode).toBe(0);
    const [backup] = backupsOf(world.folder.directory);
    world.sandbox.clearRequests();
    const run = await world.run(['restore', backup?.file ?? ''], atTheQuestion(world, connections));
    expect(run.exitCode, run.stderr).toBe(28);
    expect([world.writes(), world.otherWrites()]).toEqual([[], []]);
  });

  it('refuses a saved plan with 21', async () => {
    const world = await open({ files: { 'connectors/c.yaml': file('c') } });
    expect((await world.run(['plan', '--out', 'p.json'])).exitCode).toBe(0);
    const run = await world.run(['apply', 'p.json', ...quick], atTheQuestion(world, connections));
    expect(run.stdout + run.stderr).toMatch(leadsElsewhere);
    expect(run.exitCode).toBe(21);
    expect([world.writes(), world.otherWrites()]).toEqual([[], []]);
  });

  it('refuses a saved plan with 21 also where it moves while the plan is made again', async () => {
    const world = await open({ files: { 'connectors/c.yaml': file('c') } });
    await world.run(['plan', '--out', 'p.json']);
    const move = () => world.gateway.switchTo(world.other.url, connections);
    world.gateway.follow(actingBefore({ path: /validate$/, times: 1 }, move));
    const run = await world.run(['apply', 'p.json', '--yes', ...quick]);
    expect(run.exitCode).toBe(21);
    expect([world.writes(), world.otherWrites()]).toEqual([[], []]);
  });

  it('gets no further write from the first one on: the rest is not started, exit 20', async () => {
    const files = Object.fromEntries(['c', 'd', 'e'].map((name) => [`connectors/${name}.yaml`, file(name)]));
    const world = await open({ files });
    let asked = 0;
    // Of the second write: the first question is for the whole run, then each write has one.
    const rootAgain = () => {
      if (world.writes().length === 1) asked += 1;
      if (asked === 1) world.gateway.switchTo(world.other.url, connections);
    };
    world.gateway.follow(actingBefore({ methods: ['GET'], path: /^\/$/ }, rootAgain));
    const run = await world.run(['apply', '--yes', '--concurrency', '1', ...quick]);
    expect(run.exitCode).toBe(20);
    expect(world.writes()).toEqual(['PUT /connectors/c/config']);
    expect(world.otherWrites()).toEqual([]);
    expect(run.stdout).toMatch(/3 planned: 1 applied.*, 2 not started/);
  });

  it('between the waves gets no deletion', async () => {
    const world = await open({ files: { 'connectors/a.yaml': file('a2') } });
    world.other.worker.seed(seeded('a', 'b'));
    world.gateway.follow(
      actingBefore({ path: /expand=status/, times: 7 }, () => {
        if (world.writes().length > 0) world.gateway.switchTo(world.other.url, connections);
      }),
    );
    const run = await world.run(['apply', '--yes', '--prune', '--allow-deletes', '1', ...quick]);
    expect(run.exitCode).toBe(20);
    expect(world.writes()).toEqual(['PUT /connectors/a/config']);
    expect(world.otherWrites()).toEqual([]);
  });

  it('gets nothing of a rollback: what could not be restored is named, exit 27', async () => {
    const world = await open({
      files: { 'connectors/a.yaml': file('a2'), 'connectors/b.yaml': file('b2') },
    });
    world.other.worker.seed(seeded('a', 'b'));
    world.sandbox.worker.failStart('b', 'java.lang.IllegalStateException: broken');
    let isRollback = false;
    world.gateway.follow(
      actingBefore({ methods: ['GET'], path: /^\/$/ }, () => {
        if (isRollback) world.gateway.switchTo(world.other.url, connections);
      }),
      actingBefore({ path: /expand=status/ }, () => {
        isRollback = world.writes().length === 2;
      }),
    );
    const run = await world.run(['apply', '--yes', '--on-failure', 'rollback', ...quick]);
    expect([20, 27]).toContain(run.exitCode);
    expect(world.otherWrites()).toEqual([]);
  });
});

describe('a second URL', () => {
  /** The project has two URLs; the first one refuses every write, as a gateway does whose worker is away. */
  async function openTwo(options: Parameters<typeof open>[0] & { readonly second?: 'same' | 'other' }) {
    const world = await open(options);
    const second = await startGateway(options.second === 'same' ? world.sandbox.url : world.other.url);
    onTestFinished(() => second.close());
    world.folder.write(
      'connect-sync.yaml',
      `version: 1\nownership: { names: ["*"] }\nclusters: { here: { url: ["${world.gateway.url}", "${second.url}"] } }\n`,
    );
    world.gateway.follow(answering(isWrite, { status: 503, body: 'no healthy upstream' }));
    return { ...world, second };
  }

  it('of another Kafka cluster gets no write when the first one fails in the middle of a run', async () => {
    const world = await openTwo({ files: { 'connectors/c.yaml': file('c') }, second: 'other' });
    const run = await world.run(['apply', '--yes', ...quick]);
    expect(run.stdout + run.stderr).toMatch(leadsElsewhere);
    expect(run.exitCode).toBe(28);
    expect(world.otherWrites()).toEqual([]);
  });

  it.each([
    ['of another Connect cluster on the same Kafka cluster', ['other'], ['a', 'b']],
    ['with one connector in common', ['a', 'x', 'y', 'z'], ['a', 'b', 'c2']],
    ['with the same names on other workers', ['a', 'b'], ['a', 'b']],
    ['with no connector yet', [], ['a']],
    ['where the first cluster has none', ['other'], []],
  ])('%s gets no write', async (_, others, live) => {
    const files = { 'connectors/c.yaml': file('c') };
    const world = await openTwo({ files, second: 'other', others, live, otherId: null });
    const run = await world.run(['apply', '--yes', ...quick]);
    expect(run.stdout + run.stderr).toMatch(/leads to another Connect cluster on the same Kafka cluster/);
    expect(run.exitCode).toBe(28);
    expect(world.otherWrites()).toEqual([]);
  });

  it.each([
    ['of the same cluster', () => undefined],
    [
      'of the same cluster, where somebody has created a connector in between,',
      (world: World) => world.sandbox.worker.seed(seeded('by-somebody')),
    ],
    [
      'of the same cluster, where somebody has deleted a connector in between,',
      (world: World) => world.sandbox.worker.deleteConnector('b'),
    ],
  ])('%s gets the write', async (_, meanwhile) => {
    const world = await openTwo({ files: { 'connectors/c.yaml': file('c') }, second: 'same' });
    world.gateway.follow(
      actingBefore({ ...isWrite, times: 1 }, () => meanwhile(world)),
      answering(isWrite, { status: 503, body: 'no healthy upstream' }),
    );
    const run = await world.run(['apply', '--yes', ...quick]);
    expect(run.exitCode, run.stdout + run.stderr).toBe(0);
    expect(world.writes()).toEqual(['PUT /connectors/c/config']);
  });

  it('that does not say who it is gets no write; the first one is tried again', async () => {
    const world = await openTwo({ files: { 'connectors/c.yaml': file('c') }, second: 'same' });
    world.second.follow(failing({ path: /^\/$/ }, 503, 'starting'));
    world.gateway.follow(answering({ ...isWrite, times: 1 }, { status: 503, body: 'no healthy upstream' }));
    const run = await world.run(['apply', '--yes', ...quick]);
    expect(run.exitCode, run.stdout + run.stderr).toBe(0);
    expect(world.second.requests().filter(changesCluster)).toEqual([]);
  });
});

describe('a tunnel to another Connect cluster on the same Kafka cluster', () => {
  it.each(['cut', 'kept'] as const)('gets no write (connections %s)', async (connections) => {
    const world = await open({ files: { 'connectors/c.yaml': file('c') }, otherId: null });
    const run = await world.run(['apply', ...quick], atTheQuestion(world, connections));
    expect(run.stdout + run.stderr).toMatch(/leads to another Connect cluster on the same Kafka cluster/);
    expect(run.exitCode).toBe(28);
    expect([world.writes(), world.otherWrites()]).toEqual([[], []]);
  });
});

describe('the declared Kafka cluster id', () => {
  it('holds for a log level too', async () => {
    const world = await open();
    world.folder.write(
      'connect-sync.yaml',
      `version: 1\nclusters: { here: { url: "${world.gateway.url}", kafkaClusterId: something-else } }\n`,
    );
    const run = await world.run(['loggers', 'org.apache', 'DEBUG']);
    expect(run.exitCode).toBe(28);
    expect(world.writes()).toEqual([]);
  });
});
