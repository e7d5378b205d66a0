import { ConnectSyncError } from '../model/error.ts';
import type { LiveConnector } from '../model/live-connector.ts';
import { ownershipScope } from '../plan/ownership-scope.ts';
import type { ClusterContext } from '../project/resolve-clusters.ts';

/**
 * Refuses to change what has the ownership marker of another repository. `what` ends the sentence: `its offsets are not
 * changed`.
 *
 * @throws ConnectSyncError (safety-check) with every such connector
 */
export function refuseForeign(
  connectors: readonly LiveConnector[],
  { label, ownership }: ClusterContext,
  what: string,
): void {
  const scope = ownershipScope(ownership);
  const foreign = connectors.flatMap((live) => {
    const { owner, words } = scope.markerOf(live);
    return owner === 'another' ? [`${live.name}: ${words}`] : [];
  });
  if (foreign.length === 0) return;
  throw new ConnectSyncError({
    code: 'other-repository',
    message: `${label}: ${what}: ${foreign.join('; ')}`,
    hint: 'no option overrides this: do it from the repository that owns it, or select only your own',
    category: 'safety-check',
  });
}
