import type { DesiredConnector } from '../model/desired-connector.ts';
import type { DeclaredConnector, LeftAlone, Plan } from '../model/plan.ts';
import type { ClusterReading } from '../model/worker-info.ts';
import type { PlanPolicy } from '../plan/plan-policy.ts';
import { isSelected } from '../plan/why-left-alone.ts';

/** What is declared for a cluster, and what it was compared with. */
export interface Declaration {
  readonly desired: readonly DesiredConnector[];
  readonly reading: ClusterReading;
  readonly policy: PlanPolicy;
}

/** What must be as declared when the plan is applied: all that is selected and not of somebody else, nor suspended. */
export function declaredIn(
  { leftAlone }: Plan,
  { desired, reading, policy }: Declaration,
): DeclaredConnector[] {
  const foreign = new Set(
    leftAlone.filter(({ reason }) => foreignReasons.has(reason)).map(({ name }) => name),
  );
  return desired
    .filter(({ name }) => isSelected(name, policy) && !foreign.has(name))
    .map((one) => ({ desired: one, live: reading.connectors.get(one.name) }));
}

const foreignReasons: ReadonlySet<LeftAlone['reason']> = new Set([
  'not-owned',
  'other-repository',
  'other-cluster',
  'suspended',
]);
