import { describe, expect, it } from 'vitest';
import { attributeChange, type DriftBase } from '../../src/diff/attribute-drift.ts';
import { compareConnectors } from '../../src/diff/compare-connectors.ts';
import type { DesiredConnector } from '../../src/model/desired-connector.ts';
import type { DriftCause } from '../../src/model/drift-cause.ts';
import type { LiveConnector } from '../../src/model/live-connector.ts';
import { absent, byName, live, present, someConfig } from '../support/connectors.ts';

/** A base whose values are all known. */
function base(config: Readonly<Record<string, string>>, state?: 'running' | 'paused' | 'stopped'): DriftBase {
  const known: Readonly<Record<string, string>> = { ...someConfig, ...config };
  return { kind: 'present', state, keys: Object.keys(known), isSame: (key, value) => known[key] === value };
}

/** A base of which nobody can tell what it was. */
const hidden: DriftBase = { kind: 'present', state: undefined, keys: [], isSame: () => undefined };

function attribute(desired: DesiredConnector, there: LiveConnector | undefined, of: DriftBase) {
  const [change] = compareConnectors([desired], byName(there ? [there] : []));
  if (!change || change.kind === 'none') return undefined;
  return attributeChange(change, of);
}

const value = (text: string | undefined) => (text === undefined ? {} : { key: text });

describe('the cause of one key, by what the base, the files and the cluster have', () => {
  const sides = [undefined, '1', '2', '3'] as const;
  const expected = (
    then: string | undefined,
    wished: string | undefined,
    is: string | undefined,
  ): DriftCause | undefined => {
    if (wished === is) return undefined;
    if (then === is) return 'unapplied';
    return then === wished ? 'drift' : 'both';
  };
  const cases = sides.flatMap((then) =>
    sides.flatMap((wished) => sides.map((is) => ({ then, wished, is, cause: expected(then, wished, is) }))),
  );

  it.each(cases)('base $then, files $wished, cluster $is: $cause', ({ then, wished, is, cause }) => {
    const found = attribute(
      present('a', { config: { ...someConfig, ...value(wished) } }),
      live('a', { config: { ...someConfig, ...value(is) } }),
      base(value(then)),
    );
    expect(found?.keys.get('key')).toBe(cause);
  });

  it.each([
    ['unknown', { kind: 'unknown' } as const],
    ['absent: it was nobody’s wish then', { kind: 'absent' } as const],
    ['hidden', hidden],
  ])('a base that is %s attributes nothing', (_, of) => {
    const found = attribute(present('a', { config: { key: '1' } }), live('a', { config: { key: '2' } }), of);
    expect(found?.keys.get('key')).toBe('unattributed');
  });

  it.each<[string, boolean | undefined, boolean | undefined, DriftCause]>([
    ['live is the base', true, undefined, 'unapplied'],
    ['the wish is the base', undefined, true, 'drift'],
    ['neither is', false, false, 'both'],
    ['live is not, of the wish nobody knows', false, undefined, 'unattributed'],
    ['the wish is not, of live nobody knows', undefined, false, 'unattributed'],
    ['nobody knows', undefined, undefined, 'unattributed'],
    ['both are, which cannot be', true, true, 'unattributed'],
  ])('of a secret: %s', (_, isLive, isWish, cause) => {
    const of: DriftBase = {
      kind: 'present',
      state: undefined,
      keys: [],
      isSame: (_key, _value, side) => (side === 'live' ? isLive : isWish),
    };
    const found = attribute(present('a', { config: { key: '1' } }), live('a', { config: { key: '2' } }), of);
    expect(found?.keys.get('key')).toBe(cause);
  });

  it('a key that is stored as null was made so by the cluster', () => {
    const found = attribute(present('a'), live('a', { nullKeys: ['key'] }), base({}));
    expect(found?.keys.get('key')).toBe('drift');
  });
});

describe('the cause of a state', () => {
  it.each([
    ['paused', 'paused', 'drift'],
    ['running', 'paused', 'unapplied'],
    ['stopped', 'paused', 'both'],
    [undefined, 'paused', 'unapplied'],
  ] as const)('base %s, files %s, cluster running: %s', (then, wished, cause) => {
    const found = attribute(present('a', { state: wished }), live('a'), base({}, then));
    expect(found?.state).toBe(cause);
  });

  it('FAILED tasks are no drift, whatever the base', () => {
    const found = attribute(present('a'), live('a', { tasks: ['FAILED'] }), base({}));
    expect(found).toEqual({ whole: undefined, keys: new Map(), state: undefined });
  });
});

describe('the cause of a whole connector', () => {
  it.each<[string, DriftBase, DriftCause]>([
    ['as the base', base({}), 'drift'],
    ['as the base, as far as anybody knows', hidden, 'drift'],
    ['without a key of the base', base({ key: '1' }), 'both'],
    ['and had another value then', base({ 'tasks.max': '9' }), 'both'],
    ['and was not then', { kind: 'absent' }, 'unapplied'],
    ['and nobody knows of then', { kind: 'unknown' }, 'unattributed'],
  ])('that is missing and wished %s', (_, of, cause) => {
    expect(attribute(present('a'), undefined, of)?.whole).toBe(cause);
  });

  it.each<[string, DriftBase, DriftCause]>([
    ['as the base wished', base({}), 'unapplied'],
    ['otherwise than the base wished', base({ 'tasks.max': '9' }), 'both'],
    ['and was wished absent then', { kind: 'absent' }, 'drift'],
    ['and nobody knows of then', { kind: 'unknown' }, 'unattributed'],
  ])('that shall be absent and is there %s', (_, of, cause) => {
    expect(attribute(absent('a'), live('a'), of)?.whole).toBe(cause);
  });
});
