import { describe, expect, it } from 'vitest';
import type { ApplyOptions } from '../../src/apply/apply-options.ts';
import { applySteps } from '../../src/apply/apply-steps.ts';
import type { OffsetsAction } from '../../src/model/action.ts';
import type { ConnectorName } from '../../src/model/connector-name.ts';
import type { ConnectorOffset } from '../../src/model/connector-offsets.ts';
import type { DesiredState } from '../../src/model/desired-connector.ts';
import { observedState } from '../../src/model/live-connector.ts';
import type { Outcome } from '../../src/model/outcome.ts';
import { offsetsStep } from '../../src/plan/offsets-step.ts';
import { ApplyStory, defaultOptions } from '../support/apply-story.ts';
import { someConfig } from '../support/connectors.ts';
import type { Fault, MemoryRequest } from '../support/memory-cluster.ts';

const entry = (position: number): ConnectorOffset => ({
  partition: { filename: '/in' },
  offset: { position },
});

const set: OffsetsAction = { kind: 'alter-offsets', entries: [entry(3)] };
const reset: OffsetsAction = { kind: 'reset-offsets' };

/** A connector with offsets, and what changes them. */
class OffsetsStory {
  readonly story = new ApplyStory();
  readonly cluster = this.story.cluster;
  readonly clock = this.story.clock;
  readonly former: DesiredState;

  constructor(former: DesiredState = 'running') {
    this.former = former;
    this.cluster.seed('lines', someConfig, former);
    this.cluster.setOffsets('lines', [entry(7)]);
  }

  readonly #interrupt = new AbortController();

  interrupt(): void {
    this.#interrupt.abort('SIGINT');
  }

  /** Changes the offsets and returns the outcome. */
  async change(action: OffsetsAction, options: Partial<ApplyOptions> = {}): Promise<Outcome> {
    const live = this.live;
    const step = offsetsStep({ ...live, name: 'lines' as ConnectorName }, action);
    const worker = { version: undefined };
    const report = await applySteps(
      { steps: [step], refusals: [], findings: [], cluster: { worker } },
      this.cluster,
      {
        options: { ...defaultOptions, stableForMilliseconds: 0, ...options },
        clock: this.clock,
        interrupt: this.#interrupt.signal,
        emit: () => undefined,
      },
    );
    const [outcome] = report.outcomes;
    if (!outcome) throw new Error('there is no outcome');
    return outcome;
  }

  get live() {
    const live = this.cluster.snapshot().get('lines');
    if (!live) throw new Error('the connector is gone');
    return live;
  }

  get offsets(): readonly ConnectorOffset[] {
    return this.cluster.offsetsOf('lines');
  }
}

