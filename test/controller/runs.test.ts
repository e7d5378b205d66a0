import { getEventListeners } from 'node:events';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { describe, expect, it, onTestFinished } from 'vitest';
import { urlWithoutServer } from '../connect/misbehaving-server.ts';
import { eventually } from '../support/eventually.ts';
import { makeProjectFolder } from '../support/project-folder.ts';
import { serve } from '../support/serve.ts';
import { fileSource, sourceConfig, startTrial } from './trial.ts';

const many = (count: number) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`connectors/c${index}.yaml`, fileSource(`/tmp/${index}`)]),
  );

const paths = (requests: readonly { readonly method: string; readonly path: string }[]) =>
  requests.map(({ method, path: at }) => `${method} ${at}`);

describe('a run that has nothing to write', () => {
  const modes = ['observe', 'apply', 'heal'] as const;
  const small = modes.flatMap((mode) => [
    ...[1, 200].flatMap((count) => [true, false].map((prune) => ({ mode, count, prune }))),
  ]);
  it.each([...small, { mode: 'heal', count: 2_000, prune: true } as const])(
    'costs four requests for $count connectors in mode $mode, with --prune: $prune',
    async ({ mode, count, prune }) => {
      const files = { ...many(count), 'connect-sync.yaml': 'version: 1\nownership: { names: ["c*"] }\n' };
      const first = await startTrial({ files });
      await first.runOnce();
      await first.end();
      first.sandbox.worker.seed(
        Array.from({ length: count }, (_, index) => ({
          name: `c${index}`,
          config: { ...sourceConfig, file: `/tmp/${index}` },
        })),
      );
      await first.sandbox.worker.settled();
      const project = first.input.project;
      const trial = await startTrial({ mode, project, clusters: first.clusters, plan: { prune } });
      expect(await trial.runOnce()).toMatchObject({ outcome: 'in-sync', reason: null });
      first.sandbox.clearRequests();
      expect((await trial.runOnce()).outcome).toBe('in-sync');
      expect(paths(first.sandbox.requests)).toHaveLength(4);
    },
  );

  it('confirms the list with one request more where --prune would overlook a connector that has a state only', async () => {
    const files = { ...many(1), 'connect-sync.yaml': 'version: 1\nownership: { names: ["c*"] }\n' };
    const trial = await startTrial({ mode: 'heal', files, plan: { prune: true, allowDeletes: 9 } });
    await trial.runOnce();
    trial.sandbox.worker.seed([{ name: 'c7', config: sourceConfig }]);
    await trial.sandbox.worker.settled();
    const listed = await (await fetch(`${trial.sandbox.url}/connectors?expand=info`)).json();
    const { c7: _, ...withoutIt } = listed as Record<string, unknown>;
    trial.sandbox.worker.inject({
      path: '/connectors?expand=info',
      effect: { kind: 'answer', answer: { status: 200, body: JSON.stringify(withoutIt) } },
    });
    trial.sandbox.clearRequests();
    expect(await trial.runOnce()).toMatchObject({ outcome: 'applied' });
    expect(trial.writes()).toEqual(['DELETE /connectors/c7']);
  });

  it('does not wait for a connector that is not healthy', async () => {
    const trial = await startTrial({ mode: 'apply' });
    await trial.runOnce();
    trial.sandbox.worker.failTask('orders', 0, 'java.net.ConnectException: refused');
    const { outcome, milliseconds } = await trial.runOnce();
    expect(outcome).toBe('in-sync');
    expect(milliseconds, 'less than the time of a wait for health').toBeLessThan(60_000);
  });
});

describe('requests for a run', () => {
  it('that come together are one, and one that comes during a run follows it', async () => {
    const trial = await startTrial();
    await trial.runOnce();
    const held = trial.sandbox.worker.inject({ path: '/', effect: { kind: 'delay', milliseconds: 300 } });
    trial.trigger();
    await eventually(async () => expect(held.hits).toBe(1));
    trial.trigger();
    trial.trigger();
    trial.trigger();
    await eventually(async () => expect(trial.runs.length).toBe(3));
    await trial.runOnce();
    expect(trial.runs.map(({ run }) => run.trigger)).toEqual(['start', 'signal', 'signal', 'signal']);
  });

  it('do not wait for the run that follows a write', async () => {
    const trial = await startTrial({ mode: 'apply' });
    await trial.runOnce();
    await trial.runOnce();
    expect(trial.runs.slice(0, 2).map(({ run }) => run.trigger)).toEqual(['start', 'signal']);
  });
});

