import { describe, expect, it } from 'vitest';
import { exitCodeOfVerdict } from '../../src/cli/exit-codes.ts';
import { assessReport } from '../../src/model/assess-report.ts';
import type { Health } from '../../src/model/health.ts';
import type { ApplyReport, Outcome, OutcomeKind, StepOutcome } from '../../src/model/outcome.ts';

const sick: Health = { kind: 'failed', reason: 'connector FAILED', trace: undefined };
const slow: Health = { kind: 'progressing', reason: 'no status yet' };
const well: Health = { kind: 'healthy', running: 1, tasks: 1 };

type Parts = Partial<Pick<Outcome, 'health' | 'wrote' | 'failedBefore' | 'allowed'>>;

function outcome(kind: OutcomeKind, parts: Parts = {}): Outcome {
  const isComplete = kind === 'applied' || kind === 'unchanged';
  const outcome: StepOutcome = isComplete ? { kind, notes: [] } : { kind, reason: 'a reason' };
  const about = { name: 'orders', change: 'update', failedBefore: false, milliseconds: 0 } as const;
  return { ...outcome, ...about, wrote: kind === 'applied', ...parts };
}

function exitCode(outcomes: readonly Outcome[], parts: Partial<ApplyReport> = {}): number {
  const report = {
    planned: outcomes.length,
    outcomes,
    others: [],
    interrupted: undefined,
    rollback: undefined,
    milliseconds: 0,
  };
  return exitCodeOfVerdict(assessReport({ ...report, ...parts }));
}

const applied = outcome('applied', { health: well });
const rolledBack = { restored: ['orders'], left: [] };
const halfRolledBack = { restored: ['orders'], left: [{ name: 'other', reason: 'changed' }] };

describe('the exit code of an apply', () => {
  it.each<[string, readonly Outcome[], number]>([
    ['nothing planned', [], 0],
    ['all applied and healthy', [applied, applied], 0],
    ['applied, not awaited', [outcome('applied')], 0],
    ['all in the desired state already', [outcome('unchanged')], 0],
    ['applied and already', [applied, outcome('unchanged')], 0],
    ['one applied and FAILED', [applied, outcome('applied', { health: sick })], 25],
    ['one applied and not healthy in time', [outcome('applied', { health: slow })], 25],
    [
      'restarted, broken before, not healed',
      [applied, outcome('applied', { health: sick, failedBefore: true })],
      25,
    ],
    ['already, and not healthy', [outcome('unchanged', { health: sick })], 25],
    ['not healthy, and allowed to be', [outcome('applied', { health: sick, allowed: true })], 0],
    ['changed again by someone else', [applied, outcome('stale', { wrote: true })], 20],
    ['changed again by someone else, and nothing else', [outcome('stale', { wrote: true })], 20],
    ['one failed, nothing written', [outcome('failed'), outcome('skipped')], 1],
    ['one unknown, nothing written', [outcome('unknown')], 1],
    ['one failed in the middle of its calls', [outcome('failed', { wrote: true })], 20],
    ['one failed, one applied', [applied, outcome('failed')], 20],
    ['one skipped, one applied', [applied, outcome('skipped')], 20],
    ['one stale, one applied', [applied, outcome('stale')], 20],
    ['one unknown, one applied', [applied, outcome('unknown')], 20],
    ['one not started, one applied', [applied, outcome('not-started')], 20],
    ['one unhealthy, one skipped', [outcome('applied', { health: sick }), outcome('skipped')], 20],
    ['only stale', [outcome('stale'), outcome('stale')], 21],
    ['stale and already', [outcome('stale'), outcome('unchanged')], 21],
    ['stale, and what was skipped for it', [outcome('stale'), outcome('skipped')], 21],
    ['stale and failed', [outcome('stale'), outcome('failed')], 1],
    [
      'skipped, because what it needs is broken',
      [outcome('unchanged', { health: sick }), outcome('skipped')],
      1,
    ],
    ['not started', [outcome('failed'), outcome('not-started')], 1],
  ])('%s', (_, outcomes, expected) => {
    expect(exitCode(outcomes)).toBe(expected);
  });

  it('of an interrupted run is that of the signal, whatever the outcomes', () => {
    expect(exitCode([applied], { interrupted: 'SIGINT' })).toBe(130);
    expect(exitCode([applied, outcome('failed')], { interrupted: 'SIGTERM' })).toBe(143);
    expect(exitCode([], { interrupted: 'SIGINT' })).toBe(130);
  });

  it('of a rollback depends on whether everything was restored', () => {
    const unhealthy = [outcome('applied', { health: sick })];
    expect(exitCode(unhealthy, { rollback: rolledBack })).toBe(26);
    expect(exitCode([applied, outcome('failed')], { rollback: rolledBack })).toBe(26);
    expect(exitCode(unhealthy, { rollback: halfRolledBack })).toBe(27);
    expect(exitCode(unhealthy, { rollback: halfRolledBack, interrupted: 'SIGINT' })).toBe(27);
    expect(exitCode(unhealthy, { rollback: rolledBack, interrupted: 'SIGINT' })).toBe(130);
  });

  it('of a rollback without anything to restore is that of the outcomes', () => {
    expect(exitCode([outcome('failed')], { rollback: { restored: [], left: [] } })).toBe(1);
    expect(exitCode([outcome('stale')], { rollback: { restored: [], left: [] } })).toBe(21);
  });

  it('of a run that an unexpected error ended is never 0', () => {
    expect(exitCode([applied], { unexpected: new Error('bug') })).toBe(1);
  });
});
