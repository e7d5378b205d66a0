import type { Change } from '../model/change.ts';
import type { DesiredConnector } from '../model/desired-connector.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Plan } from '../model/plan.ts';
import type { PluginClasses } from '../model/plugin-classes.ts';
import type { ClusterReading } from '../model/worker-info.ts';
import { declaredContenders, plannedContenders } from '../plan/collisions/contenders.ts';
import { type CollisionScope, describeCollisions } from '../plan/collisions/describe-collisions.ts';
import type { PlanPolicy } from '../plan/plan-policy.ts';
import { isSelected } from '../plan/why-left-alone.ts';

/** What a plan was made from. */
export interface PlannedFrom {
  readonly desired: readonly DesiredConnector[];
  readonly changes: readonly Change[];
  readonly reading: ClusterReading;
  readonly classes: PluginClasses | undefined;
}

/** Collisions of the selected connectors among what runs on the cluster when the plan is applied. */
export function collisionsOfPlan(plan: Plan, from: PlannedFrom, policy: PlanPolicy): readonly Diagnostic[] {
  return describeCollisions(plannedContenders(plan, from), {
    classes: from.classes,
    isSelected: (name) => isSelected(name, policy),
  });
}

/**
 * Collisions among what the files declare, cluster by cluster. Connectors that collide on several clusters are reported
 * for the first of them, although the hosts may have other names there.
 */
export function collisionsOfFiles(
  clusters: readonly (readonly DesiredConnector[])[],
  scope: CollisionScope = {},
): readonly Diagnostic[] {
  const found = new Map<string, Diagnostic>();
  for (const desired of clusters) {
    for (const collision of describeCollisions(declaredContenders(desired), scope)) {
      const { rule, name, others } = collision.args;
      const what = JSON.stringify([rule, name, others]);
      if (!found.has(what)) found.set(what, collision);
    }
  }
  return [...found.values()];
}
