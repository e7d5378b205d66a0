import fc from 'fast-check';
import type { ConnectVersion } from '../../src/sandbox/start-sandbox.ts';
import { type FaultKind, faultKindNames } from './fault-kinds.ts';

/** One connector: its live and its desired state. */
export interface Member {
  readonly before: 'nothing' | 'running' | 'paused' | 'stopped' | 'broken-task' | 'broken-connector';
  /** `unlisted`: owned, and in no file. */
  readonly desired: 'absent' | 'same' | 'other' | 'unlisted';
  readonly state: 'running' | 'paused' | 'stopped' | undefined;
  readonly dependsOnLast: boolean;
}

/** Where a fault strikes: the requests of one kind, counted from 0, and how many in a row. */
export interface Strike {
  /** `later reads`: those that come after the first write. */
  readonly among: 'all' | 'reads' | 'later reads' | 'writes';
  readonly from: number;
  readonly length: number;
  readonly kind: FaultKind;
}

/** Everything about one run that chance decides. */
export interface World {
  /** Of the clock's random numbers: how long a pause before another try is. */
  readonly seed: number;
  readonly version: ConnectVersion;
  /** How many URLs lead to the worker. */
  readonly urls: 1 | 2;
  readonly members: readonly Member[];
  readonly strikes: readonly Strike[];
  readonly hook: Hook | undefined;
  readonly intruder: Intruder | undefined;
  readonly options: ApplyChoice;
  /** SIGINT when this request arrives. */
  readonly interruptAt: number | undefined;
}

/** Something that the worker itself does when a request arrives. */
export interface Hook {
  readonly at: number;
  readonly kind: (typeof hookKinds)[number];
}

const hookKinds = [
  'boots',
  'rebalances',
  'leader dies',
  'follower dies',
  'refuses after each rebalance',
  'is slow',
  'lags',
  'refuses connections',
] as const;

/** Another client that changes a connector when a request arrives. */
export interface Intruder {
  readonly at: number;
  /** The index of the member. */
  readonly member: number;
  readonly does: 'edit' | 'delete' | 'create';
}

/** The options of the apply. */
export interface ApplyChoice {
  readonly concurrency: number;
  readonly onFailure: 'halt' | 'continue' | 'rollback';
  readonly prune: boolean;
  readonly wait: boolean;
  readonly format: 'text' | 'json';
}

const versions = ['2.8', '3.4', '3.9', '4.3', '4.4'] as const satisfies readonly ConnectVersion[];

const strike: fc.Arbitrary<Strike> = fc
  .oneof(
    { weight: 5, arbitrary: fc.record({ among: fc.constant('writes'), from: fc.nat(4) }) },
    { weight: 3, arbitrary: fc.record({ among: fc.constant('later reads'), from: fc.nat(12) }) },
    { weight: 1, arbitrary: fc.record({ among: fc.constant('reads'), from: fc.nat(30) }) },
    { weight: 1, arbitrary: fc.record({ among: fc.constant('all'), from: fc.nat(30) }) },
  )
  .chain((place) =>
    fc.record({
      among: fc.constant(place.among as Strike['among']),
      from: fc.constant(place.from),
      length: fc.constantFrom(1, 1, 1, 2, 3, 6),
      kind: fc.constantFrom(...faultKindNames),
    }),
  );

const hook: fc.Arbitrary<Hook> = fc.record({ at: fc.nat(25), kind: fc.constantFrom(...hookKinds) });

const intruder: fc.Arbitrary<Intruder> = fc.record({
  at: fc.integer({ min: 3, max: 30 }),
  member: fc.nat(5),
  does: fc.constantFrom('edit', 'delete', 'create'),
});

const options: fc.Arbitrary<ApplyChoice> = fc.record({
  concurrency: fc.integer({ min: 1, max: 4 }),
  onFailure: fc.constantFrom('halt', 'continue', 'rollback'),
  prune: fc.boolean(),
  wait: fc.constantFrom(true, true, true, false),
  format: fc.constantFrom('text', 'json'),
});

/** Any world: one to six connectors, up to four faults, perhaps a troubled worker, perhaps an interrupt. */
export const anyWorld: fc.Arbitrary<World> = fc.constantFrom(...versions).chain((version) =>
  fc.record({
    seed: fc.nat(),
    version: fc.constant(version),
    urls: fc.constantFrom(1, 2),
    members: fc.array(memberOn(version), { minLength: 1, maxLength: 6 }),
    strikes: fc.array(strike, { maxLength: 4 }),
    hook: fc.option(hook, { nil: undefined, freq: 2 }),
    intruder: fc.option(intruder, { nil: undefined, freq: 2 }),
    options,
    interruptAt: fc.oneof(
      { weight: 4, arbitrary: fc.constant(undefined) },
      { weight: 1, arbitrary: fc.nat(40) },
    ),
  }),
);

function memberOn(version: ConnectVersion): fc.Arbitrary<Member> {
  const states = canStop(version)
    ? (['running', 'paused', 'stopped'] as const)
    : (['running', 'paused'] as const);
  return fc.record({
    before: fc.constantFrom('nothing', 'broken-task', 'broken-connector', ...states),
    desired: fc.constantFrom('absent', 'same', 'other', 'other', 'unlisted'),
    state: fc.constantFrom(undefined, undefined, ...states),
    dependsOnLast: fc.boolean(),
  });
}

function canStop(version: ConnectVersion): boolean {
  return version !== '2.8' && version !== '3.4';
}

/** For each request, in order, the fault that applies to it, if any. */
export function strikesOf(
  strikes: readonly Strike[],
): (request: { readonly isWrite: boolean }) => FaultKind | undefined {
  const counts = { all: 0, reads: 0, 'later reads': 0, writes: 0 };
  return ({ isWrite }) => {
    const kinds = ['all', isWrite ? 'writes' : 'reads'] as Strike['among'][];
    if (!isWrite && counts.writes > 0) kinds.push('later reads');
    const met = strikes.find(
      ({ among, from, length }) =>
        kinds.includes(among) && counts[among] >= from && counts[among] < from + length,
    );
    for (const kind of kinds) counts[kind] += 1;
    return met?.kind;
  };
}
