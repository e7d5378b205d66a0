import { describe, expect, it } from 'vitest';
import { absent, live, present } from '../support/connectors.ts';
import { planFor } from '../support/plans.ts';

const config = {
  'connector.class': 'org.example.Sink',
  'tasks.max': '2',
  topics: 'orders',
  'connection.url': 'http://es:9200',
  'errors.deadletterqueue.topic.name': 'old-dlq',
};

describe('a deletion and a creation', () => {
  it('of nearly the same configuration look like a rename, said on the line of the new one', () => {
    const findings = renaming({ ...config, 'errors.deadletterqueue.topic.name': 'new-dlq' });
    expect(findings).toMatchObject([
      {
        code: 'possible-rename',
        severity: 'warning',
        args: { from: 'old', to: 'new' },
        source: { file: 'connectors/new.yaml', line: 1 },
      },
    ]);
  });

  it('may differ in one key of four', () => {
    const moved = { ...config, 'connection.url': 'http://es2:9200' };
    expect(renaming(moved)).toHaveLength(1);
    expect(renaming({ ...moved, topics: 'others' })).toEqual([]);
  });

  it('may differ in every value that holds the name itself', () => {
    const own = (name: string) => ({
      'connector.class': 'org.example.Source',
      'slot.name': `slot_${name}`,
      'topic.prefix': name,
    });
    const desired = [absent('old'), present('new', { config: own('new') })];
    expect(planFor({ desired, live: [live('old', { config: own('old') })] }).findings).toHaveLength(1);
    expect(planFor({ desired, live: [live('old', { config: own('other') })] }).findings).toEqual([]);
  });

  it('of another class, or of another configuration, are two things', () => {
    expect(renaming({ ...config, 'connector.class': 'org.example.Source' })).toEqual([]);
    expect(renaming({ 'connector.class': 'org.example.Sink', topics: 'other' })).toEqual([]);
  });

  it.each([
    ['x', 'y'],
    ['y', 'x'],
  ])('name the most similar of several deletions: %s, not %s', (same, similar) => {
    const desired = [absent('x'), absent('y'), present('new', { config })];
    const { 'tasks.max': _, ...other } = config;
    const plan = planFor({ desired, live: [live(similar, { config: other }), live(same, { config })] });
    expect(plan.findings.map((finding) => finding.args)).toEqual([{ from: same, to: 'new' }]);
  });

  it('are seen where the deletion comes from pruning', () => {
    const plan = planFor({
      desired: [present('orders-b', { config }), present('orders-c')],
      live: [live('orders-a', { config }), live('orders-c')],
      policy: { prune: true, ownership: { names: ['orders-*'] } },
    });
    expect(plan.findings).toMatchObject([{ code: 'possible-rename' }]);
  });
});

function renaming(created: Record<string, string>) {
  return planFor({
    desired: [absent('old'), present('new', { config: created })],
    live: [live('old', { config })],
  }).findings;
}
