import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OutcomeView } from '../../../src/model/apply-view.ts';
import { assessHealth } from '../../../src/model/assess-health.ts';
import type { DesiredConnector } from '../../../src/model/desired-connector.ts';
import type { LiveConnector } from '../../../src/model/live-connector.ts';
import { live, present, someConfig } from '../../support/connectors.ts';
import { runs, seed } from '../../support/property-runs.ts';
import { hour, minute, Remembered, refusal, type Sight } from './remembered.ts';

const names = ['a', 'b', 'c'] as const;
const values = ['1', '2', '3', '4'] as const;
const versions = ['3.9.1', '4.0.0', '4.3.0'] as const;
const interval = 3 * minute;

const deeds = [
  'nothing',
  'nothing',
  'edit file',
  'remove file',
  'edit by hand',
  'keep editing',
  'fail',
  'keep failing',
  'refuse',
  'refuse in validation',
  'break',
  'replace worker',
  'calm',
  'wait',
] as const;

interface Deed {
  readonly kind: (typeof deeds)[number];
  readonly name: (typeof names)[number];
  readonly value: (typeof values)[number];
}

/** A cluster and its files, as simple as can be: a connector is one value, and FAILED or not. */
class World {
  readonly declared = new Map<string, string>();
  readonly live = new Map<string, { value: string; failed: boolean }>();
  readonly refused = new Set<string>();
  readonly invalid = new Set<string>();
  readonly broken = new Set<string>();
  readonly #editing = new Map<string, string>();
  readonly #failing = new Set<string>();
  version: string = versions[0];

  constructor() {
    for (const name of names) this.declared.set(name, '1');
  }

