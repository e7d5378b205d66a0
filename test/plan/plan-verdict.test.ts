import { describe, expect, it } from 'vitest';
import { diagnose } from '../../src/model/diagnostic.ts';
import { planVerdict } from '../../src/plan/plan-verdict.ts';
import { withFindings } from '../../src/plan/with-findings.ts';
import { lineOf, live, present } from '../support/connectors.ts';
import { planFor } from '../support/plans.ts';

const objection = diagnose(
  'rejected-by-worker',
  { name: 'a', key: 'k', workerMessage: 'no' },
  { source: lineOf('a', 9) },
);
const warning = diagnose('possible-rename', { from: 'a', to: 'b' }, { source: lineOf('a', 3) });

describe('planVerdict', () => {
  const changing = planFor({ desired: [present('a')] });
  const clean = planFor({ desired: [present('a')], live: [live('a')] });
  const refused = planFor({ live: [live('a')] });

  it('is clean where nothing is to be done, whatever is left alone', () => {
    expect(planVerdict(clean)).toBe('clean');
    const narrowed = planFor({ desired: [present('a')], policy: { only: ['b'] } });
    expect(planVerdict(narrowed)).toBe('clean');
  });

  it('is changes where there are steps, warnings or not', () => {
    expect(planVerdict(changing)).toBe('changes');
    expect(planVerdict(withFindings(changing, [warning], 'done'))).toBe('changes');
  });

  it('is a refusal by the worker where it objects', () => {
    expect(planVerdict(withFindings(changing, [warning, objection], 'done'))).toBe('refused-by-worker');
  });

  it('is a refusal by a guard before anything else', () => {
    expect(planVerdict(refused)).toBe('refused-by-guard');
    expect(planVerdict(withFindings(refused, [objection], 'done'))).toBe('refused-by-guard');
  });
});

describe('withFindings', () => {
  it('adds to what the plan found itself, sorted by place', () => {
    const plan = planFor({ desired: [present('a', { state: 'stopped' }), present('b')], version: '3.4.1' });
    const found = withFindings(plan, [objection, warning], 'done');
    expect(found.findings.map((finding) => finding.code)).toEqual([
      'state-not-supported',
      'possible-rename',
      'rejected-by-worker',
    ]);
    expect(found.validation).toBe('done');
    expect(plan.findings).toHaveLength(1);
  });
});
