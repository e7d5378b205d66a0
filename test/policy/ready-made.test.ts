import { describe, expect, it } from 'vitest';
import { compilePolicies, compileReadyMade } from '../../src/policy/compile-policies.ts';
import { testPolicies } from '../../src/policy/test-policies.ts';

const source = { file: 'connect-sync.yaml', line: 3, column: 1 };

function take(name: string, values: Readonly<Record<string, string | readonly string[]>> = {}) {
  const given = new Map(Object.entries(values).map(([key, value]) => [key, { value, source }] as const));
  return compilePolicies({ documents: [], pack: [{ name, with: given, source }] });
}

describe('ready-made policies', () => {
  it('all compile, and all of their examples end as expected', () => {
    const results = testPolicies(compileReadyMade(), (text) => text);
    expect(results.filter(({ expected, actual }) => expected !== actual)).toEqual([]);
    const tested = new Set(results.map(({ policy }) => policy));
    expect(compileReadyMade().filter(({ document }) => !tested.has(document.name))).toEqual([]);
  });

  it('are each taken by name, or all at once', () => {
    const all = take('all');
    expect(all.diagnostics).toEqual([]);
    expect(all.policies.map(({ document }) => document.name)).toEqual(
      compileReadyMade().map(({ document }) => document.name),
    );
    expect(take('tls').policies).toHaveLength(1);
  });

  it('take parameters of the form of their defaults', () => {
    const { policies, diagnostics } = take('deletion-window', {
      days: ['1'],
      from: '7',
      zone: 'Europe/Berlin',
    });
    expect(diagnostics).toEqual([]);
    expect(policies[0]?.document.parameters).toEqual({
      days: ['1'],
      from: 7,
      until: 16,
      zone: 'Europe/Berlin',
    });
  });

  it.each([
    ['task-max', {}, 'unknown-pack-policy', { name: 'task-max', suggestion: 'tasks-max' }],
    ['tasks-max', { max: 'many' }, 'invalid-pack-parameter', { fault: 'must be a whole number' }],
    ['tasks-max', { maxx: '3' }, 'invalid-pack-parameter', { fault: 'does not exist: did you mean "max"?' }],
    ['tls', { max: '3' }, 'invalid-pack-parameter', { fault: 'does not exist: it has none' }],
    ['owner-label', { label: ['a'] }, 'invalid-pack-parameter', { fault: 'must be a text' }],
  ] as const)('are refused with a mistake: %s with %j', (name, values, code, args) => {
    const { diagnostics } = take(name, values);
    expect(diagnostics).toMatchObject([{ code, args, source }]);
  });
});
