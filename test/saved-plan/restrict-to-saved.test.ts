import { describe, expect, it } from 'vitest';
import type { DesiredConnector } from '../../src/model/desired-connector.ts';
import { KnownSecrets } from '../../src/model/known-secrets.ts';
import type { LiveConnector } from '../../src/model/live-connector.ts';
import type { Plan } from '../../src/model/plan.ts';
import { makeRedactor } from '../../src/model/redaction/redactor.ts';
import { viewPlan } from '../../src/model/redaction/view-plan.ts';
import type { SavedClusterPlan } from '../../src/model/saved-plan.ts';
import type { Sealing } from '../../src/saved-plan/fingerprint.ts';
import { restrictToSaved } from '../../src/saved-plan/restrict-to-saved.ts';
import { makeSavedObject } from '../../src/saved-plan/saved-change.ts';
import { absent, byName, live, present, someConfig } from '../support/connectors.ts';
import { type PlanParts, planFor } from '../support/plans.ts';

/** Files and a cluster at one moment. */
interface Moment extends Pick<PlanParts, 'policy' | 'version'> {
  readonly desired?: readonly DesiredConnector[];
  readonly live?: readonly LiveConnector[];
}

const sealing: Sealing = {
  planKey: 'a key that nobody guesses',
  createdAt: '2025-11-23T15:32:08.120Z',
  cluster: 'c',
};

function save(moment: Moment, seal?: Sealing): Pick<SavedClusterPlan, 'plan' | 'objects'> {
  const plan = planFor(moment);
  const known = new KnownSecrets();
  const redactor = makeRedactor({
    live: moment.live ?? [],
    desired: moment.desired ?? [],
    passwordKeys: new Map(),
    known,
  });
  const view = viewPlan(plan, redactor, known);
  const objects = plan.steps.map(({ change }) => {
    const shown = view.changes.find(({ name }) => name === change.name);
    return makeSavedObject(change, shown ?? { before: null, after: null }, seal);
  });
  // What lies on a disk is text.
  return JSON.parse(JSON.stringify({ plan: view, objects }));
}

/** What becomes of the plan of one moment at another one. */
function later(then: Moment, now: Moment, seal?: Sealing): Plan {
  return restrictToSaved(planFor(now), {
    saved: save(then, seal),
    desired: now.desired ?? [],
    live: byName(now.live ?? []),
    sealing: seal,
  });
}

/** `steps`, what is settled, what is left alone: each in one line. */
function told(plan: Plan): string[] {
  return [
    ...plan.steps.map(({ change }) => `${change.kind} ${change.name}`),
    ...(plan.settled ?? []).map(({ kind, name, reason }) => `${kind} ${name}: ${reason}`),
    ...plan.leftAlone
      .filter(({ reason }) => reason === 'not-in-plan')
      .map(({ name, detail }) => `not in plan ${name}: ${detail}`),
  ];
}

const config = (more: Readonly<Record<string, string>>) => ({ config: { ...someConfig, ...more } });
const wish = (more: Readonly<Record<string, string>> = {}) => present('a', config(more));
const is = (more: Readonly<Record<string, string>> = {}) => live('a', config(more));

const creation: Moment = { desired: [wish({ topic: 'x' })] };
const update: Moment = { desired: [wish({ topic: 'y' })], live: [is({ topic: 'x' })] };
const deletion: Moment = { desired: [absent('a')], live: [is({ topic: 'x' })] };
const pausing: Moment = { desired: [present('a', { ...config({}), state: 'paused' })], live: [is()] };
const broken = live('a', { ...config({}), tasks: ['FAILED'] });
const healing: Moment = { desired: [wish()], live: [broken] };
const pruning: Moment = {
  desired: [present('z')],
  live: [is(), live('z')],
  policy: { prune: true, allowDeletes: 9, ownership: { names: ['*'] } },
};
const stopThenWrite: Moment = {
  desired: [present('a', { ...config({ topic: 'y' }), state: 'stopped' })],
  live: [is({ topic: 'x' })],
};
const createPaused: Moment = {
  desired: [present('a', { ...config({}), state: 'paused' })],
  version: '3.4.1',
};