  do({ kind, name, value }: Deed): void {
    if (kind === 'edit file') this.declared.set(name, value);
    if (kind === 'remove file') this.declared.delete(name);
    if (kind === 'keep editing') this.#editing.set(name, value);
    if (kind === 'edit by hand') this.#edit(name, value);
    if (kind === 'keep failing') this.#failing.add(name);
    if (kind === 'fail') this.#fail(name);
    if (kind === 'refuse') this.refused.add(`${name} ${value}`);
    if (kind === 'refuse in validation') this.invalid.add(name);
    if (kind === 'break') this.broken.add(name);
    if (kind === 'replace worker') this.version = versions[Number(value) % versions.length] ?? this.version;
    if (kind === 'calm') this.calm(name);
    for (const [one, other] of this.#editing) this.#edit(one, other);
    for (const one of this.#failing) this.#fail(one);
  }

  /** Nobody disturbs it any more. */
  calm(name: string): void {
    for (const refused of this.refused) if (refused.startsWith(`${name} `)) this.refused.delete(refused);
    for (const trouble of [this.invalid, this.broken, this.#editing, this.#failing]) trouble.delete(name);
  }

  sight(): Sight {
    return {
      desired: [...this.declared]
        .sort()
        .map(([name, value]): DesiredConnector => present(name, config(value))),
      live: [...this.live].map(([name, { value, failed }]): LiveConnector => {
        return live(name, { ...config(value), tasks: [failed ? 'FAILED' : 'RUNNING'] });
      }),
      version: this.version,
    };
  }

  /** What comes of sending the change, or the restart, of a connector. */
  send(name: string): Partial<OutcomeView> {
    const value = this.declared.get(name) ?? '';
    const known = this.live.get(name);
    if (this.broken.has(name)) return { kind: 'failed', wrote: false, health: null, reason: 'HTTP 500' };
    if (known?.value === value) {
      known.failed = false;
      return {};
    }
    if (this.refused.has(`${name} ${value}`)) return refusal;
    this.live.set(name, { value, failed: false });
    return {};
  }

  #edit(name: string, value: string): void {
    const known = this.live.get(name);
    if (known) known.value = `by hand ${value}`;
  }

  #fail(name: string): void {
    const known = this.live.get(name);
    if (known) known.failed = true;
  }
}

function config(value: string) {
  return { config: { ...someConfig, 'batch.size': value } };
}

/** What the laws need to know of one connector, from what was sent and seen. */
class Ledger {
  #restarts: number[] = [];
  #healthySince: number | undefined;
  /** Value and time of our last write, until it was undone. */
  #written: string | undefined;
  #declared: string | undefined;
  #undone: number[] = [];
  #inSyncSince: number | undefined;
  readonly #refused = new Set<string>();

  /** One reading. */
  see(declared: string | undefined, now: LiveConnector | undefined, at: number): void {
    const isHealthy = now !== undefined && assessHealth(now).kind === 'healthy';
    this.#healthySince = isHealthy ? (this.#healthySince ?? at) : undefined;
    if (this.#healthySince !== undefined && at - this.#healthySince >= hour) this.#restarts = [];
    const value = now?.config.get('batch.size');
    const isInSync = value === declared;
    this.#inSyncSince = isInSync ? (this.#inSyncSince ?? at) : undefined;
    const isCalm = this.#inSyncSince !== undefined && at - this.#inSyncSince >= hour;
    if (declared !== this.#declared || isCalm) this.#undone = [];
    this.#declared = declared;
    if (isInSync || this.#written !== declared) return;
    this.#undone.push(at);
    this.#written = undefined;
  }

  restarted(at: number): void {
    const last = this.#restarts.at(-1);
    const n = this.#restarts.length;
    if (last !== undefined)
      expect(at - last, 'the delay of a restart').toBeGreaterThanOrEqual((n * n + n) * minute);
    this.#restarts.push(at);
    this.#healthySince = undefined;
  }

  wrote(value: string): void {
    const [before, last] = this.#undone.slice(-2);
    const isThird = before !== undefined && last !== undefined && last - before < hour;
    expect(isThird, 'a third write').toBe(false);
    this.#written = value;
  }

  refused(attempt: string): void {
    expect(this.#refused.has(attempt), `sent again: ${attempt}`).toBe(false);
    this.#refused.add(attempt);
  }

  /** Nothing is known of what is gone. */
  forget(): void {
    this.#restarts = [];
    this.#written = undefined;
    this.#undone = [];
    this.#refused.clear();
  }
}

/** One run, held to the laws. */
function step(world: World, remembered: Remembered, ledgers: ReadonlyMap<string, Ledger>): void {
  const sight = world.sight();
  const before = new Map(sight.live.map((one) => [one.name, one]));
  for (const [name, ledger] of ledgers) {
    ledger.see(world.declared.get(name), before.get(name), remembered.now);
    if (!world.declared.has(name) && !before.has(name)) ledger.forget();
  }
  const outcomes: Record<string, Partial<OutcomeView>> = {};
  // The run that is recorded needs its outcomes beforehand; they depend on each connector alone.
  const trial = new Map(names.map((name) => [name as string, lazily(() => world.send(name))]));
  for (const [name, send] of trial) Object.defineProperty(outcomes, name, { get: send, enumerable: true });
  const { sent } = remembered.run(sight, { outcomes, refused: [...world.invalid] });
  for (const name of sent) {
    const value = world.declared.get(name) ?? '';
    const was = before.get(name);
    const outcome = trial.get(name)?.() ?? {};
    const ledger = ledgers.get(name);
    if (was?.config.get('batch.size') === value) ledger?.restarted(remembered.now);
    else if (outcome === refusal)
      ledger?.refused(`${value} over ${was?.config.get('batch.size')} on ${world.version}`);
    else if (outcome.kind === undefined) ledger?.wrote(value);
  }
  const there = new Set([...world.declared.keys(), ...world.live.keys()]);
  for (const { name } of remembered.memory.restarts()) expect(there, 'what is remembered').toContain(name);
}

function lazily(make: () => Partial<OutcomeView>): () => Partial<OutcomeView> {
  let made: Partial<OutcomeView> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

describe('the memory of the controller, over 1,000 runs in which anything happens', () => {
  it('keeps to the restart budget, never sends a refused change twice nor a contended one a third time, and holds nothing whose cause has gone', () => {
    const deed: fc.Arbitrary<Deed> = fc.record({
      kind: fc.constantFrom(...deeds),
      name: fc.constantFrom(...names),
      value: fc.constantFrom(...values),
    });
    fc.assert(
      fc.property(fc.array(deed, { minLength: 1_000, maxLength: 1_000 }), (plan) => {
        const [world, remembered] = [new World(), new Remembered()];
        const ledgers = new Map(names.map((name) => [name as string, new Ledger()]));
        for (const one of plan) {
          world.do(one);
          step(world, remembered, ledgers);
          remembered.pass(one.kind === 'wait' ? hour : interval);
        }
        // All causes go: nobody refuses or undoes anything, and the files of contended connectors change.
        for (const name of names) {
          world.calm(name);
          world.declared.set(name, 'new');
        }
        for (let run = 0; run < 40; run += 1) {
          remembered.pass(interval);
          step(world, remembered, ledgers);
        }
        expect(remembered.memory.holds().filter(({ kind }) => kind !== 'restart-budget')).toEqual([]);
        for (const name of names) expect(world.live.get(name)?.value).toBe('new');
      }),
      { numRuns: Math.max(3, Math.round(runs / 40)), seed, endOnFailure: true },
    );
  });
});
