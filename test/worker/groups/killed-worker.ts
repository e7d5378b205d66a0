import { beforeAll, describe, expect, it } from 'vitest';
import type { ReportView } from '../../../src/model/apply-view.ts';
import { eventually } from '../../support/eventually.ts';
import { poll } from '../../support/poll.ts';
import type { CliRun } from '../../support/run-cli.ts';
import { freePort } from '../free-port.ts';
import { misbehavingSource } from '../plugin/build-plugin.ts';
import { startWithPlugin, waitForPlugin } from '../plugin/start-with-plugin.ts';
import type { RealWorkers } from '../real-workers.ts';
import { type Trial, trial } from '../trust/trial.ts';

const names = Array.from({ length: 50 }, (_, index) => `kill-${String(index + 1).padStart(2, '0')}`);
const few = ['kill-01', 'kill-02', 'kill-03', 'kill-04', 'kill-05', 'kill-06'];
const source = { 'connector.class': misbehavingSource, 'tasks.max': '1' };
const apply = ['apply', '--yes', '--format', 'json', '--verbose'];

/** A worker is killed with SIGKILL in the middle of an apply of 50 connectors. */
export function describeKilledWorkers(): void {
  describe.concurrent('the one that the program talks to, of a group of two', () => {
    let workers: RealWorkers | undefined;
    beforeAll(async () => {
      workers = await startWithPlugin({ version: '4.3.0', count: 2 });
    });

    it('loses no connector: the report lists each, healthy ones are healthy, the next run does the rest', async () => {
      const group = found(workers);
      const [victim = '', survivor = ''] = group.urls;
      await trial(survivor, async (killed) => {
        for (const name of names) killed.declare(name, { config: source });
        clusterOf(killed, [victim, survivor]);
        const running = killed.run(apply, onGroup);
        await untilThere(killed, 15, running);
        await group.end(0, 'at-once');
        await adds(killed, { run: await running, dead: victim });
        await converges(killed, victim);
        await group.stop();
      });
    }, 180_000);
  });

  describe.concurrent('the first of a group that a second one has joined late', () => {
    let workers: RealWorkers | undefined;
    beforeAll(async () => {
      workers = await startWithPlugin({ version: '2.8.2' });
    });

    it('loses no connector either', async () => {
      const group = found(workers);
      const port = await freePort();
      const [victim = '', late] = [group.urls[0], `http://127.0.0.1:${port}`];
      await trial(late, async (killed) => {
        // Two waves, so that the second worker joins while the first wave is watched, and moves half of it.
        for (const [index, name] of names.entries()) {
          killed.declare(name, { config: source, ...(index >= 25 && { dependsOn: ['kill-01'] }) });
        }
        clusterOf(killed, [victim, late]);
        const joined = group.add({ port }).then(waitForPlugin);
        const running = killed.run(apply, onGroup);
        await joined;
        await untilThere(killed, 35, running);
        await group.end(0, 'at-once');
        await adds(killed, { run: await running, dead: victim });
        await converges(killed, victim);
        await group.stop();
      });
    }, 180_000);
  });
}

/** Only a worker whose delay is the default one keeps the work of another that was killed for long. */
const fiveMinutes = { 'scheduled.rebalance.max.delay.ms': '300000' };

/** A worker of a group of two is killed with SIGKILL while apply watches that all stays healthy, then the other. */
export function describeKilledInTheWait(): void {
  let group: RealWorkers;
  beforeAll(async () => {
    // One after the other: the first is the leader, so the test knows whether it kills the leader or a follower.
    group = await startWithPlugin({ version: '4.3.0', settings: fiveMinutes });
    await waitForPlugin(await group.add());
  });

  it('does not count as running what it is reported to run, until it is back', async () => {
    const [leader = '', victim = ''] = group.urls;
    const { host, port } = new URL(victim);
    await trial(leader, async (killed) => {
      for (const name of few) killed.declare(name, { config: source });
      clusterOf(killed, [leader, victim]);
      // It waits nearly as long as it may, so that the kill comes while it waits.
      const running = killed.run([...apply, '--stable-for', '50s', '--timeout', '60s'], onGroup);
      await eventually(async () => {
        const reported = Object.values(await killed.reported());
        expect(reported.map(({ states }) => states)).toEqual(few.map(() => 'RUNNING 0:RUNNING'));
        expect(reported.flatMap(({ workerIds }) => workerIds)).toContain(host);
      });
      await group.end(1, 'at-once');
      await expectReportOfDeadWorker(killed, { run: await running, dead: victim });

      await group.add({ port: Number(port) });
      const isHealthy = async () =>
        (await killed.run(['status'], onGroup)).exitCode === 0 ? true : undefined;
      await poll(isHealthy, { what: 'all is healthy again', within: 60_000, every: 500 });
    });
  }, 240_000);

  // A new leader does not know the earlier assignments, so it assigns everything again without the delay.
  it('keeps its connectors for five minutes only as a follower: those of a killed leader move with the next one', async () => {
    const [leader = '', follower = ''] = group.urls;
    await trial(follower, async (killed) => {
      for (const name of few) killed.declare(name, { config: source });
      clusterOf(killed, [leader, follower]);
      expect((await killed.run(apply, onGroup)).exitCode).toBe(0);
      await group.end(0, 'at-once');
      expect((await killed.run(['status'], onGroup)).exitCode).toBe(25);
      await eventually(() => runOnTheLiving(killed, { healthy: few, dead: leader }), 60_000);
      expect((await killed.run(['status'], onGroup)).exitCode).toBe(0);
      await group.stop();
    });
  }, 240_000);
}