describe('the interval', () => {
  it('starts runs by itself, and a jump of the wall clock neither hurries nor stops them', async () => {
    const trial = await startTrial({ intervalMilliseconds: 4_000 });
    await eventually(async () => expect(trial.runs.length).toBe(2));
    const at = () => trial.clock.now();
    for (const jump of [86_400_000, -2 * 86_400_000]) {
      trial.clock.setWallClock(jump);
      const [before, start] = [trial.runs.length, at()];
      await eventually(async () => expect(trial.runs.length).toBe(before + 2));
      expect(at() - start, 'two intervals with their jitter').toBeGreaterThan(3_600);
    }
    expect(trial.runs.map(({ run }) => run.trigger).slice(1)).toEqual(
      trial.runs.slice(1).map(() => 'interval'),
    );
    expect(trial.unexpected).toEqual([]);
  });

  it('ends after the cycles that were asked for', async () => {
    const trial = await startTrial({ intervalMilliseconds: 1_000, cycles: 3 });
    await trial.ended();
    expect(trial.runs.map(({ run }) => run.outcome)).toEqual(['drift', 'drift', 'drift']);
    expect(trial.events.at(-1)?.kind).toBe('controller-stopped');
  });
});

describe('a cluster that fails', () => {
  const faults = [
    ['hangs', (_: unknown, _response: { end(text: string): void }) => {}],
    [
      'answers HTML',
      (_: unknown, response: { setHeader(name: string, value: string): void; end(text: string): void }) => {
        response.setHeader('content-type', 'text/html');
        response.end('<html>Sign in</html>');
      },
    ],
  ] as const;

  it.each(faults)('backs off alone and delays no other: it %s', async (_name, answer) => {
    const url = await serve(answer as Parameters<typeof serve>[0]);
    const trial = await startTrial({
      mode: 'apply',
      intervalMilliseconds: 2_000,
      others: { bad: url },
    });
    await eventually(async () => {
      expect(trial.runs.filter(({ cluster }) => cluster === 'good').length).toBeGreaterThan(6);
    });
    const bad = trial.runs.filter(({ cluster }) => cluster === 'bad');
    const good = trial.runs.filter(({ cluster }) => cluster === 'good');
    expect(good[0]?.run.outcome).toBe('applied');
    expect(good.slice(1).every(({ run }) => run.outcome === 'in-sync')).toBe(true);
    expect(bad.length).toBeLessThan(good.length);
    expect(bad.every(({ run }) => run.outcome === 'unread')).toBe(true);
    expect(trial.cluster('good').failedRuns).toBe(0);
    expect(trial.unexpected).toEqual([]);
  });

  it('is not written to when it loses half of its list', async () => {
    const trial = await startTrial({ mode: 'heal', files: many(4) });
    await trial.runOnce();
    trial.sandbox.clearRequests();
    const whole = await (await fetch(`${trial.sandbox.url}/connectors?expand=info`)).json();
    const half = Object.fromEntries(Object.entries(whole as object).slice(0, 2));
    trial.sandbox.worker.inject({
      path: /expand=info/,
      times: Number.POSITIVE_INFINITY,
      effect: {
        kind: 'answer',
        answer: { status: 200, body: JSON.stringify(half), contentType: 'application/json' },
      },
    });
    expect(await trial.runOnce()).toMatchObject({ outcome: 'unread' });
    expect(trial.cluster()).toMatchObject({ failedRuns: 1, isCurrent: false });
    trial.sandbox.worker.clearFaults();
    expect(await trial.runOnce()).toMatchObject({ outcome: 'in-sync' });
    expect(trial.cluster().failedRuns).toBe(0);
    expect(trial.writes()).toEqual([]);
  });
});

describe('lists that agree and hide half of the connectors', () => {
  it('are no state of the cluster: nothing is written, deleted or reported as drift', async () => {
    const owned = 'version: 1\nownership: { names: ["c*"] }\n';
    const trial = await startTrial({
      mode: 'heal',
      plan: { prune: true },
      files: { ...many(4), 'connect-sync.yaml': owned },
    });
    await trial.runOnce();
    expect(await trial.runOnce()).toMatchObject({ outcome: 'in-sync' });
    trial.sandbox.clearRequests();
    const before = trial.events.length;
    for (const path of ['/connectors', '/connectors?expand=info', '/connectors?expand=status']) {
      const whole = (await (await fetch(`${trial.sandbox.url}${path}`)).json()) as object;
      const half = Array.isArray(whole)
        ? whole.slice(0, 2)
        : Object.fromEntries(Object.entries(whole).slice(0, 2));
      trial.sandbox.worker.inject({
        ...{ path, times: Number.POSITIVE_INFINITY },
        effect: {
          kind: 'answer',
          answer: { status: 200, body: JSON.stringify(half), contentType: 'application/json' },
        },
      });
    }
    expect(await trial.runOnce()).toMatchObject({
      outcome: 'unread',
      reason: expect.stringContaining('the lists of this cluster do not show them'),
    });
    expect(trial.writes()).toEqual([]);
    expect(trial.events.slice(before).map(({ kind }) => kind)).toEqual(['cluster-unread']);
    expect(trial.cluster()).toMatchObject({ isCurrent: false, status: { counts: { healthy: 4 } } });
    trial.sandbox.worker.clearFaults();
    expect(await trial.runOnce()).toMatchObject({ outcome: 'in-sync' });
  });
});

