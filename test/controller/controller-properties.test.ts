import { renameSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ControllerView } from '../../src/model/controller-view.ts';
import { seed, runs as wantedRuns } from '../support/property-runs.ts';
import { type ControllerWorld, controllerWorld, fileSource } from './controller-world.ts';

const names = ['c0', 'c1', 'c2', 'c3'] as const;
const minute = 60_000;
const hour = 60 * minute;

const deeds = [
  'nothing',
  'nothing',
  'edit file',
  'edit by hand',
  'delete by hand',
  'fail task',
  'keep failing',
  'keep editing',
  'refuse a write',
  'answer with 500',
  'lose the connection',
  'suspend',
  'resume',
  'break file',
  'lose files',
  'delete file',
  'reset',
] as const;

interface Deed {
  readonly kind: (typeof deeds)[number];
  readonly name: (typeof names)[number];
}

/** The files and the worker of one run, and what the laws remember of it. */
class Trouble {
  readonly #world: ControllerWorld;
  #version = 0;
  #areFilesAway = false;
  /** For so many runs more. */
  #brokenFor = 0;
  /** What happens to a connector again before each run. */
  readonly #lasting = new Map<string, 'fail task' | 'edit by hand'>();
  /** When each connector was restarted, by name. */
  readonly restarts = new Map<string, number[]>();
  /** When each configuration was written, by name. */
  readonly writes = new Map<string, number[]>();
  /** When each file was changed, by name. */
  readonly edits = new Map<string, number[]>();

  constructor(world: ControllerWorld) {
    this.#world = world;
  }

  /** What goes on whatever else happens. Files that are broken or away are good again after two runs. */
  goOn(): void {
    this.#brokenFor -= 1;
    if (this.#brokenFor === 0) this.#repair();
    for (const [name, kind] of this.#lasting) this.#disturbWorker(kind, name);
  }

  do({ kind, name }: Deed): void {
    if (kind === 'break file' || kind === 'lose files') this.#brokenFor = 3;
    if (kind === 'keep failing') this.#lasting.set(name, 'fail task');
    if (kind === 'keep editing') this.#lasting.set(name, 'edit by hand');
    const texts: Partial<Record<Deed['kind'], string>> = {
      'edit file': fileSource(name, `  batch.size: ${this.#version + 1}\n`),
      suspend: `reconcile: suspended\n${fileSource(name)}`,
      resume: fileSource(name),
      'break file': broken,
    };
    if (kind === 'edit file') this.#version += 1;
    if (texts[kind] !== undefined) this.#write(name, texts[kind]);
    else if (kind === 'delete file') this.#write(name, undefined);
    else if (kind === 'lose files') this.#moveFiles(true);
    else if (kind === 'reset') this.reset();
    else this.#disturbWorker(kind, name);
  }

  #disturbWorker(kind: Deed['kind'], name: string): void {
    const { worker } = this.#world.sandbox;
    const put = { method: 'PUT', path: new RegExp(`^/connectors/${name}/config$`) };
    const answer = (status: number, body: string) => ({ kind: 'answer' as const, answer: { status, body } });
    if (kind === 'refuse a write') worker.inject({ ...put, effect: answer(400, refusal) });
    if (kind === 'answer with 500') worker.inject({ effect: answer(500, '{}') });
    if (kind === 'lose the connection') worker.inject({ ...put, effect: { kind: 'reset-after' } });
    if (worker.config(name) === undefined) return;
    if (kind === 'edit by hand') worker.editConfig(name, { topic: `by-hand-${this.#version}` });
    if (kind === 'delete by hand') worker.deleteConnector(name);
    if (kind === 'fail task') worker.failTask(name, 0, 'java.lang.RuntimeException: no');
  }

  /** Everything is as it should be: nothing refuses, and all files are there. */
  reset(): void {
    this.#world.sandbox.worker.clearFaults();
    this.#lasting.clear();
    this.#repair();
  }

  #repair(): void {
    this.#moveFiles(false);
    for (const name of names) this.#write(name, fileSource(name));
  }

