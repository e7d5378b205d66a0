import { ConnectSyncError } from '../model/error.ts';
import type { ClusterInspection } from './inspect-clusters.ts';

/**
 * What is asked about and cannot be taken back is done on one cluster at a time. `what` begins the sentence: `offsets
 * are changed`.
 *
 * @throws ConnectSyncError (usage) where several are chosen
 */
export function requireOneCluster(looks: readonly ClusterInspection[], what: string): void {
  if (looks.length <= 1) return;
  throw new ConnectSyncError({
    code: 'several-clusters',
    message: `${what} on one cluster at a time, and ${looks.length} are chosen`,
    hint: `add --cluster ${looks[0]?.label}`,
    category: 'usage',
  });
}
