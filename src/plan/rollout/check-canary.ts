import { type Diagnostic, diagnose } from '../../model/diagnostic.ts';
import { matchesNameGlob } from '../../model/name-glob.ts';
import { nearestName } from '../../model/nearest-name.ts';
import type { Rollout, RolloutSettings } from '../../model/rollout.ts';

/**
 * What is wrong with a canary that is named: no declared connector has the name, or none that has it can be the canary of
 * any rollout, because it does not change, is not healthy, or is paused or stopped.
 */
export function checkCanary(
  { canary }: RolloutSettings,
  rollouts: readonly Rollout[],
  declared: readonly string[],
): readonly Diagnostic[] {
  if (typeof canary !== 'string') return [];
  if (!declared.some((name) => matchesNameGlob(canary, name))) {
    return [diagnose('unknown-canary', { canary, near: nearestName(canary, declared) })];
  }
  const first = rollouts.filter((rollout) => rollout.canary === 'first-batch');
  const isUsed = first.some(({ batches }) => batches[0]?.some((name) => matchesNameGlob(canary, name)));
  const instead = first[0]?.batches[0]?.[0];
  if (isUsed || instead === undefined) return [];
  return [diagnose('unused-canary', { canary, instead })];
}
