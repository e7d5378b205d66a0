import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import { eventually } from './eventually.ts';
import { onlyCluster } from './json-output.ts';
import { writingRows } from './tutorial-acts.ts';
import { get, isAtLeast, json, succeed, type TutorialWorld } from './tutorial-calls.ts';

/** One row of the tutorial: a REST request and the equivalent command. */
export type TutorialRow = (world: TutorialWorld) => Promise<void>;

const source = 'source-debezium-orders-00';
const elastic = 'sink-elastic-orders-00';
const neo4j = 'sink-neo4j-orders-00';
/** Not part of the tutorial: produces records for its sinks. */
const feeder = 'source-lines-orders-00';
const topic = 'mysql-debezium-asgard.demo.orders';
const lines = 3;

/** The rows in the order of the tutorial. Each starts from the state that the previous rows leave. */
export const tutorialRows: readonly TutorialRow[] = [
  showsWorker,
  listsPlugins,
  listsKeys,
  createsConnectors,
  listsNames,
  showsConfig,
  listsAll,
  showsStatus,
  showsTrace,
  showsTasks,
  showsTopics,
  showsOffsets,
  changesOffsets,
  setsLoggers,
  describesAll,
  ...writingRows,
];

/** Runs the Confluent tour of the Connect REST API as commands, and compares each output with the REST response. */
export async function runTutorial(world: TutorialWorld): Promise<void> {
  for (const row of tutorialRows) await row(world);
}

/** `GET /` */
async function showsWorker(world: TutorialWorld): Promise<void> {
  const raw = await get(world, '/');
  const { members, sameCluster } = await json(world, ['cluster']);
  expect(members).toEqual([
    {
      url: expect.stringMatching(/^http:/),
      workerVersion: raw.version,
      commit: raw.commit,
      kafkaClusterId: raw.kafka_cluster_id,
      health: isAtLeast(world, 3, 9) ? await get(world, '/health') : null,
    },
  ]);
  expect(sameCluster).toBeNull();
  expect((await succeed(world, ['cluster'])).stdout).toContain(`Kafka Connect ${world.version}`);
}

/** `GET /connector-plugins` */
async function listsPlugins(world: TutorialWorld): Promise<void> {
  const raw: PluginBody[] = await get(world, '/connector-plugins');
  expect(sorted((await json(world, ['plugins'])).plugins)).toEqual(sorted(raw));
  const all: PluginBody[] = await get(world, '/connector-plugins?connectorsOnly=false');
  expect(sorted((await json(world, ['plugins', '--all'])).plugins)).toEqual(sorted(all));
}

/** `GET /connector-plugins/{plugin}/config` (3.2+); before, a validation response contains the same. */
async function listsKeys(world: TutorialWorld): Promise<void> {
  const { keys } = await json(world, ['plugins', 'FileStreamSource']);
  expect(keys).toContainEqual(expect.objectContaining({ name: 'topic', required: true }));
  if (!isAtLeast(world, 3, 2)) return;
  const raw: KeyBody[] = await get(world, '/connector-plugins/FileStreamSource/config');
  const documented = (list: readonly KeyBody[]) =>
    list.map(({ name, documentation }) => [name, documentation ?? '']);
  expect(documented(keys)).toEqual(documented(raw));
}

/** `PUT /connectors/{name}/config` */
async function createsConnectors(world: TutorialWorld): Promise<void> {
  const { directory } = world.folder;
  const input = path.join(directory, 'orders.txt');
  writeFileSync(input, 'order\n'.repeat(lines));
  const sink = { 'connector.class': 'org.apache.kafka.connect.file.FileStreamSinkConnector', topics: topic };
  write(world, source, { 'tasks.max': '1', ...world.failingSource });
  write(world, elastic, { ...sink, 'tasks.max': '2', file: path.join(directory, 'elastic.txt') });
  write(world, neo4j, { ...sink, 'tasks.max': '1', file: path.join(directory, 'neo4j.txt') });
  write(world, feeder, {
    'connector.class': 'org.apache.kafka.connect.file.FileStreamSourceConnector',
    'tasks.max': '1',
    file: input,
    topic,
  });
  const healthy = [elastic, neo4j, feeder].flatMap((name) => ['--only', name]);
  await succeed(world, ['apply', '--yes', '--stable-for', '1s', ...healthy]);
  const unhealthy = await world.run(['apply', '--yes', '--stable-for', '1s', '--only', source]);
  expect(unhealthy.exitCode, unhealthy.stderr).toBe(25);
  expect(Object.keys(await expanded(world)).sort()).toEqual([elastic, neo4j, source, feeder].sort());
}

/** `GET /connectors` */
async function listsNames(world: TutorialWorld): Promise<void> {
  const raw: string[] = await get(world, '/connectors');
  const { stdout } = await succeed(world, ['list', '-q', '--sort', 'name']);
  expect(stdout).toBe(`${raw.sort().join('\n')}\n`);
}