describe('offsets', () => {
  it.each<[DesiredState, string[]]>([
    ['running', ['setState lines', 'alterOffsets lines', 'setState lines']],
    ['paused', ['setState lines', 'alterOffsets lines', 'setState lines']],
    ['stopped', ['alterOffsets lines']],
  ])('of a connector that is %s are set while it is stopped: %j', async (former, writes) => {
    const story = new OffsetsStory(former);
    const outcome = await story.change(set);
    expect(outcome).toMatchObject({ kind: 'applied', change: 'offsets', wrote: true });
    expect(outcome.health?.kind).toBe(former === 'running' ? 'healthy' : 'suspended');
    expect(outcome.workerMessage).toMatch(/^The offsets for this connector have been altered/);
    expect(story.cluster.writes).toEqual(writes);
    expect(story.offsets).toEqual([entry(3)]);
    expect(observedState(story.live)).toBe(former);
  });

  it('are reset once no task is left', async () => {
    const story = new OffsetsStory();
    expect((await story.change(reset)).kind).toBe('applied');
    expect(story.offsets).toEqual([]);
  });

  it('are sent again while the worker says that the connector is not stopped yet', async () => {
    const story = new OffsetsStory();
    const workerMessage = 'Connectors must be in the STOPPED state before their offsets can be modified.';
    let refusals = 0;
    story.cluster.fault = ({ call }) => {
      if (call !== 'alterOffsets' || ++refusals > 2) return undefined;
      return { kind: 'failure', verdict: 'refused', status: 400, workerMessage };
    };
    expect((await story.change(set)).kind).toBe('applied');
    expect(refusals).toBe(3);
  });

  it('that the worker refuses leave the connector running, with the reason of the worker', async () => {
    const story = new OffsetsStory();
    story.cluster.fault = ({ call }) =>
      call === 'alterOffsets'
        ? { kind: 'failure', verdict: 'refused', status: 400, workerMessage: 'no such partition' }
        : undefined;
    const outcome = await story.change(set);
    expect(outcome).toMatchObject({ kind: 'failed', workerMessage: 'no such partition' });
    expect('reason' in outcome && outcome.reason).toBe(
      'the worker answered refused; 1 of its 3 calls was applied; it is running again',
    );
    expect(observedState(story.live)).toBe('running');
    expect(story.offsets).toEqual([entry(7)]);
  });

  it('that the worker accepts and does not change are a failure, and the connector runs again', async () => {
    const story = new OffsetsStory();
    const alter = story.cluster.alterOffsets.bind(story.cluster);
    story.cluster.alterOffsets = async (name) => alter(name, '{"offsets":[]}');
    const outcome = await story.change(set);
    expect('reason' in outcome && outcome.reason).toMatch(
      /^the worker accepted the offsets, but still reports other/,
    );
    expect(observedState(story.live)).toBe('running');
  });

  it('are left alone where the configuration was changed meanwhile, and nothing is stopped', async () => {
    const story = new OffsetsStory();
    const changing = story.change(set);
    story.cluster.place('lines', { ...someConfig, topic: 'other' });
    const outcome = await changing;
    expect(outcome.kind).toBe('stale');
    expect(story.cluster.writes).toEqual([]);
  });

  it('are left alone, and so is the connector, where it was resumed and paused meanwhile', async () => {
    const story = new OffsetsStory();
    story.cluster.fault = ({ call }) => {
      if (call === 'alterOffsets') story.cluster.connector('lines').setState('paused', story.clock.now());
      return call === 'alterOffsets' ? { kind: 'failure', verdict: 'busy', status: 409 } : undefined;
    };
    const outcome = await story.change(set);
    expect(outcome.kind).toBe('stale');
    await story.clock.sleep(10_000);
    expect(observedState(story.live)).toBe('paused');
  });
});

const faults: Readonly<Record<string, Fault>> = {
  'a 409': { kind: 'failure', verdict: 'busy', status: 409 },
  'a 500': { kind: 'failure', verdict: 'permanent', status: 500, workerMessage: 'it is broken' },
  'a 401': { kind: 'failure', verdict: 'unauthorised', status: 401 },
  'a refused connection': { kind: 'failure', verdict: 'not-sent' },
  'a reset before the call was applied': { kind: 'failure', verdict: 'unknown-outcome' },
  'a reset after the call was applied': {
    kind: 'failure',
    verdict: 'unknown-outcome',
    applied: 'at-once',
  },
  'a call that is applied late': {
    kind: 'failure',
    verdict: 'unknown-outcome',
    applied: { after: 8_000 },
  },
  'a bug': { kind: 'thrown', error: new TypeError('a bug') },
};

const changes: readonly (readonly [string, OffsetsAction])[] = [
  ['set', set],
  ['reset', reset],
];

/** How many requests an undisturbed change makes. */
async function requestsOf(action: OffsetsAction, former: DesiredState): Promise<number> {
  const story = new OffsetsStory(former);
  await story.change(action);
  return story.cluster.requests.length;
}

/** The connector is in its former state, and the outcome is true of its offsets. */
async function checkEnd(story: OffsetsStory, action: OffsetsAction, outcome: Outcome): Promise<void> {
  const isChanged =
    JSON.stringify(story.offsets) === JSON.stringify(action.kind === 'reset-offsets' ? [] : [entry(3)]);
  await story.clock.sleep(60_000);
  expect(observedState(story.live)).toBe(story.former);
  if (outcome.kind === 'applied') expect(isChanged).toBe(true);
  if (outcome.kind === 'not-started' && !outcome.wrote) expect(isChanged).toBe(false);
}

function checkSentOnce(requests: readonly MemoryRequest[]): void {
  const sent = requests.filter(({ call }) => call === 'alterOffsets' || call === 'resetOffsets');
  const unknown = sent.findIndex(({ answer }) => answer === 'unknown-outcome' || answer === 'none');
  if (unknown >= 0) expect(sent).toHaveLength(unknown + 1);
}

