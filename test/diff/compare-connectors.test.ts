import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareConnectors } from '../../src/diff/compare-connectors.ts';
import type { Change } from '../../src/model/change.ts';
import type { DesiredConnector } from '../../src/model/desired-connector.ts';
import type { LiveConnector } from '../../src/model/live-connector.ts';
import { absent, byName, type LiveParts, live, type PresentParts, present } from '../support/connectors.ts';

describe('compareConnectors', () => {
  it('returns one change for each desired connector, sorted by name, and none for others', () => {
    const desired = [present('c'), absent('b'), present('a'), absent('d')];
    const changes = compareConnectors(desired, byName([live('a'), live('b'), live('foreign')]));
    expect(changes.map(({ name, kind }) => [name, kind])).toEqual([
      ['a', 'none'],
      ['b', 'delete'],
      ['c', 'create'],
      ['d', 'none'],
    ]);
  });

  it('returns the file that declares a deletion', () => {
    const desired = absent('a');
    expect(compareOne(desired, live('a'))).toMatchObject({ because: { kind: 'absent', desired } });
  });

  it('creates a connector with its whole configuration, ignored keys included', () => {
    const desired = present('a', { ignoreKeys: ['tasks.max'] });
    expect(compareOne(desired, undefined)).toEqual({
      kind: 'create',
      name: 'a',
      desired,
      target: desired.config,
    });
  });
});

describe('a configuration', () => {
  it('is compared as exact text: white space, case and spelling of numbers count', () => {
    const config = { a: ' 1', b: 'True', c: '1.0', d: '' };
    const change = compare({ config }, { config: { a: '1', b: 'true', c: '1', d: ' ' } });
    expect(fieldsOf(change)).toEqual([
      { key: 'a', before: '1', after: ' 1' },
      { key: 'b', before: 'true', after: 'True' },
      { key: 'c', before: '1', after: '1.0' },
      { key: 'd', before: ' ', after: '' },
    ]);
  });

  it('differs in keys that only one side has; an empty text is a value', () => {
    const change = compare({ config: { same: 'x', added: '' } }, { config: { same: 'x', gone: '' } });
    expect(fieldsOf(change)).toEqual([
      { key: 'added', before: undefined, after: '' },
      { key: 'gone', before: '', after: undefined },
    ]);
  });

  it('differs if the worker has a null', () => {
    const change = compare({ config: { a: '1' } }, { config: {}, nullKeys: ['a', 'b'] });
    expect(fieldsOf(change)).toEqual([
      { key: 'a', before: null, after: '1' },
      { key: 'b', before: null, after: undefined },
    ]);
  });

  it('keeps the live values of ignored keys, in the difference and in the write', () => {
    const change = compare(
      { config: { a: '1', mine: 'file', gone: 'file' }, ignoreKeys: ['mine', 'gone', 'theirs'] },
      { config: { a: '2', mine: 'live', theirs: 'live' } },
    );
    expect(fieldsOf(change)).toEqual([{ key: 'a', before: '2', after: '1' }]);
    expect(targetOf(change)).toEqual({ a: '1', mine: 'live', theirs: 'live' });
  });

  it('is equal if only ignored keys differ', () => {
    const change = compare({ config: { a: '1' }, ignoreKeys: ['a', 'b'] }, { config: { b: '2' } });
    expect(change.kind).toBe('none');
  });

  it('shows that a write removes an ignored null, and is not written for that alone', () => {
    const desired = { config: { a: '1' }, ignoreKeys: ['n'] };
    expect(compare(desired, { config: { a: '1' }, nullKeys: ['n'] }).kind).toBe('none');
    expect(fieldsOf(compare(desired, { config: { a: '2' }, nullKeys: ['n'] }))).toEqual([
      { key: 'a', before: '2', after: '1' },
      { key: 'n', before: null, after: undefined },
    ]);
  });
});

describe('a value that the worker masks', () => {
  const config = { a: '1', password: 'hunter2' };

  it('is neither equal nor different', () => {
    const change = compare({ config }, { config: { a: '1', password: '********' } });
    expect(change).toMatchObject({ kind: 'none', incomparable: ['password'] });
  });

  it('is written with the value of the file if another key differs', () => {
    const change = compare({ config }, { config: { a: '2', password: '****' } });
    expect(fieldsOf(change)).toEqual([{ key: 'a', before: '2', after: '1' }]);
    expect(change).toMatchObject({ incomparable: ['password'] });
    expect(targetOf(change)).toEqual(config);
  });

  it('is a difference if the file does not have the key', () => {
    const change = compare({ config: { a: '1' } }, { config: { a: '1', password: '****' } });
    expect(fieldsOf(change)).toEqual([{ key: 'password', before: '****', after: undefined }]);
  });

  it('is not every value with asterisks', () => {
    const change = compare({ config: { a: '1' } }, { config: { a: 'x***' } });
    expect(fieldsOf(change)).toEqual([{ key: 'a', before: 'x***', after: '1' }]);
  });

  it('is a difference where something differs beside the mask', () => {
    const live = { url: 'jdbc:mysql://app:****@db/shop' };
    expect(compare({ config: { url: 'jdbc:mysql://app:hush@db/shop' } }, { config: live })).toMatchObject({
      kind: 'none',
      incomparable: ['url'],
    });
    expect(
      fieldsOf(compare({ config: { url: 'jdbc:mysql://app:hush@db2/shop' } }, { config: live })),
    ).toEqual([{ key: 'url', before: live.url, after: 'jdbc:mysql://app:hush@db2/shop' }]);
  });

  it('is not reported if the key is ignored', () => {
    const change = compare({ config, ignoreKeys: ['password'] }, { config: { a: '1', password: '****' } });
    expect(change).not.toHaveProperty('incomparable');
  });

  it('is reported with every kind of change of a live connector', () => {
    const masked = { a: '1', password: '****' };
    const paused = compare({ config, state: 'paused' }, { config: masked });
    const broken = compare({ config }, { config: masked, state: 'FAILED' });
    expect([paused, broken]).toMatchObject([
      { kind: 'set-state', incomparable: ['password'] },
      { kind: 'restart', incomparable: ['password'] },
    ]);
  });
});