/** `GET /connectors/{name}/config` */
async function showsConfig(world: TutorialWorld): Promise<void> {
  const { name, ...raw } = await get(world, `/connectors/${elastic}/config`);
  expect(name).toBe(elastic);
  expect(await json(world, ['show', elastic])).toEqual({ [elastic]: { config: raw, state: 'running' } });
}

/** `GET /connectors?expand=info&expand=status` with jq, column and sort */
async function listsAll(world: TutorialWorld): Promise<void> {
  const raw = await expanded(world);
  const { connectors } = await json(world, ['list']);
  expect(connectors[0].name, 'broken connectors come first').toBe(source);
  const rows = Object.entries(raw).map(([name, { info, status }]) => ({
    name,
    type: info.type,
    state: status.connector.state,
    health: status.tasks.some((task) => task.state === 'FAILED') ? 'failed' : 'healthy',
    tasks: {
      total: info.tasks.length,
      running: status.tasks.filter((task) => task.state === 'RUNNING').length,
      failed: status.tasks.filter((task) => task.state === 'FAILED').length,
    },
    class: info.config['connector.class'],
    // From Kafka Connect 4.1 on.
    ...(status.connector.version !== undefined && { pluginVersion: status.connector.version }),
  }));
  const listed = connectors.map((row: { readonly health: { readonly kind: string } }) => {
    return { ...row, health: row.health.kind };
  });
  expect(sorted(listed)).toEqual(sorted(rows));
  const filtered = await succeed(world, [
    'list',
    '-q',
    '--type',
    'sink',
    '--class',
    'FileStream*',
    '--state',
    'running',
  ]);
  expect(filtered.stdout).toBe(`${elastic}\n${neo4j}\n`);
}

/** `GET /connectors/{name}/status` */
async function showsStatus(world: TutorialWorld): Promise<void> {
  const raw: StatusBody = await get(world, `/connectors/${source}/status`);
  const unhealthy = await world.run(['status', source, '-f', 'json']);
  expect(unhealthy.exitCode).toBe(25);
  const [shown] = onlyCluster(unhealthy.stdout).connectors;
  expect(shown).toMatchObject({
    name: source,
    type: raw.type,
    connector: { state: raw.connector.state, workerId: raw.connector.worker_id },
    tasks: raw.tasks.map((task) => ({ id: task.id, state: task.state, workerId: task.worker_id })),
  });
  await succeed(world, ['status', elastic, neo4j]);
}

/** `GET /connectors/{name}/tasks/0/status` with the trace */
async function showsTrace(world: TutorialWorld): Promise<void> {
  const raw: InstanceBody = await get(world, `/connectors/${source}/tasks/0/status`);
  const { stdout } = await succeed(world, ['tasks', source, '0']);
  const [headline, cause] = stdout.split('\n');
  const version = raw.version ? `  version ${raw.version}` : '';
  expect(headline).toBe(`${source}, task 0  FAILED  ${raw.worker_id}${version}`);
  expect(cause).toMatch(world.rootCause);
  expect(raw.trace).toContain(world.quotedSecret);
  const { tasks } = await json(world, ['tasks', source, '0']);
  expect(tasks[0].trace).toBe(raw.trace?.trimEnd().replaceAll(world.quotedSecret, '(sensitive)'));
  expect(stdout).not.toContain(world.quotedSecret);
}

/** `GET /connectors/{name}/tasks` */
async function showsTasks(world: TutorialWorld): Promise<void> {
  const raw: { id: { task: number }; config: Record<string, string> }[] = await get(
    world,
    `/connectors/${elastic}/tasks`,
  );
  const { tasks: statuses }: StatusBody = await get(world, `/connectors/${elastic}/status`);
  const [shown] = (await json(world, ['tasks', elastic])).connectors;
  expect(shown.tasks).toEqual(
    statuses.map(({ id, state, worker_id, version }) => ({
      id,
      state,
      workerId: worker_id,
      pluginVersion: version ?? null,
      rootCause: null,
    })),
  );
  expect(raw.map(({ id }) => id.task)).toEqual(statuses.map(({ id }) => id));
  const [one, other] = raw.map(({ config }) => config);
  const differing = Object.keys({ ...one, ...other }).filter((key) => one?.[key] !== other?.[key]);
  expect(shown.differences.map(({ key }: { key: string }) => key)).toEqual(differing.sort());
}

/** `GET /connectors/{name}/topics` */
async function showsTopics(world: TutorialWorld): Promise<void> {
  world.passRecords?.(feeder);
  await eventually(async () => {
    const raw = await get(world, `/connectors/${feeder}/topics`);
    expect(raw).toEqual({ [feeder]: { topics: [topic] } });
  });
  const { connectors } = await json(world, ['topics', feeder]);
  expect(connectors).toEqual([{ name: feeder, topics: [topic] }]);
  const reset = await succeed(world, ['topics', source, '--reset', '--yes']);
  expect(reset.stdout).toContain(`${source}  no topics`);
  expect(await get(world, `/connectors/${source}/topics`)).toEqual({ [source]: { topics: [] } });
}

