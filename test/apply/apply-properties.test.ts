import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ApplyOptions } from '../../src/apply/apply-options.ts';
import type { DesiredConnector, DesiredState, SuspendedState } from '../../src/model/desired-connector.ts';
import type { OutcomeKind } from '../../src/model/outcome.ts';
import type { FailureVerdict } from '../../src/model/worker-failure.ts';
import { type ApplyResult, ApplyStory } from '../support/apply-story.ts';
import { absent, present, someConfig } from '../support/connectors.ts';
import type { Fault, MemoryRequest } from '../support/memory-cluster.ts';
import { runs } from '../support/property-runs.ts';

/** One connector: its live and its desired state. */
interface Member {
  readonly before: 'nothing' | DesiredState | 'broken';
  readonly desired: 'absent' | 'same' | 'other';
  readonly state: DesiredState | undefined;
  /** Counts where a state is declared. */
  readonly changeWhile?: SuspendedState | undefined;
  readonly dependsOnLast: boolean;
}

interface World {
  readonly version: string;
  readonly members: readonly Member[];
  readonly faults: readonly { readonly index: number; readonly fault: Fault }[];
  readonly options: Pick<ApplyOptions, 'concurrency' | 'onFailure'>;
  readonly interruptAfter: number | undefined;
  readonly seed: number;
}

const verdicts: readonly FailureVerdict[] = [
  ...([
    'busy',
    'not-sent',
    'unknown-outcome',
    'permanent',
    'refused',
    'unauthorised',
    'not-connect',
    'absent',
  ] as const),
];

/** Each kind of thing that can go wrong with one request. */
const faults: readonly Fault[] = [
  ...verdicts.map((verdict): Fault => ({ kind: 'failure', verdict })),
  { kind: 'failure', verdict: 'unknown-outcome', applied: 'at-once' },
  { kind: 'failure', verdict: 'unknown-outcome', applied: { after: 8_000 } },
  { kind: 'failure', verdict: 'unknown-outcome', applied: { after: 50_000 } },
  { kind: 'slow', milliseconds: 20_000 },
  { kind: 'empty' },
  { kind: 'lag', milliseconds: 1_000 },
  { kind: 'thrown', error: new TypeError('a bug') },
];

const member: fc.Arbitrary<Member> = fc.record({
  before: fc.constantFrom('nothing', 'running', 'paused', 'broken'),
  desired: fc.constantFrom('absent', 'same', 'other'),
  state: fc.constantFrom(undefined, 'running', 'paused'),
  changeWhile: fc.constantFrom(undefined, undefined, 'paused', 'stopped'),
  dependsOnLast: fc.boolean(),
});

const world: fc.Arbitrary<World> = fc.record({
  version: fc.constantFrom('2.8.2', '3.4.1', '3.9.1'),
  members: fc.array(member, { minLength: 1, maxLength: 6 }),
  faults: fc.array(fc.record({ index: fc.nat(60), fault: fc.constantFrom(...faults) }), { maxLength: 6 }),
  options: fc.record({
    concurrency: fc.integer({ min: 1, max: 4 }),
    onFailure: fc.constantFrom('halt', 'continue', 'rollback'),
  }),
  interruptAfter: fc.option(fc.nat(20_000), { nil: undefined, freq: 4 }),
  seed: fc.nat(),
});

const other = { ...someConfig, topic: 'other' };

/** A cluster as the world has it, with one connector that is not managed. */
function arrange({ members, version, seed }: World): ApplyStory {
  const story = new ApplyStory({ version, seed });
  story.cluster.seed('foreign', someConfig);
  for (const [index, { before }] of members.entries()) {
    if (before === 'nothing') continue;
    story.cluster.seed(`c${index}`, someConfig, before === 'broken' ? 'running' : before);
    if (before === 'broken')
      story.cluster.connector(`c${index}`).break(story.clock.now() - 1, { tasks: [0] });
  }
  return story;
}

function declared({ members, version }: World): DesiredConnector[] {
  return members.map(({ desired, state, changeWhile, dependsOnLast }, index) => {
    const name = `c${index}`;
    const isAfter = dependsOnLast && index > 0 && members[index - 1]?.desired !== 'absent';
    const dependsOn = isAfter && desired !== 'absent' ? [`c${index - 1}`] : [];
    if (desired === 'absent') return absent(name);
    const config = desired === 'same' ? someConfig : other;
    const suspended = changeWhile === 'stopped' && version !== '3.9.1' ? 'paused' : changeWhile;
    return present(name, { config, state, dependsOn, ...(state && { changeWhile: suspended }) });
  });
}

