import { describe, expect, it } from 'vitest';
import { type Contender, findCollisions } from '../../../src/plan/collisions/find-collisions.ts';
import { collisionRules } from '../../../src/plan/collisions/rules.ts';
import { ruleCases } from './rule-cases.ts';

function contender(name: string, config: Readonly<Record<string, string>>): Contender {
  return { name, config: new Map(Object.entries(config)), declared: undefined };
}

/** The connectors that collide by a rule. */
function collidingBy(id: string, contenders: readonly Contender[]): readonly string[][] {
  return findCollisions(contenders)
    .filter(({ rule }) => rule.id === id)
    .map((collision) => collision.contenders.map(({ name }) => name));
}

describe('the table of rules', () => {
  it('has a case for each rule, and each id once', () => {
    const ids = collisionRules.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(Object.keys(ruleCases).sort()).toEqual([...ids].sort());
  });

  it('shows values of parts that exist, with a source and keys to point at', () => {
    for (const { identity, uses, at, source, classes } of collisionRules) {
      const labels = [...uses.matchAll(/\{([\w.]+)\}/g)].map(([, label]) => label);
      expect(identity.map(({ label }) => label)).toEqual(expect.arrayContaining(labels));
      expect(at.length).toBeGreaterThan(0);
      expect(classes.length).toBeGreaterThan(0);
      expect(source).toMatch(/\]\(https:\/\//);
    }
  });

  it.each(Object.entries(ruleCases))(
    '%s: two connectors with the same resource collide',
    (id, { one, same }) => {
      const found = collidingBy(id, [contender('a', one), contender('b', same)]);
      expect(found).toEqual([['a', 'b']]);
    },
  );

  it.each(
    Object.entries(ruleCases).flatMap(([id, { one, others }]) =>
      others.map((other, index) => [id, index, one, other] as const),
    ),
  )('%s: a connector with another resource does not collide (%i)', (id, _, one, other) => {
    expect(collidingBy(id, [contender('a', one), contender('b', other)])).toEqual([]);
  });
});