/** `GET /connectors/{name}/offsets` (3.5+) */
async function showsOffsets(world: TutorialWorld): Promise<void> {
  if (!isAtLeast(world, 3, 5)) {
    const run = await world.run(['offsets', elastic]);
    expect(run.stderr).toContain('requires Kafka Connect 3.5');
    expect(run.exitCode).toBe(1);
    return;
  }
  // The sink may commit between the two requests.
  await eventually(async () => {
    const raw = await get(world, `/connectors/${elastic}/offsets`);
    const { connectors } = await json(world, ['offsets', elastic]);
    expect(connectors).toEqual([{ name: elastic, type: 'sink', state: 'RUNNING', offsets: raw.offsets }]);
  });
}

/** `PATCH` and `DELETE /connectors/{name}/offsets` (3.6+), with `PUT …/stop` and `…/resume` around them */
async function changesOffsets(world: TutorialWorld): Promise<void> {
  const input = path.join(world.folder.directory, 'orders.txt');
  // The connector never commits an offset in the middle of a line, so this is always a change.
  const entry = { partition: { filename: input }, offset: { position: 3 } };
  world.folder.write('offsets.json', JSON.stringify({ offsets: [entry] }));
  const change = ['offsets', feeder, '--set', 'offsets.json', '--stop', '--yes'];
  if (!isAtLeast(world, 3, 6)) {
    const run = await world.run(change);
    expect(run.stderr).toContain('requires Kafka Connect 3.6');
    expect(run.exitCode).toBe(1);
    return;
  }
  const refused = await world.run(change.filter((word) => word !== '--stop'));
  expect(refused.stderr).toContain('is RUNNING');
  expect(refused.exitCode).toBe(1);
  const { stderr, stdout } = await succeed(world, change);
  expect(stderr).toContain('{"position":3}');
  expect(stdout).toContain('RUNNING');
  expect((await get(world, `/connectors/${feeder}/status`)).connector.state).toBe('RUNNING');
  await eventually(async () => {
    const states = (await get(world, `/connectors/${feeder}/status`)).tasks as InstanceBody[];
    expect(states.map(({ state }) => state)).toEqual(['RUNNING']);
  });
  await succeed(world, ['offsets', feeder, '--reset', '--stop', '--yes']);
}

/** `GET` and `PUT /admin/loggers/{logger}` */
async function setsLoggers(world: TutorialWorld): Promise<void> {
  const raw = await get(world, '/admin/loggers/root');
  expect((await json(world, ['loggers', 'root'])).workers[0].loggers[0]).toMatchObject({ level: raw.level });
  const { stdout } = await succeed(world, ['loggers', 'org.tutorial', 'DEBUG']);
  expect(stdout).toContain(isAtLeast(world, 3, 7) ? 'on every worker' : 'only on the worker at this URL');
  expect((await get(world, '/admin/loggers/org.tutorial')).level).toBe('DEBUG');
}

/** All of the reads in one command. */
async function describesAll(world: TutorialWorld): Promise<void> {
  const { stdout } = await succeed(world, ['describe', source]);
  expect(stdout).toContain('Trace of task 0');
  expect(stdout).not.toContain(world.quotedSecret);
  const { name: _, ...config } = await get(world, `/connectors/${elastic}/config`);
  const { connectors } = await json(world, ['describe', elastic]);
  expect(connectors).toMatchObject([{ name: elastic, config, health: { kind: 'healthy' } }]);
}

interface PluginBody {
  readonly class: string;
  readonly type: string;
  readonly version?: string | null;
}

interface KeyBody {
  readonly name: string;
  readonly documentation: string | null;
}

interface InstanceBody {
  readonly state: string;
  readonly worker_id: string;
  readonly version?: string | null;
  readonly trace?: string;
}

interface StatusBody {
  readonly type: string;
  readonly connector: InstanceBody;
  readonly tasks: readonly (InstanceBody & { readonly id: number })[];
}

interface ExpandedBody {
  readonly info: {
    readonly type: string;
    readonly config: Readonly<Record<string, string>>;
    readonly tasks: readonly unknown[];
  };
  readonly status: StatusBody;
}

function expanded(world: TutorialWorld): Promise<Readonly<Record<string, ExpandedBody>>> {
  return get(world, '/connectors?expand=info&expand=status');
}

function write({ folder }: TutorialWorld, name: string, config: Readonly<Record<string, string>>): void {
  const entries = Object.entries(config).map(([key, value]) => `  ${key}: ${JSON.stringify(value)}\n`);
  folder.write(`connectors/${name}.yaml`, `state: running\nconfig:\n${entries.join('')}`);
}

/** Independent of the order, and of null values. */
function sorted(items: readonly object[]): readonly string[] {
  return items
    .map((item) =>
      JSON.stringify(
        Object.entries({ ...item })
          .filter(([, value]) => value !== null)
          .sort(),
      ),
    )
    .sort();
}