/** What is reported RUNNING on the killed worker, and only that, is called unhealthy, and the worker is named. */
async function expectReportOfDeadWorker(killed: Trial, { run, dead }: Ended): Promise<void> {
  const { host } = new URL(dead);
  const reported = Object.entries(await killed.reported());
  expect(reported.map(([, { states }]) => states)).toEqual(few.map(() => 'RUNNING 0:RUNNING'));
  const onDead = reported.filter(([, { workerIds }]) => workerIds.includes(host)).map(([name]) => name);
  expect(run.exitCode).toBe(25);
  const unhealthy = reportOf(run).outcomes.filter(({ health }) => health?.kind !== 'healthy');
  expect(unhealthy.map(({ name }) => name).sort()).toEqual(onDead.sort());
  for (const { health } of unhealthy) {
    const reason = expect.stringMatching(`^worker ${host}, which has .*, refuses connections, after`);
    expect(health).toEqual({ kind: 'progressing', reason });
  }
  const status = await killed.run(['status'], onGroup);
  expect(status.exitCode).toBe(25);
  expect(status.stdout).toContain(`worker ${host}, which has`);
}

const onGroup = { environment: { CONNECT_SYNC_CLUSTER: 'group' } };

function found(workers: RealWorkers | undefined): RealWorkers {
  if (!workers) throw new Error('the workers were not started');
  return workers;
}

function clusterOf({ folder }: Trial, urls: readonly string[]): void {
  folder.write('connect-sync.yaml', `version: 1\nclusters:\n  group: { url: [${urls.join(', ')}] }\n`);
}

/** Waits until the apply has come so far; one that has ended by then was not killed in its middle. */
async function untilThere(killed: Trial, number: number, running: Promise<CliRun>): Promise<void> {
  const ask = async () => Object.keys(await killed.reported()).length >= number || undefined;
  const there = poll(ask, { what: `${number} connectors are there`, within: 90_000, every: 20 });
  const ended = running.then(({ exitCode, stderr }) => {
    throw new Error(`the apply ended before ${number} connectors were there: exit ${exitCode}\n${stderr}`);
  });
  await Promise.race([there, ended]);
  ended.catch(() => undefined);
}

interface Ended {
  readonly run: CliRun;
  /** The URL of the worker that is gone. */
  readonly dead: string;
}

/** The report lists every connector once, and every outcome in it is correct. */
async function adds(killed: Trial, { run, dead }: Ended): Promise<void> {
  const report = reportOf(run);
  const { applied, unknown, ...others } = report.counts;
  expect(report.outcomes.map(({ name }) => name).sort()).toEqual(names);
  expect(applied + unknown).toBe(50);
  expect(Object.values(others).every((count) => count === 0)).toBe(true);
  expect(report.unhealthy).toBe(0);
  expect(run.exitCode).toBe(unknown > 0 ? 20 : 0);
  for (const { kind, reason } of report.outcomes) if (kind === 'unknown') expect(reason).not.toBeNull();

  const said = report.outcomes.filter(({ health }) => health?.kind === 'healthy').map(({ name }) => name);
  expect(said).toHaveLength(applied);
  await eventually(() => runOnTheLiving(killed, { healthy: said, dead }));
  for (const name of names) expect(writesOf(run, name).length).toBeLessThanOrEqual(1);
}

/** The next run plans the remaining changes, and afterwards there is nothing to change. */
async function converges(killed: Trial, dead: string): Promise<void> {
  expect((await killed.run([...apply, '--stable-for', '2s'], onGroup)).exitCode).toBe(0);
  await runOnTheLiving(killed, { healthy: names, dead });
  expect((await killed.run(['plan', '--detailed-exitcode'], onGroup)).exitCode).toBe(0);
}

async function runOnTheLiving(
  killed: Trial,
  { healthy, dead }: { readonly healthy: readonly string[]; readonly dead: string },
): Promise<void> {
  const reported = await killed.reported();
  const isFine = (name: string) =>
    reported[name]?.states === 'RUNNING 0:RUNNING' && !reported[name].workerIds.includes(new URL(dead).host);
  expect(healthy.filter((name) => !isFine(name))).toEqual([]);
}

/** The writes of a connector that were or may have been carried out: none may come twice. */
function writesOf({ stderr }: CliRun, name: string): readonly string[] {
  const lines = stderr.split('\n').filter((line) => line.includes(`PUT /connectors/${name}/config `));
  return lines.filter((line) => / (20\d|cut|timeout) /.test(line));
}

function reportOf({ stdout }: CliRun): ReportView {
  const last: unknown = JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
  return (last as { readonly report: ReportView }).report;
}
