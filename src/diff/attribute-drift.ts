import type { Config } from '../model/config.ts';
import type { DesiredState } from '../model/desired-connector.ts';
import type { DriftCause } from '../model/drift-cause.ts';
import { observedState } from '../model/live-connector.ts';
import type { ActiveChange } from '../model/plan.ts';

/** Whether a value equals that of the base; undefined: unknown. */
export type Sameness = boolean | undefined;

/** What an earlier version of the files, or a saved plan, declared for one connector. */
export type DriftBase =
  /** The base does not include the connector. */
  | { readonly kind: 'unknown' }
  /** It was not declared, or declared absent. */
  | { readonly kind: 'absent' }
  | {
      readonly kind: 'present';
      /** Undefined: no state was declared. */
      readonly state: DesiredState | undefined;
      /** The declared keys. */
      readonly keys: Iterable<string>;
      /** Whether a live or desired value (undefined: the key is not set) equals that of the base. */
      isSame(key: string, value: string | undefined, side: 'live' | 'desired'): Sameness;
    };

/** The causes of the differences of one connector. */
export interface AttributedChange {
  /** For a connector that is missing or extra. */
  readonly whole: DriftCause | undefined;
  readonly keys: ReadonlyMap<string, DriftCause>;
  readonly state: DriftCause | undefined;
}

/** Attributes each difference of a connector: comparing base, files and cluster shows which side has changed. */
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
        // Old workers store null values, which no file can declare.
        const isLive = before === null ? false : sameness(base, { key, value: before, side: 'live' });
        return [key, causeOf(isLive, sameness(base, { key, value: after, side: 'desired' }))] as const;
      });
      const state = change.state && causeOfState(observedState(change.live), change.state.after, base);
      return { whole: undefined, keys: new Map(keys), state };
    }
  }
}

const nothing: AttributedChange = { whole: undefined, keys: new Map(), state: undefined };

/** The cause of a difference. Live and desired value differ, so at most one of them equals the base. */
function causeOf(isLiveSame: Sameness, isDesiredSame: Sameness): DriftCause {
  if (isLiveSame === true) return isDesiredSame === true ? 'unattributed' : 'unapplied';
  if (isDesiredSame === true) return 'drift';
  return isLiveSame === false && isDesiredSame === false ? 'both' : 'unattributed';
}

interface ValueOfSide {
  readonly key: string;
  readonly value: string | undefined;
  readonly side: 'live' | 'desired';
}

function sameness(base: DriftBase, { key, value, side }: ValueOfSide): Sameness {
  return base.kind === 'present' ? base.isSame(key, value, side) : undefined;
}

function causeOfState(live: DesiredState, desired: DesiredState, base: DriftBase): DriftCause {
  if (base.kind !== 'present') return 'unattributed';
  // No state was declared in the base, so the difference comes from the file.
  if (base.state === undefined) return 'unapplied';
  return causeOf(live === base.state, desired === base.state);
}

/** The connector is declared, but not on the cluster. */
function causeOfMissing(target: Config, base: DriftBase): DriftCause {
  if (base.kind === 'unknown') return 'unattributed';
  if (base.kind === 'absent') return 'unapplied';
  // It was deleted on the cluster. If its file has changed as well, both sides have.
  return isChanged(base, target, 'desired') ? 'both' : 'drift';
}

/** The connector is on the cluster, but declared absent or not at all. */
function causeOfExtra(live: Config, base: DriftBase): DriftCause {
  if (base.kind === 'unknown') return 'unattributed';
  if (base.kind === 'absent') return 'drift';
  return isChanged(base, live, 'live') ? 'both' : 'unapplied';
}

function isChanged(
  base: Extract<DriftBase, { kind: 'present' }>,
  config: Config,
  side: 'live' | 'desired',
): boolean {
  const keys = new Set([...config.keys(), ...base.keys]);
  return [...keys].some((key) => base.isSame(key, config.get(key), side) === false);
}
