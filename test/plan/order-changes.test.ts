import { describe, expect, it } from 'vitest';
import { absent, live, present } from '../support/connectors.ts';
import { type PlanParts, planFor } from '../support/plans.ts';

describe('the order of a plan', () => {
  it('is by name where nothing depends on anything', () => {
    expect(order({ desired: [present('c'), present('a'), present('b')] })).toEqual(['0 a', '0 b', '0 c']);
  });

  it('puts what depends on something into a later wave', () => {
    const desired = [
      present('a', { dependsOn: ['b', 'd'] }),
      present('b', { dependsOn: ['c'] }),
      present('c'),
      present('d'),
    ];
    expect(order({ desired })).toEqual(['0 c', '0 d', '1 b', '2 a']);
  });

  it('looks through what does not change', () => {
    const desired = [present('a', { dependsOn: ['b'] }), present('b', { dependsOn: ['c'] }), present('c')];
    expect(order({ desired, live: [live('b')] })).toEqual(['0 c', '1 a']);
    expect(order({ desired, live: [live('b'), live('c')] })).toEqual(['0 a']);
  });

  it('puts deletions last, in a wave of their own', () => {
    const desired = [absent('a'), present('b', { dependsOn: ['c'] }), present('c'), absent('d')];
    expect(order({ desired, live: [live('a'), live('d')] })).toEqual([
      '0 c',
      '1 b',
      '2 a delete',
      '2 d delete',
    ]);
  });

  it('begins with deletions where there is nothing else', () => {
    expect(order({ desired: [absent('a')], live: [live('a')] })).toEqual(['0 a delete']);
  });

  it('deletes what depends on something before it', () => {
    const desired = [
      absent('a'),
      absent('b', { dependsOn: ['a'] }),
      absent('c', { dependsOn: ['b'] }),
      absent('d'),
    ];
    const all = ['a', 'b', 'c', 'd'].map((name) => live(name));
    expect(order({ desired, live: all })).toEqual(['0 c delete', '1 b delete', '2 a delete', '2 d delete']);
  });

  it('does not make a write wait for a deletion', () => {
    const desired = [present('a', { dependsOn: ['b'] }), absent('b')];
    expect(order({ desired, live: [live('b')] })).toEqual(['0 a', '1 b delete']);
  });

  it('survives unknown names and cycles, which are errors of the files', () => {
    const desired = [
      present('a', { dependsOn: ['b', 'nobody'] }),
      present('b', { dependsOn: ['a'] }),
      present('c', { dependsOn: ['c'] }),
    ];
    expect(
      order({ desired })
        .map((line) => line.slice(2))
        .sort(),
    ).toEqual(['a', 'b', 'c']);
  });

  it('takes a chain of thousands', () => {
    const desired = Array.from({ length: 3000 }, (_, index) =>
      present(`n${index}`, { dependsOn: index === 0 ? [] : [`n${index - 1}`] }),
    );
    expect(order({ desired: desired.toReversed() }).at(-1)).toBe('2999 n2999');
  });
});

function order(parts: PlanParts): string[] {
  return planFor(parts).steps.map(
    ({ wave, change }) => `${wave} ${change.name}${change.kind === 'delete' ? ' delete' : ''}`,
  );
}
