import { describe, expect, it } from 'vitest';
import { live, present, someConfig } from '../../support/connectors.ts';
import { hour, minute, Remembered, refusal, type Sight } from './remembered.ts';

const withBatch = (size: string) => ({ config: { ...someConfig, 'batch.size': size } });
const drifted: Sight = { desired: [present('a', withBatch('2'))], live: [live('a', withBatch('1'))] };
const inSync: Sight = { desired: drifted.desired, live: [live('a', withBatch('2'))] };
const failed: Sight = { desired: [present('a')], live: [live('a', { tasks: ['FAILED'] })] };
const healthy: Sight = { desired: [present('a')], live: [live('a')] };

/** The minutes in which a run was sent, of runs each minute. */
function minutesOf(world: Remembered, minutes: number, run: () => readonly string[]): readonly number[] {
  const found: number[] = [];
  for (let at = 0; at < minutes; at += 1) {
    if (run().length > 0) found.push(at);
    world.pass(minute);
  }
  return found;
}

describe('the restart budget', () => {
  it('lets the restarts of a connector that keeps failing follow 2, 6, 12 and 20 minutes after one another', () => {
    const world = new Remembered();
    expect(minutesOf(world, 60, () => world.run(failed).sent)).toEqual([0, 2, 8, 20, 40]);
    expect(world.memory.restarts()).toMatchObject([{ name: 'a', restarts: 5, left: null }]);
  });

  it('counts restarts that failed', () => {
    const world = new Remembered();
    const course = { outcomes: { a: { kind: 'failed', wrote: false, health: null } } } as const;
    expect(minutesOf(world, 10, () => world.run(failed, course).sent)).toEqual([0, 2, 8]);
  });

  it('does not count what had recovered by itself', () => {
    const world = new Remembered();
    world.run(failed, { outcomes: { a: { kind: 'unchanged', wrote: false } } });
    expect(world.memory.restarts()).toEqual([]);
  });

  it('begins anew after an hour in which every reading was healthy, and not before', () => {
    const world = new Remembered();
    world.run(failed);
    minutesOf(world, 59, () => world.run(healthy).sent);
    expect(world.memory.restarts()).toMatchObject([{ restarts: 1, nextAt: null }]);
    minutesOf(world, 3, () => world.run(healthy).sent);
    expect(world.memory.restarts()).toEqual([]);
  });

  it('ends at the limit, and says so', () => {
    const world = new Remembered({
      restarts: { delayMilliseconds: minute, limit: 2, resetMilliseconds: hour },
    });
    expect(minutesOf(world, 300, () => world.run(failed).sent)).toEqual([0, 2]);
    expect(world.run(failed).holds).toMatchObject([
      { kind: 'restart-budget', until: null, reason: expect.stringContaining('which is the limit') },
    ]);
    expect(world.memory.restarts()).toMatchObject([{ restarts: 2, left: 0, nextAt: null }]);
  });

  it('is not used by the write of a changed file', () => {
    const world = new Remembered();
    world.run(drifted);
    expect(world.memory.restarts()).toEqual([]);
  });

  it('says of a restart that is due later when it follows, and since when it waits', () => {
    const world = new Remembered();
    const [since, until] = [world.now + minute, world.now + 2 * minute];
    world.run(failed);
    world.pass(minute);
    expect(world.run(failed).holds).toMatchObject([
      { since: new Date(since).toISOString(), until: new Date(until).toISOString() },
    ]);
  });
});

describe('a change that the worker refuses to write', () => {
  const course = { outcomes: { a: refusal } };

  it('is not sent again, however long that lasts', () => {
    const world = new Remembered();
    expect(minutesOf(world, 500, () => world.run(drifted, course).sent)).toEqual([0]);
    expect(world.run(drifted).holds).toMatchObject([
      { name: 'a', kind: 'refused', reason: 'the worker refused it', until: null },
    ]);
  });

  /** With the version of the plugin, which newer workers report while it runs. */
  function plugin(version: string): Sight {
    const [one] = drifted.live;
    if (!one?.status) throw new Error('the connector has a status');
    const status = { ...one.status, connector: { ...one.status.connector, version } };
    return { ...drifted, live: [{ ...one, status }] };
  }

  it('is sent when the file, the live configuration, the worker or the plugin is another one', () => {
    const others: readonly Sight[] = [
      { ...drifted, desired: [present('a', withBatch('3'))] },
      { ...drifted, live: [live('a', withBatch('0'))] },
      { ...drifted, version: '4.0.0' },
      plugin('2.0'),
    ];
    for (const other of others) {
      const world = new Remembered();
      world.run(plugin('1.0'), course);
      expect(world.run(other).sent).toEqual(['a']);
    }
  });

  it('stays refused while the version of its plugin is unknown, and when it becomes known', () => {
    const world = new Remembered();
    world.run(drifted, course);
    for (const sight of [plugin('1.0'), drifted, plugin('1.0')]) expect(world.run(sight).sent).toEqual([]);
    expect(world.run(plugin('1.1')).sent).toEqual(['a']);
  });

  it('stays refused after another change was made and reverted', () => {
    const world = new Remembered();
    world.run(drifted, course);
    world.run({ ...drifted, desired: [present('a', withBatch('3'))] });
    expect(world.run(drifted).sent).toEqual([]);
  });
});