describe.each(changes)('whatever goes wrong while offsets are %s', (_, action) => {
  describe.each(Object.entries(faults))('%s at any request', (_, fault) => {
    it.each<DesiredState>(['running', 'paused', 'stopped'])(
      'leaves a connector as it was that was %s',
      async (former) => {
        const count = await requestsOf(action, former);
        for (let at = 0; at < count; at++) {
          const story = new OffsetsStory(former);
          story.cluster.fault = ({ index }) => (index === at ? fault : undefined);
          const outcome = await story.change(action);
          await checkEnd(story, action, outcome);
          checkSentOnce(story.cluster.requests);
        }
      },
    );
  });

  it.each<DesiredState>(['running', 'paused', 'stopped'])(
    'an interrupt at any request leaves a connector as it was that was %s, within five seconds',
    async (former) => {
      const count = await requestsOf(action, former);
      for (let at = 0; at < count; at++) {
        const story = new OffsetsStory(former);
        const started = story.clock.now();
        story.cluster.onRequest = ({ index }) => {
          if (index === at) story.interrupt();
        };
        const outcome = await story.change(action);
        expect(story.clock.now() - started).toBeLessThan(6_000);
        await checkEnd(story, action, outcome);
      }
    },
  );

  it('an interrupt while any call hangs leaves the connector as it was', async () => {
    const count = await requestsOf(action, 'running');
    for (let at = 0; at < count; at++) {
      const story = new OffsetsStory();
      story.cluster.fault = ({ index }) => {
        if (index !== at) return undefined;
        story.clock.after(100, () => story.interrupt());
        return { kind: 'slow', milliseconds: 30_000 };
      };
      const started = story.clock.now();
      const outcome = await story.change(action);
      expect(story.clock.now() - started).toBeLessThan(6_000);
      const isLateStop = story.cluster.requests[at]?.state === 'stopped';
      // Nothing ends a request that a worker has not read yet; that it may still stop the connector is reported.
      if (isLateStop)
        expect(outcome).toMatchObject({ reason: expect.stringContaining('the stop may still be applied') });
      else await checkEnd(story, action, outcome);
    }
  });

  it('409 to every request for a while only takes its time', async () => {
    const story = new OffsetsStory();
    story.cluster.fault = ({ at }) =>
      at < started + 20_000 ? { kind: 'failure', verdict: 'busy', status: 409 } : undefined;
    const started = story.clock.now();
    const outcome = await story.change(action);
    expect(outcome.kind).toBe('applied');
    await checkEnd(story, action, outcome);
  });

  it('the connector is resumed though the time limit was reached', async () => {
    const story = new OffsetsStory();
    const started = story.clock.now();
    story.cluster.fault = ({ at, isWrite, state }) =>
      isWrite && state !== 'stopped' && at < started + 30_000
        ? { kind: 'failure', verdict: 'busy', status: 409 }
        : undefined;
    const outcome = await story.change(action, { timeoutMilliseconds: 10_000 });
    expect(outcome.kind).toBe('failed');
    await checkEnd(story, action, outcome);
  });

  it('the connector is resumed though its stop could not be read', async () => {
    const story = new OffsetsStory();
    let stoppedAt = Number.POSITIVE_INFINITY;
    story.cluster.fault = ({ at, call }) => {
      if (call === 'setState' && stoppedAt > at) {
        stoppedAt = at;
        return { kind: 'failure', verdict: 'unknown-outcome', applied: 'at-once' };
      }
      const isRead = call === 'readStatuses' || call === 'readConnectors';
      return isRead && at > stoppedAt && at < stoppedAt + 40_000
        ? { kind: 'failure', verdict: 'busy', status: 409 }
        : undefined;
    };
    const outcome = await story.change(action);
    expect(outcome.kind).toBe('unknown');
    await checkEnd(story, action, outcome);
  });

  it('a failure of the way back after another failure is followed by one more attempt', async () => {
    const story = new OffsetsStory();
    let failures = 0;
    story.cluster.fault = ({ call, state }) => {
      const isHit = call !== 'setState' || state === 'running';
      const isWrite = call === 'setState' || call === 'alterOffsets' || call === 'resetOffsets';
      if (!isWrite || !isHit || failures === 2) return undefined;
      failures += 1;
      return { kind: 'failure', verdict: 'permanent', status: 500 };
    };
    const outcome = await story.change(action);
    expect(outcome.kind).toBe('failed');
    await checkEnd(story, action, outcome);
  });

  it('a way back that fails for good is reported with its reason', async () => {
    const story = new OffsetsStory();
    story.cluster.fault = ({ call, state }) =>
      call === 'setState' && state === 'running'
        ? { kind: 'failure', verdict: 'permanent', status: 500, workerMessage: 'it is broken' }
        : undefined;
    const outcome = await story.change(action);
    expect(outcome).toMatchObject({
      kind: 'failed',
      workerMessage: 'it is broken',
      reason: expect.stringContaining('it could not be returned to running: the worker answered permanent'),
    });
  });
});
