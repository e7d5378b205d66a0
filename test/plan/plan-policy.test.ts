import { describe, expect, it } from 'vitest';
import { pruneUsageProblem } from '../../src/plan/plan-policy.ts';
import { policy } from '../support/plans.ts';

describe('pruneUsageProblem', () => {
  const owning = { ownership: { names: ['orders-*'] } };

  it('has nothing against pruning what is owned', () => {
    expect(pruneUsageProblem(policy({ prune: true, ...owning }))).toBeUndefined();
  });

  it('has nothing against pruning what carries our mark', () => {
    const source = { file: 'connect-sync.yaml', line: 3, column: 11 };
    const marker = { key: 'managed.by', repository: 'us', source };
    expect(pruneUsageProblem(policy({ prune: true, ownership: { marker } }))).toBeUndefined();
  });

  it.each([
    ['--only', policy({ prune: true, ...owning, only: ['orders-*'] })],
    ['files', policy({ prune: true, ...owning, selected: new Set(['orders-a']) })],
    ['ownership.names', policy({ prune: true })],
  ])('names %s', (what, refused) => {
    expect(pruneUsageProblem(refused)).toContain(what);
  });

  it('says nothing where nothing is pruned', () => {
    expect(pruneUsageProblem(policy({ only: ['a'], selected: new Set() }))).toBeUndefined();
  });
});