describe('a change that the validation of the worker refuses', () => {
  const both: Sight = {
    desired: [present('a', withBatch('2')), present('b', withBatch('2'))],
    live: [live('a', withBatch('1')), live('b', withBatch('1'))],
  };

  it('blocks one run, and lets the others pass in the next', () => {
    const world = new Remembered();
    expect(world.run(both, { refused: ['a'] }).sent).toEqual([]);
    expect(world.run(both, { refused: ['a'] })).toMatchObject({
      sent: ['b'],
      holds: [{ name: 'a', kind: 'refused', reason: 'the worker refuses its configuration' }],
    });
  });

  it('is validated again after 1, 2, 4 minutes and so on, at most an hour apart', () => {
    const world = new Remembered();
    const validated = minutesOf(world, 300, () => {
      const held = world.run(drifted, { refused: ['a'] }).holds;
      return held.length === 0 ? ['a'] : [];
    });
    expect(validated).toEqual([0, 1, 3, 7, 15, 31, 63, 123, 183, 243]);
  });
});

describe('a change that fails otherwise', () => {
  it.each([
    ['failed', { kind: 'failed', wrote: false, health: null, reason: 'the worker timed out' }],
    ['unknown', { kind: 'unknown', wrote: false, health: null, reason: 'the worker timed out' }],
  ] as const)('is tried again with growing delays when its outcome is %s', (_, outcome) => {
    const world = new Remembered();
    expect(minutesOf(world, 20, () => world.run(drifted, { outcomes: { a: outcome } }).sent)).toEqual([
      0, 1, 3, 7, 15,
    ]);
    expect(world.run(drifted).holds).toMatchObject([{ kind: 'back-off', reason: 'the worker timed out' }]);
  });

  it('is tried again with growing delays when it was rolled back, and another change at once', () => {
    const world = new Remembered();
    const course = { rolledBack: ['a'] };
    expect(minutesOf(world, 10, () => world.run(drifted, course).sent)).toEqual([0, 1, 3, 7]);
    expect(world.run({ ...drifted, desired: [present('a', withBatch('3'))] }).sent).toEqual(['a']);
  });

  it('begins with the shortest delay again after a success', () => {
    const world = new Remembered();
    const course = { outcomes: { a: { kind: 'failed', wrote: false, health: null } } } as const;
    minutesOf(world, 8, () => world.run(drifted, course).sent);
    world.pass(hour);
    world.run(drifted);
    world.run(inSync);
    world.pass(hour);
    expect(minutesOf(world, 4, () => world.run(drifted, course).sent)).toEqual([0, 1, 3]);
  });

  it('stops its rollout: the connectors that it did not reach are no canaries in the next run', () => {
    const world = new Remembered();
    const names = ['a', 'b', 'c'];
    const sight: Sight = {
      desired: names.map((name) => present(name, withBatch('2'))),
      live: names.map((name) => live(name, withBatch('1'))),
    };
    const skipped = { kind: 'skipped', wrote: false, health: null } as const;
    const unhealthy = { health: { kind: 'failed', reason: 'connector FAILED', rootCause: null } } as const;
    world.run(sight, {
      outcomes: { a: unhealthy, b: skipped, c: skipped },
      rollouts: [
        {
          ...{ origin: { layer: 'default', label: undefined, source: undefined }, keys: ['batch.size'] },
          ...{ places: [], wave: 0, batches: [['a'], ['b', 'c']], canary: 'first-batch' },
          ...{ maxUnhealthy: 0, bakeMilliseconds: undefined },
        },
      ],
    });
    const next = { ...sight, live: [live('a', withBatch('2')), ...sight.live.slice(1)] };
    expect(world.run(next)).toMatchObject({
      sent: [],
      holds: [{ name: 'b', kind: 'back-off' }, { name: 'c' }],
    });
    world.pass(minute);
    expect(world.run(next).sent).toEqual(['b', 'c']);
  });
});

