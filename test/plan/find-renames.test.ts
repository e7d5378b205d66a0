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
        code: 'looks-like-rename',
        severity: 'warning',
        args: { from: 'old', to: 'new' },
        source: { file: 'connectors/new.yaml', line: 1 },
      },
    ]);
  });

  it('may differ in one key of four', () => {
    expect(renaming({ ...config, 'connection.url': 'http://es2:9200' })).toEqual([]);
    const { 'tasks.max': _, ...without } = config;
    expect(renaming({ ...without, 'errors.deadletterqueue.topic.name': 'new-dlq' })).toHaveLength(1);
  });

  it('of another class, or of another configuration, are two things', () => {
    expect(renaming({ ...config, 'connector.class': 'org.example.Source' })).toEqual([]);
    expect(renaming({ 'connector.class': 'org.example.Sink', topics: 'other' })).toEqual([]);
  });

  it('name the most similar of several deletions', () => {
    const desired = [absent('x'), absent('y'), present('new', { config })];
    const other = { ...config, 'errors.deadletterqueue.topic.name': 'other' };
    const plan = planFor({ desired, live: [live('x', { config: other }), live('y', { config })] });
    expect(plan.findings.map((finding) => finding.args)).toEqual([{ from: 'y', to: 'new' }]);
  });

  it('are seen where the deletion comes from pruning', () => {
    const plan = planFor({
      desired: [present('orders-b', { config }), present('orders-c')],
      live: [live('orders-a', { config }), live('orders-c')],
      policy: { prune: true, ownership: { names: ['orders-*'] } },
    });
    expect(plan.findings).toMatchObject([{ code: 'looks-like-rename' }]);
  });
});

function renaming(created: Record<string, string>) {
  return planFor({
    desired: [absent('old'), present('new', { config: created })],
    live: [live('old', { config })],
  }).findings;
}
