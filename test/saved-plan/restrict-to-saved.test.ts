import { describe, expect, it } from 'vitest';
import type { DesiredConnector } from '../../src/model/desired-connector.ts';
import { KnownSecrets } from '../../src/model/known-secrets.ts';
import type { LiveConnector } from '../../src/model/live-connector.ts';
import type { Plan } from '../../src/model/plan.ts';
import { makeRedactor } from '../../src/model/redaction/redactor.ts';
import { makeScrub } from '../../src/model/redaction/scrub.ts';
import { viewPlan } from '../../src/model/redaction/view-plan.ts';
import type { SavedClusterPlan } from '../../src/model/saved-plan.ts';
import type { Sealing } from '../../src/saved-plan/fingerprint.ts';
import { restrictToSaved } from '../../src/saved-plan/restrict-to-saved.ts';
import { fingerprintChange } from '../../src/saved-plan/saved-change.ts';
import { absent, byName, live, present, someConfig } from '../support/connectors.ts';
import { type PlanParts, planFor } from '../support/plans.ts';

/** The files and the cluster at one point in time. */
interface Moment extends Pick<PlanParts, 'policy' | 'version'> {
  readonly desired?: readonly DesiredConnector[];
  readonly live?: readonly LiveConnector[];
}

const sealing: Sealing = {
  planKey: 'a key that is not guessable',
  createdAt: '2025-11-23T15:32:08.120Z',
  cluster: 'c',
};

function save(moment: Moment, seal?: Sealing): Pick<SavedClusterPlan, 'plan' | 'fingerprints'> {
  const plan = planFor(moment);
  const known = new KnownSecrets();
  const redactor = makeRedactor({
    live: moment.live ?? [],
    desired: moment.desired ?? [],
    passwordKeys: new Map(),
    known,
  });
  const view = viewPlan(plan, redactor, makeScrub(known));
  const fingerprints = plan.steps.map(({ change }) => {
    const shown = view.changes.find(({ name }) => name === change.name);
    return fingerprintChange(change, shown ?? { before: null, after: null }, seal);
  });
  // A saved plan is a file, so it takes the way through JSON.
  return JSON.parse(JSON.stringify({ plan: view, fingerprints }));
}

/** The plan of one point in time, restricted at another one. */
function restricted(then: Moment, now: Moment, seal?: Sealing): Plan {
  return restrictToSaved(planFor(now), {
    saved: save(then, seal),
    desired: now.desired ?? [],
    live: byName(now.live ?? []),
    sealing: seal,
  });
}

/** The steps, the settled changes and those that are not in the plan, each as one line. */
function linesOf(plan: Plan): string[] {
  return [
    ...plan.steps.map(({ change }) => `${change.kind} ${change.name}`),
    ...(plan.leftOut ?? []).map(({ kind, name, reason }) => `${kind} ${name}: ${reason}`),
    ...plan.leftAlone
      .filter(({ reason }) => reason === 'not-in-plan')
      .map(({ name, detail }) => `not in plan ${name}: ${detail}`),
  ];
}

const config = (more: Readonly<Record<string, string>>) => ({ config: { ...someConfig, ...more } });
const desired = (more: Readonly<Record<string, string>> = {}) => present('a', config(more));
const running = (more: Readonly<Record<string, string>> = {}) => live('a', config(more));

const creation: Moment = { desired: [desired({ topic: 'x' })] };
const update: Moment = { desired: [desired({ topic: 'y' })], live: [running({ topic: 'x' })] };
const deletion: Moment = { desired: [absent('a')], live: [running({ topic: 'x' })] };
const pausing: Moment = { desired: [present('a', { ...config({}), state: 'paused' })], live: [running()] };
const broken = live('a', { ...config({}), tasks: ['FAILED'] });
const recovery: Moment = { desired: [desired()], live: [broken] };
const pruning: Moment = {
  desired: [present('z')],
  live: [running(), live('z')],
  policy: { prune: true, allowDeletes: 9, ownership: { names: ['*'] } },
};
const stopThenWrite: Moment = {
  desired: [present('a', { ...config({ topic: 'y' }), state: 'stopped' })],
  live: [running({ topic: 'x' })],
};
const createPaused: Moment = {
  desired: [present('a', { ...config({}), state: 'paused' })],
  version: '3.4.1',
};

