import { describe, expect, it } from 'vitest';
import { inParallel } from '../../src/model/in-parallel.ts';
import type { FaultEffect } from '../../src/sandbox/faults.ts';
import type { CliRun, CliWorld } from '../support/run-cli.ts';
import { type Tryout, tryout } from '../support/tryout.ts';

const source = { 'connector.class': 'FileStreamSource', topic: 'lines', 'tasks.max': '1', file: '/in' };
const entry = (position: number) => ({ partition: { filename: '/in' }, offset: { position } });

type Former = 'running' | 'paused' | 'stopped';

const targets = { running: 'STARTED', paused: 'PAUSED', stopped: 'STOPPED' } as const;

const changes = { set: ['--set', 'new.json'], reset: ['--reset'] } as const;
type Change = keyof typeof changes;

const answer = (status: number, message: string): FaultEffect => ({
  kind: 'answer',
  answer: { status, body: JSON.stringify({ error_code: status, message }) },
});

const effects: Readonly<Record<string, FaultEffect>> = {
  'a 409': answer(409, 'Cannot complete request momentarily due to stale configuration'),
  'a 500': answer(500, 'The value for the position key is expected to be a Long value'),
  'a reset before the worker reads the request': { kind: 'reset-before' },
  'a reset after the worker has applied the request': { kind: 'reset-after' },
};

/** A connector with offsets, and a file with other ones. */
async function arrange(former: Former): Promise<Tryout> {
  const world = await tryout({ files: { 'new.json': JSON.stringify({ offsets: [entry(3)] }) } });
  world.sandbox.worker.seed([{ name: 'lines', config: source, state: former }]);
  world.sandbox.worker.setOffsets('lines', [entry(7)]);
  return world;
}

function change({ run }: Tryout, kind: Change, world: Partial<CliWorld> = {}): Promise<CliRun> {
  return run(['offsets', 'lines', ...changes[kind], '--stop', '--yes'], { speed: 100, ...world });
}

/** How many requests an undisturbed change makes. */
async function countRequests(kind: Change, former: Former): Promise<number> {
  const world = await arrange(former);
  expect((await change(world, kind)).exitCode).toBe(0);
  return world.sandbox.requests.length;
}

async function offsetsOf({ sandbox }: Tryout): Promise<string> {
  const read = await fetch(`${sandbox.url}/connectors/lines/offsets`);
  return JSON.stringify(((await read.json()) as { readonly offsets: unknown }).offsets);
}

interface Ended {
  readonly run: CliRun;
  readonly kind: Change;
  readonly former: Former;
}

/** What the run reports of the offsets is true, and the connector is in its former state. */
async function checkEnd(world: Tryout, { run: { exitCode, stderr }, kind, former }: Ended): Promise<void> {
  expect(world.sandbox.worker.targetState('lines'), stderr).toBe(targets[former]);
  const isChanged = (await offsetsOf(world)) === JSON.stringify(kind === 'set' ? [entry(3)] : []);
  const isApplied = / offsets lines +applied/.test(stderr);
  if (exitCode === 0) expect(isApplied, stderr).toBe(true);
  else if (!isApplied) expect(stderr).toMatch(/^error\[[a-z-]+\]: /m);
  if (isApplied || /were changed, but/.test(stderr)) expect(isChanged, stderr).toBe(true);
  if (/were not changed:/.test(stderr)) expect(isChanged, stderr).toBe(false);
}

describe.each(Object.keys(changes) as Change[])('offsets --%s --stop', (kind) => {
  const timeout = 60_000;

  describe.each(Object.entries(effects))('%s at any request', (_, effect) => {
    it.each<Former>(['running', 'stopped'])('leaves a connector %s', { timeout }, async (former) => {
      const count = await countRequests(kind, former);
      await inParallel([...Array(count).keys()], 4, async (skip) => {
        const world = await arrange(former);
        const fault = world.sandbox.worker.inject({ skip, effect });
        const run = await change(world, kind);
        fault.remove();
        await checkEnd(world, { run, kind, former });
      });
    });
  });

  it.each<Former>(['running', 'paused', 'stopped'])(
    'an interrupt at any request leaves a connector %s',
    { timeout },
    async (former) => {
      const count = await countRequests(kind, former);
      await inParallel([...Array(count).keys()], 4, async (at) => {
        const world = await arrange(former);
        const interruption = new AbortController();
        const changing = change(world, kind, { speed: 20, interrupt: interruption.signal });
        const isOver = changing.then(() => true);
        while (world.sandbox.requests.length <= at && !(await Promise.race([isOver, shortly()])));
        interruption.abort('SIGINT');
        const run = await changing;
        await checkEnd(world, { run, kind, former });
      });
    },
  );

  it('a way back that fails for good is reported, with the command to run', async () => {
    const world = await arrange('running');
    const fault = world.sandbox.worker.inject({
      path: /\/resume$/,
      times: Number.POSITIVE_INFINITY,
      effect: answer(500, 'the config topic is gone'),
    });
    const { exitCode, stderr } = await change(world, kind);
    fault.remove();
    expect(exitCode).toBe(1);
    expect(stderr).toContain('error[state-not-restored]: ');
    expect(stderr).toContain('; it was running before, and it is STOPPED now');
    expect(stderr).toContain('the worker says: the config topic is gone');
    expect(stderr).toContain(`hint: connect-sync resume lines --cluster ${world.sandbox.url}\n`);
    expect((await world.run(['resume', 'lines', '--cluster', world.sandbox.url])).exitCode).toBe(0);
    expect(world.sandbox.worker.targetState('lines')).toBe('STARTED');
  });
});

function shortly(): Promise<false> {
  return new Promise((resolve) => setTimeout(() => resolve(false), 2));
}
