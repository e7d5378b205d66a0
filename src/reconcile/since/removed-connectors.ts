import type { DeleteChange } from '../../model/change.ts';
import { isConnectorName } from '../../model/connector-name.ts';
import type { LeftAlone } from '../../model/plan.ts';
import type { PlanInput } from '../../plan/plan-input.ts';
import { unmanagedConnectors } from '../../plan/unmanaged-connectors.ts';

/** A connector that the files no longer declare for this cluster, and what an apply would do about it. */
export interface RemovedConnector {
  readonly change: DeleteChange;
  readonly reason: string;
}

/** The connectors that were declared before and are not declared now. Whether they are deleted depends on the command. */
export function removedConnectors(input: PlanInput): readonly RemovedConnector[] {
  const policy = { ...input.policy, prune: false };
  return unmanagedConnectors({ ...input, policy }).leftAlone.flatMap((left) => {
    const live = input.reading.connectors.get(left.name);
    if (!live || !isConnectorName(live.name)) return [];
    const change = { kind: 'delete', name: live.name, live, because: { kind: 'prune' } } as const;
    return [{ change, reason: reasonOf(left) }];
  });
}

function reasonOf({ reason, detail }: LeftAlone): string {
  switch (reason) {
    case 'other-cluster':
      return `no longer declared for this cluster: ${detail}; apply leaves it alone`;
    case 'protected':
      return `in no file any more; apply leaves it alone: ${detail}`;
    case 'unpruned':
      return 'in no file any more; apply deletes it only with --prune';
    default:
      return 'in no file any more; apply leaves it alone, because it is not owned';
  }
}