describe('the state', () => {
  const cases: [PresentParts['state'], LiveParts['state'], string][] = [
    [undefined, 'RUNNING', 'none'],
    [undefined, 'PAUSED', 'none'],
    [undefined, 'STOPPED', 'none'],
    ['running', 'RUNNING', 'none'],
    ['running', 'UNASSIGNED', 'none'],
    ['running', 'RESTARTING', 'none'],
    ['running', null, 'none'],
    ['running', 'PAUSED', 'paused -> running'],
    ['running', 'STOPPED', 'stopped -> running'],
    ['running', 'FAILED', 'restart'],
    [undefined, 'FAILED', 'restart'],
    ['paused', 'RUNNING', 'running -> paused'],
    ['paused', 'PAUSED', 'none'],
    ['paused', 'STOPPED', 'stopped -> paused'],
    ['paused', 'FAILED', 'running -> paused'],
    ['paused', null, 'running -> paused'],
    ['stopped', 'RUNNING', 'running -> stopped'],
    ['stopped', 'PAUSED', 'paused -> stopped'],
    ['stopped', 'STOPPED', 'none'],
    ['stopped', 'FAILED', 'running -> stopped'],
  ];

  it.each(cases)('desired %s and live %s: %s', (desired, state, expected) => {
    const change = compare({ state: desired }, { state, tasks: state === 'STOPPED' ? [] : ['RUNNING'] });
    const found =
      change.kind === 'set-state' ? `${change.state.before} -> ${change.state.after}` : change.kind;
    expect(found).toBe(expected);
  });

  it('is part of an update of the configuration', () => {
    const change = compare({ config: { a: '1' }, state: 'paused' }, { config: { a: '2' } });
    expect(change).toMatchObject({ kind: 'update', state: { before: 'running', after: 'paused' } });
  });
});

describe('health', () => {
  it('is not drift: a FAILED task is a restart, with the failed instances', () => {
    const change = compare({}, { tasks: ['RUNNING', 'FAILED'], taskTrace: 'trace' });
    expect(change).toMatchObject({
      kind: 'restart',
      failed: { connector: false, tasks: [1], taskCount: 2, trace: 'trace' },
    });
  });

  it('is part of an update of the configuration', () => {
    const change = compare({ config: { a: '1' } }, { config: { a: '2' }, state: 'FAILED', trace: 'trace' });
    expect(change).toMatchObject({ kind: 'update', failed: { connector: true, trace: 'trace' } });
  });
});

describe('the configuration to write', () => {
  const configs = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.constantFrom('', '1', ' 1', '2'));
  const keys = fc.subarray(['a', 'b', 'c', 'd', 'e']);

  it('is the live configuration with exactly the listed fields changed', () => {
    fc.assert(
      fc.property(configs, configs, keys, (config, before, ignoreKeys) => {
        const change = compare({ config, ignoreKeys }, { config: before });
        const patched = new Map<string, string>(Object.entries(before));
        for (const { key, after } of fieldsOf(change)) {
          if (after === undefined) patched.delete(key);
          else patched.set(key, after);
        }
        if (change.kind === 'update') expect(patched).toEqual(change.target);
        for (const key of ignoreKeys) expect(patched.get(key)).toBe(before[key]);
        for (const key of Object.keys(config)) {
          if (!ignoreKeys.includes(key)) expect(patched.get(key)).toBe(config[key]);
        }
      }),
    );
  });

  it('is equal once it is live', () => {
    fc.assert(
      fc.property(configs, configs, keys, (config, before, ignoreKeys) => {
        const change = compare({ config, ignoreKeys }, { config: before });
        const after = change.kind === 'update' ? targetOf(change) : before;
        expect(compare({ config, ignoreKeys }, { config: after }).kind).toBe('none');
      }),
    );
  });
});

function compareOne(desired: DesiredConnector, reported: LiveConnector | undefined): Change {
  const [change] = compareConnectors([desired], byName(reported ? [reported] : []));
  if (!change) throw new Error('no change');
  return change;
}

function compare(desired: PresentParts, reported: LiveParts): Change {
  return compareOne(present('a', desired), live('a', reported));
}

function fieldsOf(change: Change) {
  return change.kind === 'update' ? change.fields : [];
}

function targetOf(change: Change): Record<string, string> {
  return 'target' in change ? Object.fromEntries(change.target) : {};
}
