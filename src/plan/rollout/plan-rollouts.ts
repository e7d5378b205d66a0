import { assessHealth } from '../../model/assess-health.ts';
import type { NoChange } from '../../model/change.ts';
import { compareText } from '../../model/config.ts';
import type { LiveConnector } from '../../model/live-connector.ts';
import { matchesNameGlob } from '../../model/name-glob.ts';
import type { PlannedStep } from '../../model/plan.ts';
import type { BatchSize, Rollout, RolloutSettings } from '../../model/rollout.ts';
import { classOf, groupChanges, type SharedChange, sharedOriginOf } from './group-changes.ts';

/** A shared change of more connectors than this is rolled out without any setting. */
const defaultThreshold = 10;

const defaultBatch: BatchSize = { percent: 10 };

/** Steps in the order in which they are applied, and the rollouts among them. */
export interface PlannedRollouts {
  readonly steps: readonly PlannedStep[];
  readonly rollouts: readonly Rollout[];
}

/**
 * Divides each change that connectors share into a canary and batches. All other steps of a wave belong to its first
 * batch, as the first batch of the first rollout does; several rollouts of a wave follow one another.
 *
 * @param unchanged what needs no change: it may show that a change is healthy elsewhere already
 */
export function planRollouts(
  steps: readonly PlannedStep[],
  unchanged: readonly NoChange[],
  settings: RolloutSettings | undefined,
): PlannedRollouts {
  const rollouts = groupChanges(steps)
    .map((change) => ({ change, sharers: sharersOf(change, steps, unchanged) }))
    .filter(({ change, sharers }) => isRolledOut(change.reach + sharers.length, settings))
    .map(({ change, sharers }) => rolloutOf(change, sharers, settings ?? {}));
  if (rollouts.length === 0) return { steps, rollouts };
  const batchOf = new Map<string, number>();
  const nextBatch = new Map<number, number>();
  for (const { wave, batches } of rollouts) {
    const first = nextBatch.get(wave) ?? 0;
    for (const [index, names] of batches.entries())
      for (const name of names) batchOf.set(name, first + index);
    nextBatch.set(wave, first + batches.length);
  }
  const withBatches = steps.map((step) => {
    const batch = batchOf.get(step.name);
    return batch === undefined || batch === 0 ? step : { ...step, batch };
  });
  return { steps: withBatches.sort(inOrder), rollouts };
}

function inOrder(one: PlannedStep, other: PlannedStep): number {
  return one.wave - other.wave || (one.batch ?? 0) - (other.batch ?? 0) || compareText(one.name, other.name);
}

/** `batch: all` without a canary turns rollouts off; settings of any other kind turn them on for every shared change. */
function isRolledOut(connectors: number, settings: RolloutSettings | undefined): boolean {
  if (settings?.batch === 'all' && (settings.canary === undefined || settings.canary === 0)) return false;
  const isRequested = settings?.canary !== undefined || settings?.batch !== undefined;
  return isRequested || connectors > defaultThreshold;
}

function rolloutOf(
  { origin, keys, places, wave, steps, reach }: SharedChange,
  sharers: readonly Sharer[],
  { canary = 1, batch = defaultBatch, maxUnhealthy = 0, bakeMilliseconds }: RolloutSettings,
): Rollout {
  const broken = sharers.filter(({ isRestarted }) => isRestarted).map(({ name }) => name);
  const isProved = broken.length === 0 && sharers.some(({ isHealthy }) => isHealthy);
  const first = canary === 0 || isProved ? [] : broken.length > 0 ? broken : chooseCanary(steps, canary);
  const rest = steps.map(({ name }) => name).filter((name) => !first.includes(name));
  const size = sizeOf(batch, reach + sharers.length);
  return {
    ...{ origin, keys, places, wave, maxUnhealthy, bakeMilliseconds },
    batches: [...(first.length > 0 ? [first] : []), ...divide(rest, size)],
    canary: first.length > 0 ? 'first-batch' : isProved ? 'proved' : 'none',
  };
}

/** A percentage is of all connectors that share the change, of whichever wave, and never less than one. */
function sizeOf(batch: BatchSize, connectors: number): number {
  if (batch === 'all') return connectors;
  if ('count' in batch) return batch.count;
  return Math.max(1, Math.ceil((connectors * batch.percent) / 100));
}

function divide(names: readonly string[], size: number): readonly (readonly string[])[] {
  const batches: (readonly string[])[] = [];
  for (let at = 0; at < names.length; at += size) batches.push(names.slice(at, at + size));
  return batches;
}

/**
 * Those that are named, else those with the fewest tasks. Only a healthy one can show that a change does no harm: none
 * that is FAILED, paused or stopped is ever a canary. No worker reports how long a connector has been healthy.
 */
function chooseCanary(steps: readonly PlannedStep[], canary: number | string): readonly string[] {
  const able = steps.filter(isAble);
  const named = typeof canary === 'string' ? able.filter(({ name }) => matchesNameGlob(canary, name)) : [];
  if (named.length > 0) return named.map(({ name }) => name);
  const tasksOf = ({ change }: PlannedStep) => ('live' in change ? change.live.taskIds.length : 0);
  return [...able]
    .sort((one, other) => tasksOf(one) - tasksOf(other) || compareText(one.name, other.name))
    .slice(0, typeof canary === 'number' ? canary : 1)
    .map(({ name }) => name);
}

function isAble({ change }: PlannedStep): boolean {
  if (change.kind !== 'update') return false;
  const runs = change.desired.state === undefined || change.desired.state === 'running';
  return runs && isRunningWell(change.live);
}

function isRunningWell(live: LiveConnector): boolean {
  return assessHealth(live, { state: 'running' }).kind === 'healthy';
}

/** A connector of the same class that has the change already, as after an interrupted run. */
interface Sharer {
  readonly name: string;
  /** It shows what a canary would. */
  readonly isHealthy: boolean;
  /** It is FAILED with this change, and a step restarts it: whether it recovers decides about the others. */
  readonly isRestarted: boolean;
}

function sharersOf(
  { id, keys, wave, steps: changing }: SharedChange,
  steps: readonly PlannedStep[],
  unchanged: readonly NoChange[],
): readonly Sharer[] {
  const [example] = changing;
  if (example?.change.kind !== 'update') return [];
  const className = classOf(example.change.desired.config);
  const shares = (other: NoChange['desired']) =>
    other.kind === 'present' && classOf(other.config) === className && sharedOriginOf(other, keys)?.id === id;
  return [
    ...unchanged.flatMap(({ name, desired: other, live }) =>
      live && shares(other) ? [{ name, isHealthy: isRunningWell(live), isRestarted: false }] : [],
    ),
    ...steps.flatMap(({ name, change, wave: own }) =>
      change.kind === 'restart' && own === wave && shares(change.desired)
        ? [{ name, isHealthy: false, isRestarted: true }]
        : [],
    ),
  ];
}
