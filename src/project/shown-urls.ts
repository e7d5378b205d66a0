import { readClusterUrls } from '../connect/cluster-urls.ts';
import type { ClusterTarget } from '../model/project.ts';

/** The URLs of a cluster as plans show them: without credentials and trailing slash; empty if one is not usable. */
export function shownUrls(target: Pick<ClusterTarget, 'urls' | 'shownUrls'>): readonly string[] {
  const urls = readClusterUrls(target);
  return urls.kind === 'usable' ? urls.bases.map((base) => base.shown) : [];
}
