import type { Step } from '../model/plan.ts';

/**
 * The steps in groups that are carried out one after the other: by wave, and all deletions after everything else,
 * whatever wave they are in.
 */
export function orderWaves(steps: readonly Step[]): Step[][] {
  const isDeletion = (step: Step) => step.change.kind === 'delete';
  return [...byWave(steps.filter((step) => !isDeletion(step))), ...byWave(steps.filter(isDeletion))];
}

function byWave(steps: readonly Step[]): Step[][] {
  const waves = [...new Set(steps.map((step) => step.wave))].sort((one, other) => one - other);
  return waves.map((wave) => steps.filter((step) => step.wave === wave));
}
