import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { makeProjectFolder } from '../support/project-folder.ts';
import { fileSource, startTrial, type Trial, type TrialOptions } from './trial.ts';

const names = ['a', 'b', 'c', 'd'];

/** A lock file, and how to start replicas that share it and the project and cluster of an ended controller. */
async function sharedCluster() {
  const first = await startTrial();
  await first.runOnce();
  await first.end();
  for (const name of names) first.folder.write(`connectors/${name}.yaml`, fileSource(`/tmp/${name}`));
  const shared = makeProjectFolder({});
  onTestFinished(() => shared.remove());
  const file = path.join(shared.directory, 'lock');
  const replica = (more: Partial<TrialOptions> = {}): Promise<Trial> =>
    startTrial({
      mode: 'heal',
      project: first.input.project,
      clusters: first.clusters,
      leadership: { kind: 'lock-file', file },
      apply: { ...first.input.apply, concurrency: 1, wait: false },
      ...more,
    });
  return {
    first,
    replica,
    holder: () => (JSON.parse(readFileSync(file, 'utf8')) as { holder: string }).holder,
  };
}

it('a replica that ends keeps its lock until its last write is answered', async () => {
  const { first, replica, holder } = await sharedCluster();
  // Only started again below: it takes a while to make.
  const other = await replica();
  await other.end();
  const slow = first.sandbox.worker.inject({
    method: 'PUT',
    path: '/connectors/a/config',
    effect: { kind: 'delay', milliseconds: 500 },
  });
  const one = await replica();
  await eventually(async () => expect(slow.hits).toBe(1));
  const name = holder();
  other.start();
  const ended = one.end();
  // At speed 20, in the middle of the drain.
  await one.clock.sleep(1_000);
  expect([holder(), other.view().leadership.isActive]).toEqual([name, false]);
  await ended;
  expect(one.runs[0]?.run).toMatchObject({ outcome: 'interrupted' });
  expect(one.events.map(({ kind }) => kind).slice(-2)).toEqual(['leadership-lost', 'controller-stopped']);
  expect(first.writes()).toEqual(['PUT /connectors/a/config']);
  await eventually(async () => expect(other.view().leadership.isActive).toBe(true));
});

it('a process that was paused for longer than a lease sends no further write', async () => {
  const { first, replica } = await sharedCluster();
  const interruptions: string[] = [];
  const unstarted = new Set<string | null>();
  const one: Trial = await replica({
    ports: {
      onApplyEvent: (event) => {
        if (event.kind === 'interrupted') interruptions.push(event.signal);
        if (event.kind === 'finished' && event.outcome.kind === 'not-started')
          unstarted.add(event.outcome.reason);
        // It wakes here, before any timer is late.
        if (event.kind === 'finished' && event.outcome.name === 'a') one.clock.advance(20_000);
      },
    },
  });
  await eventually(async () => expect(one.runs.length).toBe(1));
  expect(first.writes()).toEqual(['PUT /connectors/a/config']);
  expect(one.runs[0]?.run).toMatchObject({
    outcome: 'interrupted',
    counts: { applied: 1, 'not-started': names.length },
    reason: 'this replica lost its lock',
  });
  expect(interruptions).toEqual(['lock-lost']);
  expect(unstarted).toEqual(new Set(['this replica lost its lock']));
  // It stands for election again, and finishes what it began.
  await eventually(async () => expect(first.writes().length).toBe(names.length + 1));
});