describe('of a saved plan is carried out what still holds', () => {
  it.each([
    ['a creation', creation],
    ['an update', update],
    ['a deletion', deletion],
    ['a state', pausing],
    ['a restart', healing],
    ['a pruned connector', pruning],
    ['two calls', stopThenWrite],
  ])('%s: all of it, when nothing has moved', (_, then) => {
    const plan = later(then, then);
    expect(plan.steps).toEqual(planFor(then).steps);
    expect(plan.settled).toEqual([]);
    expect(plan.leftAlone.filter(({ reason }) => /stale|not-in-plan/.test(reason))).toEqual([]);
  });

  it.each<[string, Moment, Moment, string[]]>([
    [
      'a creation that came about',
      creation,
      { ...creation, live: [is({ topic: 'x' })] },
      ['unchanged a: it already is as the plan would make it'],
    ],
    [
      'an update that came about',
      update,
      { ...update, live: [is({ topic: 'y' })] },
      ['unchanged a: it already is as the plan would make it'],
    ],
    ['a deletion that came about', deletion, { desired: [absent('a')] }, ['unchanged a: it is gone already']],
    [
      'a pruned one that is gone',
      pruning,
      { ...pruning, live: [live('z')] },
      ['unchanged a: it is gone already'],
    ],
    [
      'a state that is there',
      pausing,
      { ...pausing, live: [live('a', { ...config({}), state: 'PAUSED', tasks: ['PAUSED'] })] },
      ['unchanged a: it already is as the plan would make it'],
    ],
    [
      'what has healed',
      healing,
      { ...healing, live: [is()] },
      ['unchanged a: it already is as the plan would make it'],
    ],
    [
      'what was written and is FAILED now: a restart is no part of it',
      update,
      { ...update, live: [live('a', { ...config({ topic: 'y' }), tasks: ['FAILED'] })] },
      ['unchanged a: it already is as the plan would make it', 'not in plan a: it would be restarted'],
    ],
    [
      'the first of two calls: the second one',
      stopThenWrite,
      { ...stopThenWrite, live: [live('a', { ...config({ topic: 'x' }), state: 'STOPPED', tasks: [] })] },
      ['update a'],
    ],
    [
      'a creation whose state is not there yet: the state',
      createPaused,
      { ...createPaused, live: [is()] },
      ['set-state a'],
    ],
  ])('%s', (_, then, now, expected) => {
    expect(told(later(then, now))).toEqual(expected);
  });

  it.each<[string, Moment, Moment, string]>([
    [
      'its file says otherwise',
      update,
      { ...update, desired: [wish({ topic: 'z' })] },
      'its file says otherwise now: topic',
    ],
    [
      'its file has a key more',
      update,
      { ...update, desired: [wish({ topic: 'y', b: '1' })] },
      'its file says otherwise now: b',
    ],
    [
      'somebody changed it',
      update,
      { ...update, live: [is({ topic: 'z' })] },
      'it was changed since then: topic',
    ],
    [
      'somebody added a key',
      update,
      { ...update, live: [is({ topic: 'x', b: '1' })] },
      'it was changed since then: b',
    ],
    ['somebody deleted it', update, { desired: update.desired ?? [] }, 'it was deleted since then'],
    ['its file is gone', update, { live: update.live ?? [] }, 'no file wishes for it any more'],
    [
      'its file says absent',
      update,
      { ...update, desired: [absent('a')] },
      'its file says state: absent now',
    ],
    [
      'its file wishes for a state too',
      update,
      { ...update, desired: [present('a', { ...config({ topic: 'y' }), state: 'paused' })] },
      'its file says otherwise now: state',
    ],
    [
      'somebody created it',
      creation,
      { ...creation, live: [is({ topic: 'z' })] },
      'it was created since then',
    ],
    [
      'it is wished for after all',
      deletion,
      { ...deletion, desired: [wish({ topic: 'y' })] },
      'a file wishes for it now',
    ],
    [
      'it was changed before its deletion',
      deletion,
      { ...deletion, live: [is({ topic: 'z' })] },
      'it was changed since then: topic',
    ],
    [
      'its file no longer says absent',
      deletion,
      { live: deletion.live ?? [] },
      'its file no longer says state: absent',
    ],
    [
      'its file wishes for another state',
      pausing,
      { ...pausing, desired: [present('a', { ...config({}), state: 'stopped' })] },
      'its file says otherwise now: state',
    ],
    [
      'it is in a third state',
      pausing,
      { ...pausing, live: [live('a', { ...config({}), state: 'STOPPED', tasks: [] })] },
      'it is stopped now',
    ],
    [
      'it is protected now',
      deletion,
      { ...deletion, policy: { ownership: { protect: ['a'] } } },
      'a plan made now leaves it alone (ownership.protect holds "a")',
    ],
  ])('not where %s', (_, then, now, reason) => {
    const plan = later(then, now);
    expect(plan.steps).toEqual([]);
    expect(plan.settled).toMatchObject([{ name: 'a', kind: 'stale', reason }]);
    expect(plan.leftAlone).toContainEqual({ name: 'a', reason: 'stale', detail: reason });
  });

  it('and what is new is not done, and named', () => {
    const now = { desired: [...(update.desired ?? []), present('b')], live: update.live ?? [] };
    expect(told(later(update, now))).toEqual(['update a', 'not in plan b: it would be created']);
  });

  it('what another actor owns may move meanwhile', () => {
    const owned = present('a', { ...config({ topic: 'y' }), ignoreKeys: ['tasks.max'] });
    const then = { desired: [owned], live: [is({ topic: 'x' })] };
    const now = { desired: [owned], live: [is({ topic: 'x', 'tasks.max': '7' })] };
    expect(told(later(then, now))).toEqual(['update a']);
  });

  it('a call that the plan does not hold is not sent', () => {
    const then = { ...update, version: '2.8.2' };
    const now = {
      ...update,
      live: [live('a', { ...config({ topic: 'x' }), tasks: ['FAILED'] })],
      version: '2.8.2',
    };
    expect(told(later(then, now))).toEqual([
      'stale a: it would take calls that the plan does not hold: PUT config, restart task 0',
    ]);
  });
});

