import type { HoldView } from '../model/controller-view.ts';
import type { DeclaredConnector, LeftOutChange, Plan, PlannedStep } from '../model/plan.ts';

/** What the controller leaves alone of a plan. */
export interface Holding {
  /** The plan without the steps that are held. They are part of its account: skipped, each with the reason. */
  readonly free: Plan;
  /** With the held steps again, which people see although nothing is done about them. */
  withHeld(plan: Plan): Plan;
  /** The opposite. */
  withoutHeld(plan: Plan): Plan;
  /** Of what is declared only what is changed: the controller waits for nothing else, and comes again anyway. */
  onlyChanged(declared: readonly DeclaredConnector[]): readonly DeclaredConnector[];
}

/** Takes the steps of the held connectors out of a plan. */
export function holdSteps(plan: Plan, holds: ReadonlyMap<string, HoldView>): Holding {
  const isHeld = ({ name }: Pick<PlannedStep, 'name'>) => holds.has(name);
  const held = plan.steps.filter(isHeld);
  const withoutHeld = (one: Plan): Plan => ({ ...one, steps: one.steps.filter((step) => !isHeld(step)) });
  const free = withoutHeld(plan);
  const changed = new Set<string>(free.steps.map(({ name }) => name));
  const leftOut = held.map((step) => leaveOut(step, holds.get(step.name)));
  return {
    free: held.length === 0 ? plan : { ...free, leftOut: [...(plan.leftOut ?? []), ...leftOut] },
    withHeld: (one) => (held.length === 0 ? one : { ...one, steps: [...one.steps, ...held] }),
    withoutHeld,
    onlyChanged: (declared) => declared.filter(({ desired }) => changed.has(desired.name)),
  };
}

function leaveOut({ name, change, wave, source }: PlannedStep, hold: HoldView | undefined): LeftOutChange {
  const reason = hold?.reason ?? 'it is held';
  return { name, change: change.kind, kind: 'skipped', reason, wave, source };
}
