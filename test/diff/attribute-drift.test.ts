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

/** A base whose values are unknown. */
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
    base: string | undefined,
    files: string | undefined,
    live: string | undefined,
  ): DriftCause | undefined => {
    if (files === live) return undefined;
    if (base === live) return 'unapplied';
    return base === files ? 'drift' : 'both';
  };
  const cases = sides.flatMap((then) =>
    sides.flatMap((files) => sides.map((is) => ({ then, files, is, cause: expected(then, files, is) }))),
  );

  it.each(cases)('base $then, files $files, cluster $is: $cause', ({ then, files, is, cause }) => {
    const found = attribute(
      present('a', { config: { ...someConfig, ...value(files) } }),
      live('a', { config: { ...someConfig, ...value(is) } }),
      base(value(then)),
    );
    expect(found?.keys.get('key')).toBe(cause);
  });

  it.each([
    ['unknown', { kind: 'unknown' } as const],
    ['absent: not declared then', { kind: 'absent' } as const],
    ['hidden', hidden],
  ])('a base that is %s attributes nothing', (_, of) => {
    const found = attribute(present('a', { config: { key: '1' } }), live('a', { config: { key: '2' } }), of);
    expect(found?.keys.get('key')).toBe('unattributed');
  });

  it.each<[string, boolean | undefined, boolean | undefined, DriftCause]>([
    ['live is the base', true, undefined, 'unapplied'],
    ['the desired value is the base', undefined, true, 'drift'],
    ['neither is', false, false, 'both'],
    ['live is not, the desired value is unknown', false, undefined, 'unattributed'],
    ['the desired value is not, live is unknown', undefined, false, 'unattributed'],
    ['both are unknown', undefined, undefined, 'unattributed'],
    ['both are, which is impossible', true, true, 'unattributed'],
  ])('of a secret: %s', (_, isLive, isDesired, cause) => {
    const of: DriftBase = {
      kind: 'present',
      state: undefined,
      keys: [],
      isSame: (_key, _value, side) => (side === 'live' ? isLive : isDesired),
    };
    const found = attribute(present('a', { config: { key: '1' } }), live('a', { config: { key: '2' } }), of);
    expect(found?.keys.get('key')).toBe(cause);
  });

  it('a key that is stored as null was changed on the cluster', () => {
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
  ] as const)('base %s, files %s, cluster running: %s', (then, files, cause) => {
    const found = attribute(present('a', { state: files }), live('a'), base({}, then));
    expect(found?.state).toBe(cause);
  });

  it('FAILED tasks are not drift', () => {
    const found = attribute(present('a'), live('a', { tasks: ['FAILED'] }), base({}));
    expect(found).toEqual({ whole: undefined, keys: new Map(), state: undefined });
  });
});

describe('the cause of a whole connector', () => {
  it.each<[string, DriftBase, DriftCause]>([
    ['as the base', base({}), 'drift'],
    ['as the base, as far as known', hidden, 'drift'],
    ['without a key of the base', base({ key: '1' }), 'both'],
    ['with another value than the base', base({ 'tasks.max': '9' }), 'both'],
    ['but absent in the base', { kind: 'absent' }, 'unapplied'],
    ['but unknown in the base', { kind: 'unknown' }, 'unattributed'],
  ])('that is missing and declared %s', (_, of, cause) => {
    expect(attribute(present('a'), undefined, of)?.whole).toBe(cause);
  });

  it.each<[string, DriftBase, DriftCause]>([
    ['as the base declares', base({}), 'unapplied'],
    ['different from the base', base({ 'tasks.max': '9' }), 'both'],
    ['and absent in the base', { kind: 'absent' }, 'drift'],
    ['and unknown in the base', { kind: 'unknown' }, 'unattributed'],
  ])('that is declared absent and live, %s', (_, of, cause) => {
    expect(attribute(absent('a'), live('a'), of)?.whole).toBe(cause);
  });
});