describe('a run that cannot be completed', () => {
  it('writes nothing when the backup cannot be written, and goes on when it can', async () => {
    const trial = await startTrial({ mode: 'heal' });
    await trial.runOnce();
    const place = path.join(trial.folder.directory, 'full');
    await trial.end();
    // A file in the place of the folder, as a disk that takes nothing.
    writeFileSync(place, '');
    trial.sandbox.worker.editConfig('orders', { file: '/tmp/other' });
    trial.sandbox.clearRequests();
    const again = await startTrial({
      mode: 'heal',
      clusters: trial.clusters,
      apply: { ...trial.input.apply, backup: place },
    });
    expect(await again.runOnce()).toMatchObject({ outcome: 'error' });
    expect(trial.writes()).toEqual([]);
    expect(again.cluster().failedRuns).toBe(1);
    expect(again.unexpected).toEqual([]);
    rmSync(place);
    expect(await again.runOnce()).toMatchObject({ outcome: 'applied' });
    expect(trial.writes()).toEqual(['PUT /connectors/orders/config']);
  });

  it('is an error of that run when it is a bug, and the controller goes on', async () => {
    let fails = true;
    const trial = await startTrial({
      mode: 'heal',
      ports: {
        onApplyEvent() {
          if (fails) throw new TypeError('x is undefined');
        },
      },
    });
    expect(await trial.runOnce()).toMatchObject({ outcome: 'error' });
    fails = false;
    expect((await trial.runOnce()).outcome).not.toBe('error');
    expect(trial.unexpected.length).toBeGreaterThan(0);
  });

  it('is blocked by a safety check, which says why', async () => {
    const trial = await startTrial({ mode: 'heal', files: many(5) });
    await trial.runOnce();
    for (let index = 0; index < 5; index += 1)
      trial.folder.write(`connectors/c${index}.yaml`, 'state: absent\n');
    expect(await trial.runOnce()).toMatchObject({
      outcome: 'blocked',
      reason: expect.stringContaining('delet'),
    });
    expect(trial.cluster().lastSuccessAt).not.toBeNull();
  });
});

describe('a configuration that the worker refuses', () => {
  it('blocks one run and is tried again, without blocking the others again', async () => {
    const bad = 'config: { connector.class: FileStreamSource, tasks.max: x, topic: t, file: /tmp/q }\n';
    const trial = await startTrial({
      mode: 'heal',
      files: { 'connectors/orders.yaml': fileSource(), 'connectors/bad.yaml': bad },
    });
    expect(await trial.runOnce()).toMatchObject({ outcome: 'blocked' });
    for (let round = 0; round < 4; round += 1) {
      // Longer than each delay, as with an interval of hours: it is due in each run.
      trial.clock.advance(2 * 3_600_000);
      trial.folder.write('connectors/orders.yaml', fileSource(`/tmp/${round}`));
      expect(await trial.runOnce()).toMatchObject({ outcome: 'applied', counts: { applied: 1 } });
      expect(trial.cluster().holds).toMatchObject([{ name: 'bad', kind: 'refused' }]);
    }
    const validations = trial.sandbox.requests.filter(({ path: at }) => at.endsWith('/config/validate'));
    expect(validations.length, 'both once in each run, and then the other one again').toBe(2 + 4 * 3);
    const kinds = trial.events.map(({ kind }) => kind);
    expect(kinds.filter((kind) => /blocked|held|released/.test(kind))).toEqual([
      'plan-blocked',
      'plan-unblocked',
      'connector-held',
    ]);
  });
});

describe('the files', () => {
  it('that are in error keep the last good revision in force, and nothing is written', async () => {
    const trial = await startTrial({ mode: 'heal' });
    await trial.runOnce();
    trial.sandbox.clearRequests();
    trial.sandbox.worker.editConfig('orders', { file: '/tmp/other' });
    trial.folder.write('connectors/orders.yaml', 'config: [\n');
    expect(await trial.runOnce()).toMatchObject({ outcome: 'drift' });
    expect(trial.view().source.state).toBe('invalid');
    expect(trial.writes()).toEqual([]);
    trial.folder.write('connectors/orders.yaml', fileSource());
    expect(await trial.runOnce()).toMatchObject({ outcome: 'applied' });
  });
});

