import type { AttributedChange } from '../diff/attribute-drift.ts';
import type { ActiveChange, Plan } from '../model/plan.ts';
import type { ChangeView, PlanView } from '../model/plan-view.ts';
import type { DesiredCluster } from '../project/resolve-clusters.ts';

/** What drift of one cluster is attributed against: an earlier commit, or a saved plan. */
export interface ClusterBase {
  /** Shown in the output: `the files as of main (0123456789ab)`. */
  readonly description: string;
  /** @throws ConnectSyncError (plan-refused) if the base is of another Kafka cluster */
  readonly check: (kafkaClusterId: string | undefined) => void;
  readonly attribute: (change: ActiveChange) => AttributedChange;
}

/**
 * Opens the base of every cluster, by its label, before any cluster is contacted.
 *
 * @throws ConnectSyncError, InvalidInputError if it cannot be read or used
 */
export type OpenDriftBase = (
  clusters: readonly DesiredCluster[],
) => Promise<ReadonlyMap<string, ClusterBase>>;

/** Adds the cause of each difference to the view of a plan. */
export function attributeDrift(
  { plan, view }: { readonly plan: Plan; readonly view: PlanView },
  base: ClusterBase,
): PlanView {
  const causes = new Map<string, AttributedChange>(
    plan.steps.map(({ change }) => [change.name, base.attribute(change)]),
  );
  return {
    ...view,
    base: base.description,
    changes: view.changes.map((change) => withCauses(change, causes.get(change.name))),
  };
}

function withCauses(change: ChangeView, causes: AttributedChange | undefined): ChangeView {
  if (!causes) return change;
  const { whole, keys, state } = causes;
  return {
    ...change,
    ...(whole && { cause: whole }),
    fields: change.fields.map((field) => {
      const cause = keys.get(field.key);
      return cause ? { ...field, cause } : field;
    }),
    state: change.state && state ? { ...change.state, cause: state } : change.state,
  };
}