describe('a write that somebody else undoes', () => {
  it('is repeated once, and then the connector is contended until its file changes', () => {
    const world = new Remembered();
    expect(minutesOf(world, 500, () => world.run(drifted).sent)).toEqual([0, 1]);
    expect(world.run(drifted).holds).toMatchObject([
      { name: 'a', kind: 'contended', keys: ['batch.size'], until: null },
    ]);
    expect(world.run({ ...drifted, desired: [present('a', withBatch('3'))] }).sent).toEqual(['a']);
  });

  it('is written again when the file changes and changes back, though nothing was to be done in between', () => {
    const world = new Remembered();
    minutesOf(world, 5, () => world.run(drifted).sent);
    world.run({ ...drifted, desired: [present('a', withBatch('1'))] });
    expect(world.run(drifted).sent).toEqual(['a']);
  });

  it('is written again when some of its keys are ignored', () => {
    const world = new Remembered();
    minutesOf(world, 5, () => world.run(drifted).sent);
    const desired = [present('a', { ...withBatch('2'), ignoreKeys: ['file'] })];
    expect(world.run({ ...drifted, desired }).sent).toEqual(['a']);
  });

  it('is written again after an hour as declared, in which it may have FAILED', () => {
    const world = new Remembered();
    minutesOf(world, 5, () => world.run(drifted).sent);
    const broken = { ...inSync, live: [live('a', { ...withBatch('2'), tasks: ['FAILED'] })] };
    minutesOf(world, 61, () => world.run(broken).sent);
    expect(world.run(drifted).sent).toEqual(['a']);
  });

  it('counts for nothing when more than an hour lies between two of them', () => {
    const world = new Remembered();
    for (let round = 0; round < 5; round += 1) {
      expect(world.run(drifted).sent).toEqual(['a']);
      world.pass(hour + minute);
    }
  });

  it('counts where the run itself saw that it was undone', () => {
    const world = new Remembered();
    const course = { outcomes: { a: { kind: 'stale' } } } as const;
    expect(minutesOf(world, 30, () => world.run(drifted, course).sent)).toEqual([0, 1]);
  });

  it('counts where only the next reading showed that it had arrived', () => {
    const world = new Remembered();
    const course = { outcomes: { a: { kind: 'unknown', wrote: false, health: null } } } as const;
    const sent = minutesOf(world, 200, () => {
      const ran = world.run(drifted, course).sent;
      if (ran.length > 0) world.run(inSync);
      return ran;
    });
    expect(sent).toHaveLength(2);
  });

  it('is no contention where the connector only takes long to reach its state', () => {
    const world = new Remembered();
    const sight = { desired: [present('a', { state: 'paused' as const })], live: [live('a')] };
    const course = {
      outcomes: { a: { health: { kind: 'progressing', reason: 'connector RUNNING, desired paused' } } },
    } as const;
    expect(minutesOf(world, 10, () => world.run(sight, course).sent)).toEqual([0, 1, 3, 7]);
    expect(world.memory.holds()).toMatchObject([{ kind: 'back-off' }]);
  });
});

describe('the mode apply', () => {
  it('writes what differs at the start, and later only what changes in the files', () => {
    const world = new Remembered({ mode: 'apply' });
    expect(world.run(drifted).sent).toEqual(['a']);
    world.run(inSync);
    expect(world.run(drifted)).toMatchObject({ sent: [], holds: [{ name: 'a', kind: 'mode' }] });
    expect(world.run({ ...drifted, desired: [present('a', withBatch('3'))] }).sent).toEqual(['a']);
  });

  it('restarts nothing', () => {
    const world = new Remembered({ mode: 'apply' });
    expect(world.run(failed)).toMatchObject({ sent: [], holds: [{ kind: 'mode' }] });
  });
});

describe('a suspended connector', () => {
  it('is among the holds as long as its file says so', () => {
    const world = new Remembered();
    const [one] = drifted.desired;
    if (!one) throw new Error('a connector is declared');
    const end = { at: Date.UTC(2099, 11, 25), written: '2099-12-24' };
    const suspension = { reason: 'incident 4711', until: end, source: one.source };
    const suspended = { ...drifted, desired: [{ ...one, suspension }] };
    const since = new Date(world.now).toISOString();
    world.run(suspended);
    world.pass(minute);
    expect(world.run(suspended)).toMatchObject({
      sent: [],
      holds: [
        {
          name: 'a',
          kind: 'suspended',
          reason: 'suspended until 2099-12-24, incident 4711',
          since,
          until: '2099-12-25T00:00:00.000Z',
        },
      ],
    });
    expect(world.run(drifted)).toMatchObject({ sent: ['a'], holds: [] });
  });
});

describe('what is remembered of a connector', () => {
  it('is forgotten when it is neither declared nor live', () => {
    const world = new Remembered();
    world.run(failed);
    world.run({ desired: [], live: failed.live });
    expect(world.memory.restarts()).toHaveLength(1);
    world.run({ desired: [present('b')], live: [live('b')] });
    expect(world.memory.restarts()).toEqual([]);
  });

  it('shows no value of its configuration', () => {
    const world = new Remembered();
    const secret = (value: string) => ({ config: { ...someConfig, 'connection.password': value } });
    const sight = { desired: [present('a', secret('new-7Gk2'))], live: [live('a', secret('old-J8rV'))] };
    for (let round = 0; round < 4; round += 1) world.run(sight);
    const shown = JSON.stringify([world.memory.holds(), world.memory.restarts()]);
    expect(shown).toContain('connection.password');
    expect(shown).not.toMatch(/7Gk2|J8rV|[0-9a-f]{32}/);
  });
});