describe('restricting a plan to a saved one', () => {
  it.each([
    ['a creation', creation],
    ['an update', update],
    ['a deletion', deletion],
    ['a change of the state', pausing],
    ['a restart', recovery],
    ['a deletion by --prune', pruning],
    ['an update of two calls', stopThenWrite],
  ])('applies %s if nothing has changed', (_, then) => {
    const plan = restricted(then, then);
    expect(plan.steps).toEqual(planFor(then).steps);
    expect(plan.leftOut).toEqual([]);
    expect(plan.leftAlone.filter(({ reason }) => /stale|not-in-plan/.test(reason))).toEqual([]);
  });

  it.each<[string, Moment, Moment, string[]]>([
    [
      'a creation that is already done',
      creation,
      { ...creation, live: [running({ topic: 'x' })] },
      ['unchanged a: it already matches the plan'],
    ],
    [
      'an update that is already done',
      update,
      { ...update, live: [running({ topic: 'y' })] },
      ['unchanged a: it already matches the plan'],
    ],
    [
      'a deletion that is already done',
      deletion,
      { desired: [absent('a')] },
      ['unchanged a: it is already deleted'],
    ],
    [
      'a deletion by --prune that is already done',
      pruning,
      { ...pruning, live: [live('z')] },
      ['unchanged a: it is already deleted'],
    ],
    [
      'a state that is already reached',
      pausing,
      { ...pausing, live: [live('a', { ...config({}), state: 'PAUSED', tasks: ['PAUSED'] })] },
      ['unchanged a: it already matches the plan'],
    ],
    [
      'a restart of a connector that has recovered',
      recovery,
      { ...recovery, live: [running()] },
      ['unchanged a: it already matches the plan'],
    ],
    [
      'an update that is done and FAILED now, whose restart is not in the plan',
      update,
      { ...update, live: [live('a', { ...config({ topic: 'y' }), tasks: ['FAILED'] })] },
      ['unchanged a: it already matches the plan', 'not in plan a: it would be restarted'],
    ],
    [
      'an update of two calls, of which the first is done: the second',
      stopThenWrite,
      { ...stopThenWrite, live: [live('a', { ...config({ topic: 'x' }), state: 'STOPPED', tasks: [] })] },
      ['update a'],
    ],
    [
      'a creation whose state is not set yet: the state',
      createPaused,
      { ...createPaused, live: [running()] },
      ['set-state a'],
    ],
  ])('handles %s', (_, then, now, expected) => {
    expect(linesOf(restricted(then, now))).toEqual(expected);
  });

  it.each<[string, Moment, Moment, string]>([
    [
      'its file has changed',
      update,
      { ...update, desired: [desired({ topic: 'z' })] },
      'its file has changed: topic',
    ],
    [
      'its file has another key',
      update,
      { ...update, desired: [desired({ topic: 'y', b: '1' })] },
      'its file has changed: b',
    ],
    [
      'it was changed on the cluster',
      update,
      { ...update, live: [running({ topic: 'z' })] },
      'it was changed after the plan was saved: topic',
    ],
    [
      'a key was added on the cluster',
      update,
      { ...update, live: [running({ topic: 'x', b: '1' })] },
      'it was changed after the plan was saved: b',
    ],
    [
      'it was deleted on the cluster',
      update,
      { desired: update.desired ?? [] },
      'it was deleted after the plan was saved',
    ],
    ['its file is gone', update, { live: update.live ?? [] }, 'no connector file declares it any more'],
    [
      'its file declares absent',
      update,
      { ...update, desired: [absent('a')] },
      'its file declares state: absent now',
    ],
    [
      'its file declares a state too',
      update,
      { ...update, desired: [present('a', { ...config({ topic: 'y' }), state: 'paused' })] },
      'its file has changed: state',
    ],
    [
      'it was created on the cluster',
      creation,
      { ...creation, live: [running({ topic: 'z' })] },
      'it was created after the plan was saved',
    ],
    [
      'it is declared again',
      deletion,
      { ...deletion, desired: [desired({ topic: 'y' })] },
      'a connector file declares it now',
    ],
    [
      'it was changed before its deletion',
      deletion,
      { ...deletion, live: [running({ topic: 'z' })] },
      'it was changed after the plan was saved: topic',
    ],
    [
      'its file no longer declares absent',
      deletion,
      { live: deletion.live ?? [] },
      'its file no longer declares state: absent',
    ],
    [
      'its file declares another state',
      pausing,
      { ...pausing, desired: [present('a', { ...config({}), state: 'stopped' })] },
      'its file has changed: state',
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
      'a new plan leaves it alone (ownership.protect contains "a")',
    ],
  ])('applies nothing if %s', (_, then, now, reason) => {
    const plan = restricted(then, now);
    expect(plan.steps).toEqual([]);
    expect(plan.leftOut).toMatchObject([{ name: 'a', kind: 'stale', reason }]);
    expect(plan.leftAlone).toContainEqual({ name: 'a', reason: 'stale', detail: reason });
  });

  it('reports a change that is not in the saved plan, and does not apply it', () => {
    const now = { desired: [...(update.desired ?? []), present('b')], live: update.live ?? [] };
    expect(linesOf(restricted(update, now))).toEqual(['update a', 'not in plan b: it would be created']);
  });

  it('ignores keys that are managed elsewhere', () => {
    const owned = present('a', { ...config({ topic: 'y' }), ignoreKeys: ['tasks.max'] });
    const then = { desired: [owned], live: [running({ topic: 'x' })] };
    const now = { desired: [owned], live: [running({ topic: 'x', 'tasks.max': '7' })] };
    expect(linesOf(restricted(then, now))).toEqual(['update a']);
  });

  it('sends no call that is not in the saved plan', () => {
    const then = { ...update, version: '2.8.2' };
    const now = {
      ...update,
      live: [live('a', { ...config({ topic: 'x' }), tasks: ['FAILED'] })],
      version: '2.8.2',
    };
    expect(linesOf(restricted(then, now))).toEqual([
      'stale a: it would need calls that are not in the plan: PUT config, restart task 0',
    ]);
  });
});

