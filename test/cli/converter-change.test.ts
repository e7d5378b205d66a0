import { expect, it } from 'vitest';
import { type Tryout, tryout } from '../support/tryout.ts';

const applying = ['apply', '--yes', '--stable-for', '1s'];
const text = 'org.apache.kafka.connect.storage.StringConverter';
const json = 'org.apache.kafka.connect.json.JsonConverter';

function file(className: string, more: Readonly<Record<string, string>>): string {
  const config = {
    'connector.class': className,
    'tasks.max': '2',
    topics: 'lines',
    file: '/tmp/out.txt',
    ...more,
  };
  return JSON.stringify({ state: 'running', config });
}

/** How often tasks are started by an apply of these keys over the earlier ones. */
async function taskStarts(
  connectVersion: '2.8' | '3.4' | '3.9',
  className: string,
  { before, after }: Readonly<Record<'before' | 'after', Readonly<Record<string, string>>>>,
): Promise<{ readonly starts: number; readonly world: Tryout }> {
  const name = 'connectors/a.yaml';
  const world = await tryout({ connectVersion, anyClass: true, files: { [name]: file(className, before) } });
  expect((await world.run(applying)).exitCode).toBe(0);
  const earlier = world.sandbox.worker.counts('a').taskStarts;
  world.folder.write(name, file(className, after));
  const apply = await world.run(applying);
  expect(apply.stdout, apply.stderr).toMatch(/update {2}a {3}applied; RUNNING/);
  expect(apply.exitCode).toBe(0);
  return { starts: world.sandbox.worker.counts('a').taskStarts - earlier, world };
}

const converter = { before: { 'value.converter': text }, after: { 'value.converter': json } };
const transform = {
  before: {},
  after: {
    transforms: 'a',
    'transforms.a.type': 'org.apache.kafka.connect.transforms.HoistField$Value',
    'transforms.a.field': 'x',
  },
};
const removal = { before: { 'errors.tolerance': 'all' }, after: {} };

it.each([
  // A plugin that passes on its whole configuration: the write alone restarts its tasks.
  { version: '3.4', className: 'FileStreamSink', change: 'converter', keys: converter, restarts: 0 },
  { version: '3.4', className: 'FileStreamSink', change: 'transformation', keys: transform, restarts: 0 },
  // One that does not: its tasks keep what they had, and are restarted.
  { version: '2.8', className: 'FileStreamSink', change: 'converter', keys: converter, restarts: 2 },
  { version: '3.4', className: 'org.example.SomeSink', change: 'converter', keys: converter, restarts: 1 },
  { version: '3.4', className: 'org.example.SomeSink', change: 'removed key', keys: removal, restarts: 1 },
  { version: '3.9', className: 'org.example.SomeSink', change: 'converter', keys: converter, restarts: 0 },
] as const)('a $change of $className on $version starts each task once', async (row) => {
  const { starts, world } = await taskStarts(row.version, row.className, row.keys);
  expect(starts).toBe(2);
  expect(world.writes().filter((write) => write.includes('restart'))).toHaveLength(row.restarts);
});

it('the tasks of a paused connector are restarted without waiting for new ones', async () => {
  const name = 'connectors/a.yaml';
  const paused = (more: Readonly<Record<string, string>>) =>
    file('FileStreamSink', more).replace('running', 'paused');
  const files = { [name]: file('FileStreamSink', converter.before) };
  const world = await tryout({ connectVersion: '3.4', files });
  await world.run(applying);
  world.folder.write(name, paused(converter.before));
  expect((await world.run(applying)).exitCode).toBe(0);
  world.folder.write(name, paused(converter.after));
  world.sandbox.clearRequests();
  expect((await world.run(applying)).exitCode).toBe(0);
  const asked = world.sandbox.requests.filter(({ path }) => path === '/connectors/a/tasks');
  expect(asked).toEqual([]);
});
