import type { OperatorCluster } from '../connect/operator-cluster.ts';
import type { ClusterInspection } from './inspect-clusters.ts';
import { type ClusterResult, onEachCluster } from './on-each-cluster.ts';

/** What came of asking one URL of a cluster. */
export type UrlResult<Result> = ClusterResult<Result> & { readonly url: string };

/** Asks each URL of a cluster by itself, side by side and without fail-over: a member that is down shall show. */
export async function onEachUrl<Result>(
  look: ClusterInspection,
  perform: (cluster: OperatorCluster) => Promise<Result>,
): Promise<readonly UrlResult<Result>[]> {
  const { urls } = look.target;
  const members = urls.map((url) => ({ ...look, target: { ...look.target, urls: [url] as const } }));
  const results = await onEachCluster(members, look.session.host.interrupt, perform);
  return results.map((result, index) => ({ ...result, url: urls[index] ?? '' }));
}
