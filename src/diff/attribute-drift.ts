import type { Config } from '../model/config.ts';
import type { DesiredState } from '../model/desired-connector.ts';
import type { DriftCause } from '../model/drift-cause.ts';
import { observedState } from '../model/live-connector.ts';
import type { ActiveChange } from '../model/plan.ts';

/** Whether a value is that of the base; undefined: nobody can tell. */
export type Sameness = boolean | undefined;

/** What one connector was wished to be at the time that is compared with. */
export type DriftBase =
  /** Not known: the base says nothing about it. */
  | { readonly kind: 'unknown' }
  /** It was not wished for, or wished to be absent. */
  | { readonly kind: 'absent' }
  | {
      readonly kind: 'present';
      /** Undefined: the state was nobody's wish. */
      readonly state: DesiredState | undefined;
      /** The keys that it was wished with. */
      readonly keys: Iterable<string>;
      /** Whether this live or wished value (undefined: the key is not there) is the one of the base. */
      isSame(key: string, value: string | undefined, side: 'live' | 'wished'): Sameness;
    };

/** Who made what differs in one connector. */
export interface AttributedChange {
  /** Of a connector that is missing or extra as a whole. */
  readonly whole: DriftCause | undefined;
  readonly keys: ReadonlyMap<string, DriftCause>;
  readonly state: DriftCause | undefined;
}

/** Attributes what differs in one connector, key by key: three values tell who moved. */
export function attributeChange(change: ActiveChange, base: DriftBase): AttributedChange {
  switch (change.kind) {
    case 'create':
      return { ...nothing, whole: causeOfMissing(change.target, base) };
    case 'delete':
      return { ...nothing, whole: causeOfExtra(change.live.config, base) };
    case 'restart':
      return nothing;
    case 'update':
    case 'set-state': {
      const fields = change.kind === 'update' ? change.fields : [];
      const keys = fields.map(({ key, before, after }) => {
        // A null that an old worker holds is no value that a file can wish for.
        const isLive = before === null ? false : sameness(base, { key, value: before, side: 'live' });
        return [key, judge(isLive, sameness(base, { key, value: after, side: 'wished' }))] as const;
      });
      const state = change.state && causeOfState(observedState(change.live), change.state.after, base);
      return { whole: undefined, keys: new Map(keys), state };
    }
  }
}

const nothing: AttributedChange = { whole: undefined, keys: new Map(), state: undefined };

/** A difference is given: at most one of the two is the same as the base. */
function judge(isLiveSame: Sameness, isWishSame: Sameness): DriftCause {
  if (isLiveSame === true) return isWishSame === true ? 'unattributed' : 'unapplied';
  if (isWishSame === true) return 'drift';
  return isLiveSame === false && isWishSame === false ? 'both' : 'unattributed';
}

interface ValueOfSide {
  readonly key: string;
  readonly value: string | undefined;
  readonly side: 'live' | 'wished';
}

function sameness(base: DriftBase, { key, value, side }: ValueOfSide): Sameness {
  return base.kind === 'present' ? base.isSame(key, value, side) : undefined;
}

function causeOfState(live: DesiredState, wished: DesiredState, base: DriftBase): DriftCause {
  if (base.kind !== 'present') return 'unattributed';
  // Where the state was nobody's wish, it is the file that asks for another one now.
  if (base.state === undefined) return 'unapplied';
  return judge(live === base.state, wished === base.state);
}

/** It is wished for and not there. */
function causeOfMissing(target: Config, base: DriftBase): DriftCause {
  if (base.kind === 'unknown') return 'unattributed';
  if (base.kind === 'absent') return 'unapplied';
  // It was deleted on the cluster in any case; a file that says otherwise too makes it both.
  return isChanged(base, target, 'wished') ? 'both' : 'drift';
}

/** It is there and wished to be absent. */
function causeOfExtra(live: Config, base: DriftBase): DriftCause {
  if (base.kind === 'unknown') return 'unattributed';
  if (base.kind === 'absent') return 'drift';
  return isChanged(base, live, 'live') ? 'both' : 'unapplied';
}

function isChanged(
  base: Extract<DriftBase, { kind: 'present' }>,
  config: Config,
  side: 'live' | 'wished',
): boolean {
  const keys = new Set([...config.keys(), ...base.keys]);
  return [...keys].some((key) => base.isSame(key, config.get(key), side) === false);
}
