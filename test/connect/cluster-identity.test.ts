import { describe, expect, it } from 'vitest';
import { ClusterIdentity } from '../../src/connect/cluster-identity.ts';
import type { BaseUrl } from '../../src/connect/cluster-urls.ts';

const base = (host: string): BaseUrl => ({
  origin: `http://${host}`,
  path: '',
  shown: `http://${host}`,
  shownPath: '',
});
const first = base('a:8083');
const second = base('b:8083');
const group = (names: readonly string[], workers: readonly string[]) => ({
  names: new Set(names),
  workers: new Set(workers),
});

/** The identity after a reading at the first URL. */
function identityAfter(names: readonly string[], workers: readonly string[]): ClusterIdentity {
  const identity = new ClusterIdentity(undefined);
  identity.takeId(first, { kafkaClusterId: 'kafka' }, 'read');
  list(identity, first, names);
  const statuses = workers.map((id) => [id, { status: { connector: { worker_id: id }, tasks: [] } }]);
  identity.takeLists(
    { endpoint: 'readStatuses' },
    { kind: 'ok', base: first, status: 200, text: '', value: Object.fromEntries(statuses) },
  );
  return identity;
}

function list(identity: ClusterIdentity, at: BaseUrl, names: readonly string[]): void {
  identity.takeLists(
    { endpoint: 'listNames' },
    { kind: 'ok', base: at, status: 200, text: '', value: [...names] },
  );
}

const put = (name: string) =>
  ({ endpoint: 'putConfig', path: `/connectors/${encodeURIComponent(name)}/config`, body: '{}' }) as const;

describe('the Kafka cluster id', () => {
  it.each([
    ['kafka', 'kafka', true],
    ['kafka', 'other', false],
    ['kafka', undefined, false],
    [undefined, undefined, true],
    [undefined, 'kafka', false],
  ])('%s, then %s', (read, found, isSame) => {
    const identity = new ClusterIdentity(undefined);
    expect(identity.takeId(first, { kafkaClusterId: read }, 'read')).toBeUndefined();
    const other = identity.takeId(second, { kafkaClusterId: found }, 'write');
    expect(other?.verdict).toBe(isSame ? undefined : 'other-cluster');
    expect(identity.foreign(second) === undefined).toBe(isSame);
    expect(identity.foreign(first)).toBeUndefined();
  });

  it('that is declared holds for a write that no reading precedes', () => {
    const identity = new ClusterIdentity('kafka');
    expect(identity.takeId(first, { kafkaClusterId: 'other' }, 'write')?.verdict).toBe('other-cluster');
  });
});

describe('the lists of a second URL', () => {
  it.each([
    [['x', 'y'], ['w1'], true],
    [['x', 'y'], [], true],
    [['x', 'y'], ['w2', 'w1'], true],
    [['x', 'y'], ['w9'], false],
    [['x'], ['w1'], false],
    [['x', 'y', 'z'], ['w1'], false],
    [[], [], false],
  ])('%j on the workers %j', (names, workers, isSame) => {
    expect(identityAfter(['x', 'y'], ['w1']).matches(group(names, workers))).toBe(isSame);
  });

  it('must have what this run created, and must not have what it deleted', () => {
    const identity = identityAfter(['x', 'y'], ['w1']);
    identity.takeWrite(put('new one'), 'applied');
    identity.takeWrite({ endpoint: 'delete', path: '/connectors/x', body: undefined }, 'applied');
    expect(identity.matches(group(['new one', 'y'], ['w1']))).toBe(true);
    expect(identity.matches(group(['x', 'y'], ['w1']))).toBe(false);
  });

  it('may or may not have what was written with an unknown outcome', () => {
    const identity = identityAfter(['x'], ['w1']);
    identity.takeWrite({ endpoint: 'createWithState', path: '/connectors', body: '{"name":"n"}' }, 'unknown');
    expect(identity.matches(group(['x', 'n'], ['w1']))).toBe(true);
    expect(identity.matches(group(['x'], ['w1']))).toBe(true);
    expect(identity.matches(group(['n'], ['w1']))).toBe(false);
  });

  it.each([
    [['x', 'y', 'by-somebody'], ['w1'], true],
    [['x'], ['w1'], true],
    [['x', 'y', 'by-somebody'], ['w9'], false],
    [['x', 'y', 'by-somebody'], [], false],
    [['x', 'p', 'q', 'r'], ['w1'], false],
    [[], ['w1'], false],
  ])('that differ, %j on %j, may be those of the same cluster all the same', (names, workers, mayBe) => {
    expect(identityAfter(['x', 'y'], ['w1']).resembles(group(names, workers))).toBe(mayBe);
  });
});

describe('a URL that was this cluster’s', () => {
  it.each([
    [['a', 'b', 'c'], ['a', 'b', 'c', 'new'], true],
    [['a', 'b', 'c'], ['a', 'b'], true],
    [['a'], [], true],
    [[], ['new'], true],
    [['a'], ['other'], false],
    [['a', 'b'], [], false],
    [['a', 'b', 'c'], ['c', 'other'], false],
  ])('listed %j and lists %j now', (before, now, isHome) => {
    const identity = identityAfter(before, ['w1']);
    list(identity, first, now);
    expect(identity.home.has(first)).toBe(isHome);
  });
});

describe('an answer that is no list of connectors', () => {
  it.each([[{ status: 'UP' }], [[1, 2]], ['text'], [null], [[{ name: 'x' }]]])(
    'says nothing about the cluster: %j',
    (value) => {
      const identity = identityAfter(['x', 'y'], ['w1']);
      for (const endpoint of ['listNames', 'readConnectors'] as const) {
        identity.takeLists({ endpoint }, { kind: 'ok', base: first, status: 200, text: '', value });
      }
      expect(identity.home.has(first)).toBe(true);
      expect(identity.matches(group(['x', 'y'], ['w1']))).toBe(true);
    },
  );
});
