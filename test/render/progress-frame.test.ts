import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { PendingStep } from '../../src/model/pending-steps.ts';
import { displayWidth } from '../../src/render/display-width.ts';
import type { ProgressView } from '../../src/render/progress-frame.ts';
import { type FrameOptions, renderProgressFrame } from '../../src/render/progress-frame.ts';

const now = 100_000;

function step(name: string, parts: Partial<PendingStep> = {}): PendingStep {
  return {
    name,
    change: 'update',
    stage: 'writing',
    reason: undefined,
    startedAt: now - 5_000,
    since: now - 2_500,
    retryAt: undefined,
    ...parts,
  };
}

const everyStage: readonly PendingStep[] = [
  step('sink-elastic-orders-00', { stage: 'healthy', since: now - 7_200 }),
  step('source-debezium-orders-00', { change: 'create', stage: 'failed', reason: '1 of 1 task FAILED' }),
  step('sink-neo4j-orders-00', { change: 'restart', stage: 'progressing', reason: '1 of 2 tasks RUNNING' }),
  step('sink-archive-00', {
    change: 'set-state',
    stage: 'retrying',
    reason: 'the workers are rebalancing',
    retryAt: now + 1_400,
  }),
  step('sink-lost-00', { stage: 'resolving', reason: 'no answer within 100 s', since: now - 131_000 }),
  step('audit-old', { change: 'delete', since: now }),
  step('sink-undone-00', { change: 'delete', stage: 'restoring' }),
];

function cluster(parts: Partial<ProgressView> = {}): ProgressView {
  return {
    cluster: 'prod',
    planned: 14,
    done: 4,
    unsuccessful: 1,
    startedAt: now - 12_000,
    pending: everyStage,
    interrupted: undefined,
    stableForMilliseconds: 10_000,
    ...parts,
  };
}

const room: FrameOptions = { color: false, columns: 100, rows: 24, now };

function snapshot(name: string): string {
  return path.join(import.meta.dirname, '__snapshots__', `${name}.txt`);
}

describe('the progress display', () => {
  it('has a total, and a line per connector with stage, duration and reason', async () => {
    const text = renderProgressFrame([cluster()], room).join('\n');
    await expect(`${text}\n`).toMatchFileSnapshot(snapshot('progress'));
  });

  it('moves while all connectors must stay healthy, and says for how long', () => {
    const healthy = (since: number) =>
      Array.from({ length: 100 }, (_, index) => step(`c${index}`, { stage: 'healthy', since: now - since }));
    const view = { planned: 100, done: 0, unsuccessful: 0 };
    const totals = [0, 2_000, 5_000, 9_900].map(
      (since) => renderProgressFrame([cluster({ ...view, pending: healthy(since) })], room)[0],
    );
    expect(totals).toEqual([
      'prod  [--------------------]  0 of 100 done in 12 s, 100 healthy, stable in 10 s',
      'prod  [====----------------]  0 of 100 done in 12 s, 100 healthy, stable in 8 s',
      'prod  [==========----------]  0 of 100 done in 12 s, 100 healthy, stable in 5 s',
      'prod  [===================-]  0 of 100 done in 12 s, 100 healthy, stable in 1 s',
    ]);
  });

  it('counts from when the last connector became healthy, and not before all are', () => {
    const [one, other] = [
      step('a', { stage: 'healthy', since: now - 9_000 }),
      step('b', { stage: 'healthy', since: now - 1_000 }),
    ];
    const totalOf = (pending: readonly PendingStep[]) =>
      renderProgressFrame([cluster({ planned: 2, done: 0, unsuccessful: 0, pending })], room)[0];
    expect(totalOf([one, other])).toContain('2 healthy, stable in 9 s');
    expect(totalOf([one, step('b', { stage: 'progressing' })])).toContain('2 waiting for health');
    expect(totalOf([one])).toContain('1 waiting for health, 1 pending');
  });

  it('colors connectors by stage', async () => {
    const text = renderProgressFrame([cluster()], { ...room, color: true }).join('\n');
    await expect(`${text.replaceAll('\u001b', '\\e')}\n`).toMatchFileSnapshot(snapshot('progress-color'));
  });

  it('shows several clusters on one screen', async () => {
    const dev = cluster({ cluster: 'dev', planned: 3, done: 0, unsuccessful: 0, pending: [step('a')] });
    const text = renderProgressFrame([dev, cluster({ interrupted: 'SIGINT' })], room).join('\n');
    await expect(`${text}\n`).toMatchFileSnapshot(snapshot('progress-clusters'));
  });

  it('counts lines that do not fit, and keeps those in trouble', () => {
    expect(renderProgressFrame([cluster()], { ...room, rows: 6 })).toEqual([
      expect.stringMatching(/^prod/),
      expect.stringMatching(/source-debezium-orders-00 +unhealthy, 2 s: 1 of 1 task FAILED$/),
      expect.stringMatching(/sink-archive-00 +retrying in 2 s: the workers are rebalancing$/),
      expect.stringMatching(/sink-lost-00 +resolving an unknown outcome, 2 min 11 s: no answer within 10…$/),
      '  … and 4 more',
    ]);
  });

  it('shows a retry as running once its delay is over', () => {
    const pending = [step('a', { stage: 'retrying', reason: 'busy', retryAt: now - 300 })];
    expect(renderProgressFrame([cluster({ pending })], room)[1]).toBe('  update  a  retrying, 2 s: busy');
  });

  it('never is higher or wider than its terminal, however small and however many clusters', () => {
    const wide = cluster({
      cluster: '集群',
      pending: [step('a', { reason: '接続できません 🛑'.repeat(9) })],
    });
    for (const rows of [1, 2, 3, 4, 7, 12, 40]) {
      for (const columns of [1, 5, 20, 61, 200]) {
        for (const clusters of [1, 2, 3, 9]) {
          const views = Array.from({ length: clusters }, (_, index) => (index % 2 ? wide : cluster()));
          const lines = renderProgressFrame(views, { ...room, rows, columns });
          expect(lines.length).toBeLessThanOrEqual(Math.max(1, rows - 1));
          expect(Math.max(...lines.map(displayWidth))).toBeLessThanOrEqual(Math.max(1, columns - 1));
        }
      }
    }
  });

  it('gives rows that one cluster does not need to the next', () => {
    const small = cluster({ cluster: 'dev', pending: [] });
    const lines = renderProgressFrame([small, cluster()], { ...room, rows: 10 });
    expect(lines).toHaveLength(9);
    expect(lines.at(-1)).not.toContain('more');
  });

  it('escapes names and reasons for the terminal', () => {
    const evil = '\u001b[2J\r\n\u202e';
    const views = [cluster({ cluster: evil, pending: [step(evil, { reason: evil })] })];
    expect(renderProgressFrame(views, room).join('')).not.toMatch(/[\u0000-\u001f\u202e]/);
  });
});
