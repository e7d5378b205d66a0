import { rmSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fileSource, startTrial, type Trial, type TrialOptions } from './trial.ts';

const two = {
  'connectors/orders.yaml': fileSource(),
  'connectors/lines.yaml': fileSource('/tmp/lines'),
};

/** A cluster that is as declared, and a controller in this mode that has seen it. */
async function inSync(options: TrialOptions): Promise<Trial> {
  const trial = await startTrial({ files: two, ...options, mode: 'observe' });
  await trial.runOnce();
  await trial.end();
  await trial.run(['apply', '--yes', '--stable-for', '1s']);
  const started = await startTrial({
    files: two,
    clusters: { clusters: [trial.sandbox.url], allClusters: false, variable: undefined },
    ...options,
  });
  const other = { ...started, sandbox: trial.sandbox, writes: trial.writes };
  expect((await other.runOnce()).outcome).toBe('in-sync');
  trial.sandbox.clearRequests();
  return other;
}

const methods = ({ sandbox }: Trial) => [...new Set(sandbox.requests.map(({ method }) => method))];

describe('observe', () => {
  it('sends nothing but GET, whatever differs', async () => {
    const trial = await startTrial({ mode: 'observe', files: two });
    expect(await trial.runOnce()).toMatchObject({
      outcome: 'drift',
      trigger: 'start',
      counts: { applied: 0 },
    });
    expect(trial.cluster().plan?.changes.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'create lines',
      'create orders',
    ]);
    expect(await trial.runOnce()).toMatchObject({ outcome: 'drift', trigger: 'signal' });
    expect(methods(trial)).toEqual(['GET']);
  });

  it('leaves FAILED tasks and edits by hand alone, and shows both', async () => {
    const trial = await inSync({ mode: 'observe' });
    trial.sandbox.worker.failTask('orders', 0, 'java.net.ConnectException: refused');
    trial.sandbox.worker.editConfig('lines', { file: '/tmp/other' });
    expect(await trial.runOnce()).toMatchObject({ outcome: 'drift' });
    expect(methods(trial)).toEqual(['GET']);
    expect(trial.cluster().status?.counts).toMatchObject({ failed: 1, healthy: 1 });
    expect(trial.cluster().plan?.changes).toMatchObject([
      { name: 'lines', fields: [{ key: 'file', before: '/tmp/other', after: '/tmp/lines' }] },
    ]);
  });
});

describe('apply', () => {
  it('writes what is declared and missing when it starts', async () => {
    const trial = await startTrial({ mode: 'apply', files: two });
    expect(await trial.runOnce()).toMatchObject({ outcome: 'applied', counts: { applied: 2 } });
    expect(trial.writes().length).toBe(2);
  });

  it('leaves an edit by hand and a FAILED task alone, and shows the edit as held', async () => {
    const trial = await inSync({ mode: 'apply' });
    trial.sandbox.worker.failTask('orders', 0, 'java.net.ConnectException: refused');
    trial.sandbox.worker.editConfig('lines', { file: '/tmp/other' });
    expect(await trial.runOnce()).toMatchObject({ outcome: 'drift' });
    expect(trial.writes()).toEqual([]);
    const { plan, holds } = trial.cluster();
    expect(plan?.changes).toContainEqual(expect.objectContaining({ name: 'lines', kind: 'update' }));
    expect(holds).toMatchObject([
      { name: 'lines', kind: 'mode' },
      { name: 'orders', kind: 'mode' },
    ]);
  });

  it('with --prune deletes what loses its file, and leaves what somebody creates by hand', async () => {
    const owned = { ...two, 'connect-sync.yaml': 'version: 1\nownership: { names: ["*"] }\n' };
    const trial = await inSync({ mode: 'apply', files: owned, plan: { prune: true, allowDeletes: 2 } });
    const config = { 'connector.class': 'FileStreamSource', file: '/tmp/x', topic: 'x', 'tasks.max': '1' };
    trial.sandbox.worker.seed([{ name: 'by-hand', config }]);
    for (let run = 0; run < 2; run += 1) {
      expect(await trial.runOnce()).toMatchObject({ outcome: 'drift' });
      expect(trial.cluster().holds).toMatchObject([{ name: 'by-hand', kind: 'mode' }]);
    }
    trial.folder.write('connectors/by-hand.yaml', `config: ${JSON.stringify(config)}\n`);
    expect(await trial.runOnce()).toMatchObject({ outcome: 'in-sync' });
    expect(trial.writes()).toEqual([]);
    rmSync(`${trial.folder.directory}/connectors/by-hand.yaml`);
    rmSync(`${trial.folder.directory}/connectors/lines.yaml`);
    expect(await trial.runOnce()).toMatchObject({ outcome: 'applied', counts: { applied: 2 } });
    expect([...trial.writes()].sort()).toEqual(['DELETE /connectors/by-hand', 'DELETE /connectors/lines']);
  });

  it('writes a connector whose file changes, and no other', async () => {
    const trial = await inSync({ mode: 'apply' });
    trial.sandbox.worker.editConfig('lines', { file: '/tmp/other' });
    trial.folder.write('connectors/orders.yaml', fileSource('/tmp/new'));
    expect(await trial.runOnce()).toMatchObject({ outcome: 'applied', counts: { applied: 1 } });
    expect(trial.writes()).toEqual(['PUT /connectors/orders/config']);
    expect(trial.sandbox.worker.config('lines')).toMatchObject({ file: '/tmp/other' });
  });
});

describe('heal', () => {
  it('corrects an edit by hand and restarts what is FAILED, once each', async () => {
    const trial = await inSync({ mode: 'heal' });
    trial.sandbox.worker.failTask('orders', 0, 'java.net.ConnectException: refused');
    trial.sandbox.worker.editConfig('lines', { file: '/tmp/other' });
    expect(await trial.runOnce()).toMatchObject({ outcome: 'applied', counts: { applied: 2 } });
    expect(await trial.runOnce()).toMatchObject({ outcome: 'in-sync' });
    expect([...trial.writes()].sort()).toEqual([
      'POST /connectors/orders/restart?includeTasks=true&onlyFailed=true',
      'PUT /connectors/lines/config',
    ]);
    expect(trial.sandbox.worker.config('lines')).toMatchObject({ file: '/tmp/lines' });
  });
});