async function run(story: ApplyStory, world: World): Promise<ApplyResult> {
  const { options, interruptAfter } = world;
  const script = new Map(world.faults.map(({ index, fault }) => [index, fault]));
  story.cluster.fault = ({ index }) => script.get(index);
  if (interruptAfter !== undefined) story.interruptAfter(interruptAfter);
  return story.apply(story.plan(declared(world)), options);
}

const kinds: readonly OutcomeKind[] = [
  ...(['applied', 'unchanged', 'failed', 'skipped', 'stale', 'unknown', 'not-started'] as const),
];

function checkAccount(result: ApplyResult, planned: readonly string[]): void {
  const { report, events } = result;
  expect(report.outcomes.map(({ name }) => name)).toEqual(planned);
  expect(report.planned).toBe(planned.length);
  const sums = kinds.map((kind) => report.outcomes.filter((outcome) => outcome.kind === kind).length);
  expect(sums.reduce((sum, count) => sum + count, 0)).toBe(planned.length);
  const finished = events.filter((event) => event.kind === 'finished');
  expect(finished.map((event) => event.index)).toEqual(planned.map((_, index) => index + 1));
  const isClean = report.outcomes.every(({ kind }) => kind === 'applied' || kind === 'unchanged');
  if (result.exitCode === 0) expect(isClean).toBe(true);
}

/** No write follows one of the same kind on the same connector whose outcome is unknown. */
function checkNothingSentTwice(requests: readonly MemoryRequest[]): void {
  const unknown = new Set<string>();
  for (const { isWrite, call, state = '', name, answer } of requests) {
    if (!isWrite) continue;
    const write = `${call} ${state} ${name}`;
    expect(unknown).not.toContain(write);
    if (answer === 'unknown-outcome' || answer === 'none' || answer === 'thrown') unknown.add(write);
  }
}

function checkDeletions(requests: readonly MemoryRequest[], { members, options }: World): void {
  for (const { name } of requests.filter(({ call }) => call === 'delete')) {
    const found = members[Number(name.slice(1))];
    const isPlanned = found?.desired === 'absent';
    const isOwnCreation = options.onFailure === 'rollback' && found?.before === 'nothing';
    expect(isPlanned || isOwnCreation).toBe(true);
  }
}

async function checkConvergence(story: ApplyStory, world: World): Promise<void> {
  story.cluster.fault = () => undefined;
  // What was answered with a time-out may be applied yet.
  await story.clock.sleep(120_000);
  const again = await story.apply(story.plan(declared(world)));
  expect(again.exitCode).toBe(0);
  expect(story.plan(declared(world)).steps).toEqual([]);
}

async function check(world: World): Promise<void> {
  const story = arrange(world);
  const planned = story.plan(declared(world)).steps.map((step) => step.change.name);
  const result = await run(story, world);
  const { requests } = story.cluster;
  checkAccount(result, planned);
  if (world.options.onFailure !== 'rollback') checkNothingSentTwice(requests);
  checkDeletions(requests, world);
  expect(requests.filter((request) => request.isIdentical)).toEqual([]);
  expect(requests.filter(({ name }) => name === 'foreign')).toEqual([]);
  await checkConvergence(story, world);
}

describe('whatever goes wrong', () => {
  it('the outcomes add up, nothing is sent twice, nothing is deleted that is not planned, and a second run converges', async () => {
    await fc.assert(fc.asyncProperty(world, check), { numRuns: runs });
  });

  it.each(faults.map((fault) => ({ fault })))(
    '$fault at any request of a plan of seven',
    async ({ fault }) => {
      const seven: World = {
        version: '3.9.1',
        members: [
          { before: 'nothing', desired: 'other', state: undefined, dependsOnLast: false },
          { before: 'running', desired: 'other', state: undefined, dependsOnLast: true },
          { before: 'running', desired: 'same', state: 'paused', dependsOnLast: false },
          {
            ...{ before: 'running', desired: 'other', state: 'running', changeWhile: 'stopped' },
            dependsOnLast: false,
          },
          { before: 'broken', desired: 'same', state: undefined, dependsOnLast: false },
          { before: 'running', desired: 'absent', state: undefined, dependsOnLast: false },
          { before: 'nothing', desired: 'same', state: 'paused', dependsOnLast: false },
        ],
        faults: [],
        options: { concurrency: 4, onFailure: 'halt' },
        interruptAfter: undefined,
        seed: 1,
      };
      const undisturbed = arrange(seven);
      await run(undisturbed, seven);
      // All requests behind the last write are readings of health, one like the other.
      const last = undisturbed.cluster.requests.findLastIndex(({ isWrite }) => isWrite) + 8;
      for (let index = 0; index < last; index++) await check({ ...seven, faults: [{ index, fault }] });
    },
  );
});
