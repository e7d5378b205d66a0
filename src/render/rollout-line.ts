import { count, withMore } from '../model/count.ts';
import { formatDuration } from '../model/duration.ts';
import type { RolloutView } from '../model/plan-view.ts';

/** How long a batch must stay healthy, where neither the project nor the command line says it. */
const defaultBake = 10_000;

/** A rollout as a sentence: `Rollout of the default at connect-sync.yaml:5 to 200 connectors: canary orders-7, …`. */
export function rolloutSentence(rollout: RolloutView, all: readonly RolloutView[]): string {
  const { batches, maxUnhealthy } = rollout;
  const connectors = batches.reduce((sum, names) => sum + names.length, 0);
  const bake = batches.length * (rollout.bakeMilliseconds ?? defaultBake);
  const time = bake === 0 ? '' : ` It takes at least ${formatDuration(bake)}.`;
  const limit = maxUnhealthy === 0 ? '' : ` It stops above ${count(maxUnhealthy, 'unhealthy connector')}.`;
  const what = `Rollout of ${originText(rollout)} to ${count(connectors, 'connector')}`;
  return `${what}${waveText(rollout, all)}: ${stagesText(rollout)}.${time}${limit}`;
}

/** Which part of the connectors it is of, where others with the same change depend on these. */
function waveText({ wave, ...rollout }: RolloutView, all: readonly RolloutView[]): string {
  const same = all.filter((other) => originText(other) === originText(rollout));
  return same.some((other) => other.wave !== wave) ? ` of wave ${wave + 1}` : '';
}

/** `the default at connect-sync.yaml:5`, `the profile avro`, `the variable region`. */
export function originText({
  origin: { layer, label, source },
  keys,
}: Pick<RolloutView, 'origin' | 'keys'>): string {
  if (layer === 'removal') return `the removal of ${namesOf(keys)}`;
  if (label !== null) return `the ${layer} ${label}`;
  return source === null ? `the ${layer}` : `the ${layer} at ${source.file}:${source.line}`;
}

function stagesText({ batches, canary }: RolloutView): string {
  const [first = [], ...others] = batches;
  if (canary === 'first-batch') {
    const rest = others.length === 0 ? '' : `, then ${batchesText(others)}`;
    return `canary ${namesOf(first)}${rest}`;
  }
  const stages = batchesText(batches);
  return canary === 'proved' ? `${stages}, without a canary: others are healthy with it already` : stages;
}

const most = 3;

function namesOf(names: readonly string[]): string {
  return withMore(names.slice(0, most), names.length);
}

function batchesText(batches: readonly (readonly string[])[]): string {
  const size = batches[0]?.length ?? 0;
  return batches.length === 1 ? `one batch of ${size}` : `${batches.length} batches of ${size}`;
}
