import type { UpdateChange } from '../../model/change.ts';
import { type Config, compareText } from '../../model/config.ts';
import type { KeyOrigin, PresentConnector } from '../../model/desired-connector.ts';
import type { PlannedStep } from '../../model/plan.ts';
import type { Rollout, SharedOrigin } from '../../model/rollout.ts';
import { formatSource } from '../../model/source.ts';

/** Steps of one wave that make the same change from the same place. */
export interface SharedChange extends SharedPart {
  readonly wave: number;
  readonly steps: readonly PlannedStep[];
  /** How many steps of all waves share the most common of its keys: a mistake in it would break all of these. */
  readonly reach: number;
}

/**
 * The changes that several connectors share: updates of the same keys whose values come from the same lines of defaults
 * and profiles, or from the same variables. Keys that a connector's own file changes beside them are its own. A step that
 * is alone in its wave, or with its set of keys, counts too where others share one of the keys.
 */
export function groupChanges(steps: readonly PlannedStep[]): readonly SharedChange[] {
  const groups = new Map<string, SharedPart & { steps: PlannedStep[] }>();
  const reach = new Map<string, number>();
  for (const step of steps) {
    if (step.change.kind !== 'update') continue;
    const shared = sharedPart(step.change);
    if (!shared) continue;
    for (const place of shared.places) reach.set(place, (reach.get(place) ?? 0) + 1);
    const id = `${step.wave} ${shared.id}`;
    const group = groups.get(id);
    if (group) group.steps.push(step);
    else groups.set(id, { ...shared, steps: [step] });
  }
  return [...groups.values()]
    .map((group) => ({
      ...group,
      wave: group.steps[0]?.wave ?? 0,
      reach: Math.max(...group.places.map((place) => reach.get(place) ?? 0)),
    }))
    .filter((group) => group.reach > 1);
}

/** The part of a change that other connectors may have too. */
interface SharedPart extends Pick<Rollout, 'origin' | 'keys' | 'places'> {
  /** Equal for equal changes. */
  readonly id: string;
}

function sharedPart({ desired, fields }: UpdateChange): SharedPart | undefined {
  const keys = fields.map(({ key }) => key).sort(compareText);
  const origins = keys.map((key) => originOf(desired, key));
  const isShared = (origin: KeyOrigin | undefined) => origin !== undefined && sharedBy(origin) !== undefined;
  // A removed key has no origin. It counts as shared where all keys are removed, or beside a key that is shared.
  const counts = origins.some(isShared) || origins.every((origin) => origin === undefined);
  if (!counts) return undefined;
  return sharedOriginOf(
    desired,
    keys.filter((_, index) => origins[index] === undefined || isShared(origins[index])),
  );
}

/** Where the values of these keys come from, if other connectors may share that for each of them. */
export function sharedOriginOf(desired: PresentConnector, keys: readonly string[]): SharedPart | undefined {
  const shared = keys.map((key) => {
    const origin = originOf(desired, key);
    return origin === undefined ? removal : sharedBy(origin);
  });
  const [first] = [...shared.filter((one) => one !== removal), ...shared];
  if (!first || shared.includes(undefined)) return undefined;
  const places = keys.map((key, index) => JSON.stringify([key, shared[index]?.id]));
  return { id: places.join(), places, origin: first.origin, keys };
}

function originOf({ origins, removed }: PresentConnector, key: string): KeyOrigin | undefined {
  return origins.get(key) ?? removed?.get(key);
}

interface SharedKey {
  readonly id: string;
  readonly origin: SharedOrigin;
}

const removal: SharedKey = {
  id: 'removed',
  origin: { layer: 'removal', label: undefined, source: undefined },
};

function sharedBy({ layer, label, source, vars = [] }: KeyOrigin): SharedKey | undefined {
  if (layer === 'default' || layer === 'profile') {
    return { id: formatSource(source), origin: { layer, label, source } };
  }
  const [variable, ...others] = vars;
  if (variable === undefined || others.length > 0) return undefined;
  return {
    id: `variable ${variable}`,
    origin: { layer: 'variable', label: variable, source: undefined },
  };
}

/** The class, by which connectors are alike enough to stand in for each other. */
export function classOf(config: Config): string {
  return config.get('connector.class') ?? '';
}
