import { describe, expect, it } from 'vitest';
import { knownAnswers } from '../../src/sandbox/known-answers.ts';
import { type Tryout, tryout } from '../support/tryout.ts';

const config = { 'connector.class': 'FileStreamSource', 'tasks.max': '1', topic: 'lines' };

/** A worker with one connector, paused, that the file declares running. */
async function pausedOne(): Promise<Tryout> {
  const there = await tryout({
    files: { 'connectors/orders.yaml': JSON.stringify({ state: 'running', config }) },
  });
  there.sandbox.worker.seed([{ name: 'orders', config, state: 'paused' }]);
  return there;
}

function leaveOut({ sandbox }: Tryout, path: string, times: number): void {
  const answer = path === '/connectors' ? knownAnswers.emptyList : knownAnswers.emptyExpansion;
  sandbox.worker.inject({ path, times, effect: { kind: 'answer', answer } });
}

describe('a list that leaves out what is there', () => {
  it('of states, once: the plan knows the state all the same', async () => {
    const there = await pausedOne();
    leaveOut(there, '/connectors?expand=status', 1);
    const run = await there.run(['plan']);
    expect(run.stdout).toContain('+state: running');
  });

  it('of configurations, once: nothing is created', async () => {
    const there = await pausedOne();
    leaveOut(there, '/connectors?expand=info', 1);
    const run = await there.run(['plan']);
    expect(run.stdout).toContain('+state: running');
    expect(run.stdout).not.toContain('create');
  });

  it('of everything, as long as the plan is made: what is there is not written over', async () => {
    const there = await pausedOne();
    leaveOut(there, '/connectors', 1);
    leaveOut(there, '/connectors?expand=info', 1);
    const run = await there.run(['apply', '--yes']);
    expect(run.stdout).toContain('1 planned: 1 stale.');
    expect(run.exitCode).toBe(21);
    expect(there.writes()).toEqual([]);
  });
});
