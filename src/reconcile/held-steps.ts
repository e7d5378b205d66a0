import type { HoldView } from '../model/controller-view.ts';
import type { DeclaredConnector, LeftOutChange, Plan } from '../model/plan.ts';

/** What the controller leaves alone, by connector name. */
export type Holds = ReadonlyMap<string, HoldView>;

/** The plan without the steps that are held. They are part of its account: skipped, each with the reason. */
export function withoutHeld(plan: Plan, holds: Holds): Plan {
  const held = plan.steps.filter(({ name }) => holds.has(name));
  if (held.length === 0) return plan;
  const leftOut = held.map(
    ({ name, change, wave, source }): LeftOutChange => ({
      ...{ name, change: change.kind, kind: 'skipped', wave, source },
      reason: holds.get(name)?.reason ?? '',
    }),
  );
  return {
    ...plan,
    steps: plan.steps.filter(({ name }) => !holds.has(name)),
    leftOut: [...(plan.leftOut ?? []), ...leftOut],
  };
}

/** The plan with the held steps of another one, which people see although nothing is done about them. */
export function withHeld(plan: Plan, { steps }: Plan, holds: Holds): Plan {
  const held = steps.filter(({ name }) => holds.has(name));
  return held.length === 0 ? plan : { ...plan, steps: [...plan.steps, ...held] };
}

/** Of what is declared only what a plan changes: the controller waits for nothing else, and comes again anyway. */
export function onlyChanged(
  declared: readonly DeclaredConnector[],
  { steps }: Plan,
): readonly DeclaredConnector[] {
  const changed = new Set<string>(steps.map(({ name }) => name));
  return declared.filter(({ desired }) => changed.has(desired.name));
}