const secret = (password: string, topic = 'x') => ({
  'database.password': password,
  'connection.url': `https://user:${password}@db:9200/path`,
  topic,
});

describe('of secrets', () => {
  const rotation: Moment = { desired: [wish(secret('new'))], live: [is(secret('old'))] };

  it('nothing is kept but whether they are equal', () => {
    const [object] = save(rotation).objects;
    expect(object?.secrets).toEqual([
      { key: 'connection.url', extent: 'part', comparison: 'different' },
      { key: 'database.password', extent: 'whole', comparison: 'different' },
    ]);
    const another = { desired: [wish(secret('5678'))], live: [is(secret('1234'))] };
    expect(save(another)).toEqual(save(rotation));
  });

  it('a rotation is carried out, and is unchanged once it is', () => {
    expect(told(later(rotation, rotation))).toEqual(['update a']);
    expect(told(later(rotation, { ...rotation, live: [is(secret('new'))] }))).toEqual([
      'unchanged a: it already is as the plan would make it',
    ]);
  });

  it('one that was equal and is not any more makes it stale', () => {
    const then = { desired: [wish(secret('same', 'y'))], live: [is(secret('same'))] };
    const now = { desired: [wish(secret('other', 'y'))], live: [is(secret('same'))] };
    expect(told(later(then, now))).toEqual([
      'stale a: it was changed since then: connection.url, database.password',
    ]);
  });

  it('what stands around one counts: the host of a URL', () => {
    const now = wish({ ...secret('new'), 'connection.url': 'https://user:new@elsewhere:9200/path' });
    expect(told(later(rotation, { ...rotation, desired: [now] }))).toEqual([
      'stale a: its file says otherwise now: connection.url',
    ]);
  });

  it('a rotation between two others goes unseen without a key, and not with one', () => {
    const now = { ...rotation, desired: [wish(secret('third'))] };
    expect(told(later(rotation, now))).toEqual(['update a']);
    expect(told(later(rotation, now, sealing))).toEqual([
      'stale a: its file says otherwise now: connection.url, database.password',
    ]);
    expect(told(later(rotation, rotation, sealing))).toEqual(['update a']);
    expect(told(later(rotation, { ...rotation, live: [is(secret('new'))] }, sealing))).toEqual([
      'unchanged a: it already is as the plan would make it',
    ]);
  });
});

describe('a plan that was edited', () => {
  it('gets nothing past what it shows: a value that is shown is no secret', () => {
    const saved = save(update);
    const [object] = saved.objects;
    if (!object) throw new Error('no object');
    const loosened = {
      ...saved,
      objects: [
        {
          ...object,
          secrets: [{ key: 'topic', extent: 'whole' as const, comparison: 'different' as const }],
        },
      ],
    };
    const now = { ...update, desired: [wish({ topic: 'evil' })] };
    const plan = restrictToSaved(planFor(now), {
      saved: loosened,
      desired: now.desired,
      live: byName(now.live ?? []),
      sealing: undefined,
    });
    expect(plan.steps).toEqual([]);
  });

  it('or that lacks how a connector was does nothing about it', () => {
    const plan = restrictToSaved(planFor(update), {
      saved: { ...save(update), objects: [] },
      desired: update.desired ?? [],
      live: byName(update.live ?? []),
      sealing: undefined,
    });
    expect(told(plan)).toEqual(['stale a: the saved plan does not say how it was']);
  });
});