  #write(name: string, text: string | undefined): void {
    if (this.#areFilesAway) return;
    note(this.edits, name, this.#world.clock.now());
    this.#world.folder.write(`connectors/${name}.yaml`, text ?? 'state: absent\n');
  }

  #moveFiles(away: boolean): void {
    if (away === this.#areFilesAway) return;
    const { directory } = this.#world.folder;
    const [from, to] = away ? ['connectors', 'away'] : ['away', 'connectors'];
    renameSync(`${directory}/${from}`, `${directory}/${to}`);
    this.#areFilesAway = away;
  }
}

const broken = 'config: [\n';
const refusal = JSON.stringify({
  error_code: 400,
  message: 'Connector configuration is invalid and contains the following 1 error(s): no',
});

/** Takes the requests since the last call into account, and holds them to the laws. */
function checkRequests(world: ControllerWorld, trouble: Trouble, wasCurrent: boolean): void {
  const now = world.clock.now();
  const changed = world.sandbox.requests.filter(
    ({ method, path }) => method !== 'GET' && !path.endsWith('/validate'),
  );
  if (!wasCurrent) expect(changed, 'a write without current files').toEqual([]);
  for (const { method, path } of changed) {
    const [, , name = ''] = path.split(/[/?]/);
    expect(name, 'a connector that is not ours').not.toBe('foreign');
    if (path.includes('/restart')) note(trouble.restarts, name, now);
    else if (method === 'PUT' && path.endsWith('/config')) note(trouble.writes, name, now);
  }
  world.sandbox.clearRequests();
}

function note(times: Map<string, number[]>, name: string, now: number): void {
  times.set(name, [...(times.get(name) ?? []), now]);
}

/**
 * The n-th restart in a row follows n²+n minutes after the one before: within an hour at most those at 0, 2, 8, 20 and 40
 * minutes. The count begins anew only after an hour of health, so that the sixth needs more than an hour.
 */
function checkBudget(restarts: ReadonlyMap<string, readonly number[]>): void {
  for (const [name, times] of restarts) {
    for (const start of times) {
      const within = times.filter((at) => at >= start && at < start + hour).length;
      expect(within, `restarts of ${name} within an hour`).toBeLessThanOrEqual(5);
    }
  }
}

/** Each change of a file leads to two writes and a few attempts that fail: what somebody else changes back is left. */
function checkContention({ writes, edits }: Trouble): void {
  for (const [name, times] of writes) {
    for (const start of times) {
      const isWithin = (at: number) => at >= start - 6 * minute && at < start + hour;
      const changes = (edits.get(name) ?? []).filter(isWithin).length;
      const written = times.filter((at) => at >= start && at < start + hour).length;
      expect(written, `writes to ${name} within an hour`).toBeLessThanOrEqual(4 * (1 + changes));
    }
  }
}

function checkAccount(view: ControllerView): void {
  for (const { runs, plan } of view.clusters) {
    const [run] = runs;
    if (run?.outcome !== 'applied' && run?.outcome !== 'incomplete') continue;
    const total = Object.values(run.counts).reduce((sum, number) => sum + number, 0);
    expect(total, 'planned changes are the sum of outcomes').toBe(plan?.changes.length);
  }
}

describe('the controller in mode heal, whatever happens between its runs', () => {
  it('writes only with current files, deletes nothing foreign, keeps its budget and its accounts, and ends in sync', async () => {
    const cycles = Math.min(1_000, Math.max(80, wantedRuns / 2));
    const deed = fc.record({ kind: fc.constantFrom(...deeds), name: fc.constantFrom(...names) });
    await fc.assert(
      fc.asyncProperty(fc.array(deed, { minLength: cycles, maxLength: cycles }), async (plan) => {
        const world = await controllerWorld(
          Object.fromEntries(names.map((name) => [`connectors/${name}.yaml`, fileSource(name)])),
        );
        world.sandbox.worker.seed([
          { name: 'foreign', config: { 'connector.class': 'FileStreamSource', topic: 'x', file: '/tmp/x' } },
        ]);
        const trouble = new Trouble(world);
        const calm = 40;
        await world.run(
          { mode: 'heal', cycles: cycles + calm, intervalMilliseconds: 3 * minute },
          (cycle) => {
            const view = world.view();
            checkRequests(world, trouble, view.source.state === 'current');
            checkAccount(view);
            trouble.goOn();
            const next = plan[cycle - 1];
            if (next) trouble.do(next);
            else if (cycle === cycles + 1) trouble.reset();
          },
        );
        checkBudget(trouble.restarts);
        checkContention(trouble);
        expect(world.unexpected).toEqual([]);
        const [cluster] = world.view().clusters;
        expect(world.view().source.state).toBe('current');
        expect(world.sandbox.worker.config('foreign')).toMatchObject({ topic: 'x' });
        // What is held is held for a reason that has not gone yet: a contended connector, or a restart that is due.
        const held = new Set(cluster?.holds.map(({ name }) => name));
        const differing = cluster?.plan?.changes.map(({ name }) => name).filter((name) => !held.has(name));
        expect(differing).toEqual([]);
      }),
      // A world of hundreds of runs takes too long to be made smaller.
      { numRuns: wantedRuns > 200 ? 6 : 2, seed, endOnFailure: true },
    );
  }, 900_000);
});