const secret = (password: string, topic = 'x') => ({
  'database.password': password,
  'connection.url': `https://user:${password}@db:9200/path`,
  topic,
});

describe('secrets in a saved plan', () => {
  const rotation: Moment = { desired: [desired(secret('new'))], live: [running(secret('old'))] };

  it('are not saved, only whether live and desired values are equal', () => {
    const [fingerprint] = save(rotation).fingerprints;
    expect(fingerprint?.secrets).toEqual([
      { key: 'connection.url', extent: 'part', comparison: 'different' },
      { key: 'database.password', extent: 'whole', comparison: 'different' },
    ]);
    const another = { desired: [desired(secret('5678'))], live: [running(secret('1234'))] };
    expect(save(another)).toEqual(save(rotation));
  });

  it('are rotated once', () => {
    expect(linesOf(restricted(rotation, rotation))).toEqual(['update a']);
    expect(linesOf(restricted(rotation, { ...rotation, live: [running(secret('new'))] }))).toEqual([
      'unchanged a: it already matches the plan',
    ]);
  });

  it('make a change stale if they were equal and now differ', () => {
    const then = { desired: [desired(secret('same', 'y'))], live: [running(secret('same'))] };
    const now = { desired: [desired(secret('other', 'y'))], live: [running(secret('same'))] };
    expect(linesOf(restricted(then, now))).toEqual([
      'stale a: it was changed after the plan was saved: connection.url, database.password',
    ]);
  });

  it('do not hide a change of the value around them, such as the host of a URL', () => {
    const now = desired({ ...secret('new'), 'connection.url': 'https://user:new@elsewhere:9200/path' });
    expect(linesOf(restricted(rotation, { ...rotation, desired: [now] }))).toEqual([
      'stale a: its file has changed: connection.url',
    ]);
  });

  it('can be exchanged undetected without a plan key, not with one', () => {
    const now = { ...rotation, desired: [desired(secret('third'))] };
    expect(linesOf(restricted(rotation, now))).toEqual(['update a']);
    expect(linesOf(restricted(rotation, now, sealing))).toEqual([
      'stale a: its file has changed: connection.url, database.password',
    ]);
    expect(linesOf(restricted(rotation, rotation, sealing))).toEqual(['update a']);
    expect(linesOf(restricted(rotation, { ...rotation, live: [running(secret('new'))] }, sealing))).toEqual([
      'unchanged a: it already matches the plan',
    ]);
  });
});

describe('an edited plan', () => {
  it('cannot declare a value secret that it shows', () => {
    const saved = save(update);
    const [fingerprint] = saved.fingerprints;
    if (!fingerprint) throw new Error('no fingerprint');
    const loosened = {
      ...saved,
      fingerprints: [
        {
          ...fingerprint,
          secrets: [{ key: 'topic', extent: 'whole' as const, comparison: 'different' as const }],
        },
      ],
    };
    const now = { ...update, desired: [desired({ topic: 'evil' })] };
    const plan = restrictToSaved(planFor(now), {
      saved: loosened,
      desired: now.desired,
      live: byName(now.live ?? []),
      sealing: undefined,
    });
    expect(plan.steps).toEqual([]);
  });

  it('applies nothing to a connector without a fingerprint', () => {
    const plan = restrictToSaved(planFor(update), {
      saved: { ...save(update), fingerprints: [] },
      desired: update.desired ?? [],
      live: byName(update.live ?? []),
      sealing: undefined,
    });
    expect(linesOf(plan)).toEqual(['stale a: the saved plan has no fingerprint of it']);
  });
});