describe('many clusters', () => {
  it('cause no warning of Node', async () => {
    const warned: string[] = [];
    const note = ({ message }: Error) => warned.push(message);
    process.on('warning', note);
    onTestFinished(() => void process.off('warning', note));
    const gone = await urlWithoutServer();
    const others = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`c${index}`, gone]));
    const trial = await startTrial({ others, intervalMilliseconds: 1_000, cycles: 2 });
    await trial.ended();
    expect(new Set(trial.runs.map(({ cluster }) => cluster)).size).toBe(13);
    expect(warned).toEqual([]);
  });
});

describe('two replicas', () => {
  it('have one active: the other sends nothing until the first gives up its place', async () => {
    const first = await startTrial({ mode: 'heal' });
    await first.runOnce();
    await first.end();
    const file = path.join(first.folder.directory, 'replica.lock');
    const options = {
      mode: 'heal',
      clusters: first.clusters,
      leadership: { kind: 'lock-file', file },
    } as const;
    const one = await startTrial(options);
    await one.runOnce();
    const other = await startTrial(options);
    await eventually(async () =>
      expect(other.view()).toMatchObject({ leadership: { isActive: false }, clusters: [] }),
    );
    await one.runOnce();
    expect(other.runs).toEqual([]);
    await one.end();
    expect(await other.runOnce()).toMatchObject({ outcome: 'in-sync', trigger: 'start' });
    expect(other.view().leadership.isActive).toBe(true);
  });
});

describe('a replica that loses its place in the middle of a run', () => {
  it('starts no further write, and says that the run was interrupted', async () => {
    const first = await startTrial();
    await first.runOnce();
    await first.end();
    for (const name of ['b', 'c']) first.folder.write(`connectors/${name}.yaml`, fileSource(`/tmp/${name}`));
    const shared = makeProjectFolder({});
    onTestFinished(() => shared.remove());
    const file = path.join(shared.directory, 'replica.lock');
    const stalled = first.sandbox.worker.inject({
      method: 'PUT',
      path: /config$/,
      effect: { kind: 'stall' },
    });
    const trial = await startTrial({
      mode: 'heal',
      project: first.input.project,
      clusters: first.clusters,
      leadership: { kind: 'lock-file', file },
      apply: { ...first.input.apply, concurrency: 1 },
    });
    await eventually(async () => expect(stalled.hits).toBe(1));
    const record = JSON.parse(readFileSync(file, 'utf8')) as object;
    await eventually(async () => {
      // Again and again, because a renewal may be under way, which then replaces it.
      writeFileSync(file, JSON.stringify({ ...record, holder: 'another', renewals: 1 }));
      expect(trial.runs.length).toBe(1);
    });
    expect(trial.runs[0]?.run).toMatchObject({ outcome: 'interrupted', counts: { 'not-started': 2 } });
    await eventually(async () => expect(trial.view().leadership.isActive).toBe(false));
    // The sandbox notes a request that it never answers when its connection ends.
    await eventually(async () => expect(first.writes().length).toBe(1));
    expect(trial.events.map(({ kind }) => kind)).toContain('leadership-lost');
  });
});

describe('many runs', () => {
  it('leave no handle and no listener behind', async () => {
    const interruption = new AbortController();
    const trial = await startTrial({ mode: 'heal', ports: { signal: interruption.signal } });
    onTestFinished(() => interruption.abort('SIGTERM'));
    const measure = () => ({
      listeners: getEventListeners(interruption.signal, 'abort').length,
      handles: process.getActiveResourcesInfo().filter((name) => !/^(Timeout|Immediate|FS)/.test(name))
        .length,
    });
    const runMany = async (count: number) => {
      for (let index = 0; index < count; index += 1) {
        trial.folder.write('connectors/orders.yaml', fileSource(`/tmp/${index % 2}`));
        await trial.runOnce();
      }
    };
    await runMany(5);
    const before = measure();
    await runMany(40);
    expect(trial.writes().length).toBeGreaterThan(20);
    // A follow-up may be under way, which opens connections and closes them.
    await eventually(async () => {
      const after = measure();
      expect(after.listeners).toBeLessThanOrEqual(before.listeners);
      expect(after.handles).toBeLessThanOrEqual(before.handles);
    });
    interruption.abort('SIGTERM');
    await trial.ended();
    expect(getEventListeners(interruption.signal, 'abort')).toEqual([]);
  });
});
