import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { planDigest } from '../../src/model/digest.ts';
import type { PlanView } from '../../src/model/plan-view.ts';
import { everything, refused, viewOf } from '../render/everything.ts';
import { live, present } from '../support/connectors.ts';

/** The same value with the keys of every object the other way round. */
function turned<Value>(value: Value): Value {
  if (Array.isArray(value)) return value.map(turned) as Value;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, member]) => [key, turned(member)] as const);
  return Object.fromEntries(entries.reverse()) as Value;
}

const rotation = (before: string, after: string) =>
  viewOf({
    desired: [present('a', { config: { 'database.password': after } })],
    live: [live('a', { config: { 'database.password': before } })],
  });

describe('the digest of a plan', () => {
  it('is equal for equal views, whatever made them and in which order their keys are', () => {
    const digest = planDigest(everything());
    expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(planDigest(everything())).toBe(digest);
    expect(planDigest(JSON.parse(JSON.stringify(everything())))).toBe(digest);
    expect(planDigest(turned(everything()))).toBe(digest);
  });

  it('is another one where anything that is shown is another', () => {
    const view = everything();
    const [first, ...rest] = view.changes;
    const others: PlanView[] = [
      refused(),
      { ...view, complete: false },
      { ...view, changes: rest },
      { ...view, changes: [...rest, ...(first ? [first] : [])] },
      { ...view, cluster: { ...view.cluster, name: 'dev' } },
      { ...view, cluster: { ...view.cluster, kafkaClusterId: null } },
    ];
    expect(new Set([view, ...others].map(planDigest)).size).toBe(others.length + 1);
  });

  it('is SHA-256 over JSON with sorted keys and no blanks, which anybody can compute', () => {
    const view = viewOf({ desired: [present('a')], live: [live('a')] });
    const sorted = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(sorted);
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(
        Object.entries(value)
          .sort(([one], [other]) => (one < other ? -1 : 1))
          .map(([key, member]) => [key, sorted(member)]),
      );
    };
    const text = JSON.stringify(sorted(view));
    expect(planDigest(view)).toBe(`sha256:${createHash('sha256').update(text).digest('hex')}`);
  });

  it('holds nothing of a secret: other secrets that show alike give the same one', () => {
    expect(planDigest(rotation('one', 'two'))).toBe(planDigest(rotation('three', 'a-longer-four')));
    expect(planDigest(rotation('one', 'two'))).not.toBe(planDigest(rotation('one', 'one')));
  });
});
