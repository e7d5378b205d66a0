import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wellKnownClasses } from '../../../src/model/plugin-classes.ts';
import { type Contender, findCollisions } from '../../../src/plan/collisions/find-collisions.ts';
import type { CollisionRule } from '../../../src/plan/collisions/rule.ts';
import { collisionRules } from '../../../src/plan/collisions/rules.ts';
import { hasCorpus, publishedConfigs } from '../../support/corpus.ts';
import { ruleCases } from './rule-cases.ts';

function contender(name: string, config: Readonly<Record<string, string>>): Contender {
  return { name, config: new Map(Object.entries(config)), declared: undefined };
}

const sink = {
  'connector.class': 'org.apache.kafka.connect.file.FileStreamSinkConnector',
  file: '/tmp/out.txt',
};

describe('a group of connectors', () => {
  it('with one resource collides once, however many they are', () => {
    const contenders = ['c', 'a', 'd', 'b'].map((name) => contender(name, { ...sink, topics: name }));
    const found = findCollisions(contenders);
    expect(found.map(({ rule, contenders: group }) => [rule.id, group.map(({ name }) => name)])).toEqual([
      ['file-sink', ['a', 'b', 'c', 'd']],
    ]);
  });

  it('that shares several topics collides once, with all of them', () => {
    const jdbc = ruleCases['jdbc-table']?.one ?? {};
    const found = findCollisions([
      contender('a', { ...jdbc, topics: 'x,y,z' }),
      contender('b', { ...jdbc, topics: 'z, y ,y' }),
      contender('c', { ...jdbc, topics: 'x' }),
    ]);
    expect(found.map(({ contenders, shared }) => [contenders.map(({ name }) => name), shared[1]])).toEqual([
      [
        ['a', 'b'],
        ['y', 'z'],
      ],
      [['a', 'c'], ['x']],
    ]);
  });

  it('is found by a class that is written as an alias', () => {
    const found = findCollisions([
      contender('a', { ...sink, topics: 'x' }),
      contender('b', { ...sink, 'connector.class': 'FileStreamSink', topics: 'y' }),
    ]);
    expect(found).toHaveLength(1);
  });

  it('collides with the default group of another sink', () => {
    const found = findCollisions([
      contender('orders', { 'connector.class': 'org.example.Sink', topics: 'x' }),
      contender('other', {
        'connector.class': 'org.example.Sink',
        'topics.regex': 'y.*',
        'consumer.override.group.id': 'connect-orders',
      }),
    ]);
    expect(found.map(({ rule, shared }) => [rule.id, shared[0]])).toEqual([
      ['consumer-group', ['connect-orders']],
    ]);
  });

  it('does not collide where nothing tells the values', () => {
    const masked = { ...sink, topics: 'x', file: '********' };
    expect(findCollisions([contender('a', masked), contender('b', masked)])).toEqual([]);
  });

  it('collides on equal provider references, which are compared as text', () => {
    const referring = (file: string) => ({ ...sink, topics: 'x', file });
    const [one, other] = ['${file:/etc/paths:out}', '${file:/etc/paths:other}'];
    expect(findCollisions([contender('a', referring(one)), contender('b', referring(one))])).toHaveLength(1);
    expect(findCollisions([contender('a', referring(one)), contender('b', referring(other))])).toEqual([]);
  });
});

const configs = fc.constantFrom(
  ...Object.values(ruleCases).flatMap(({ one, same, others }) => [one, same, ...others]),
);

describe('the collisions of any connectors', () => {
  it('are the same in every order, and those of a naive comparison of all pairs', () => {
    fc.assert(
      fc.property(fc.array(configs, { maxLength: 12 }), fc.infiniteStream(fc.nat()), (some, random) => {
        const contenders = some.map((config, index) => contender(`c${index}`, config));
        const shuffled = contenders
          .map((one) => ({ one, at: random.next().value as number }))
          .sort((one, other) => one.at - other.at)
          .map(({ one }) => one);
        const found = findCollisions(contenders);
        expect(findCollisions(shuffled)).toEqual(found);
        expect(pairsOf(found)).toEqual(naivePairs(contenders));
      }),
    );
  });

  it.runIf(hasCorpus())('are those of a naive comparison in each repository of the corpus', () => {
    const byRepository = new Map<string, Contender[]>();
    for (const { repository, name, config } of publishedConfigs()) {
      byRepository.set(repository, [...(byRepository.get(repository) ?? []), contender(name, config)]);
    }
    const counts = new Map<string, number>();
    for (const contenders of byRepository.values()) {
      const found = findCollisions(contenders);
      expect(pairsOf(found)).toEqual(naivePairs(contenders));
      for (const { rule } of found) counts.set(rule.id, (counts.get(rule.id) ?? 0) + 1);
    }
    const numbers = [...counts].sort().map(([id, count]) => `${id} ${count}`);
    process.stdout.write(`collisions in ${byRepository.size} repositories: ${numbers.join(', ')}\n`);
    expect(counts.size).toBeGreaterThan(5);
  });
});

function pairsOf(collisions: ReturnType<typeof findCollisions>): readonly string[] {
  const pairs = collisions.flatMap(({ rule, contenders }) =>
    contenders.flatMap((one, index) =>
      contenders.slice(index + 1).map((other) => `${rule.id} ${one.name} ${other.name}`),
    ),
  );
  return [...new Set(pairs)].sort();
}

/** Each pair on its own: they collide by a rule if they have a value in common for each of its parts. */
function naivePairs(contenders: readonly Contender[]): readonly string[] {
  const sorted = [...contenders].sort((one, other) => (one.name < other.name ? -1 : 1));
  return sorted
    .flatMap((one, index) =>
      sorted
        .slice(index + 1)
        .flatMap((other) =>
          collisionRules
            .filter((rule) => concerns(rule, one) && concerns(rule, other) && isShared(rule, one, other))
            .map(({ id }) => `${id} ${one.name} ${other.name}`),
        ),
    )
    .sort();
}

function concerns({ classes }: CollisionRule, { config }: Contender): boolean {
  const written = config.get('connector.class')?.trim() ?? '';
  if (classes !== 'sinks') return classes.includes(wellKnownClasses.resolve(written) ?? written);
  const isSource = /(?:Source(?:Connector)?|MirrorHeartbeatConnector)$/.test(written);
  return !isSource && ['topics', 'topics.regex'].some((key) => config.has(key));
}

function isShared({ identity }: CollisionRule, one: Contender, other: Contender): boolean {
  return identity.every((part) => {
    const values = part.read(one.config, one.name).map(({ equal }) => equal);
    return part.read(other.config, other.name).some(({ equal }) => values.includes(equal));
  });
}
