import type { Diagnostic } from '../model/diagnostic.ts';
import { makeRedactor } from '../model/redaction/redactor.ts';
import { mergeKeys } from '../project/former-secrets.ts';
import type { Project } from '../project/load-project.ts';
import type { OfflineCluster } from '../project/resolve-offline.ts';
import { checkDesired } from './check-policies.ts';
import type { SnapshotCheck } from './check-with-snapshots.ts';

/** What is known without contact to a cluster. */
export interface OfflineFacts extends Pick<SnapshotCheck, 'passwordKeys'> {
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** Evaluates the policies about the desired state of clusters that are not contacted. */
export async function checkOffline(
  project: Project,
  clusters: readonly OfflineCluster[],
  { now, passwordKeys }: OfflineFacts,
): Promise<readonly Diagnostic[]> {
  const found = await Promise.all(
    clusters.map((cluster) => {
      const { clusterName, desired } = cluster;
      return checkDesired({
        ...{ project, now, connectors: desired.connectors, label: clusterName ?? 'the files' },
        cluster: { name: clusterName ?? '' },
        redactor: () =>
          makeRedactor({
            live: [],
            desired: desired.connectors,
            get secretKeys() {
              return mergeKeys(desired.secretKeys, passwordKeys.get(cluster) ?? new Map());
            },
            get referenceKeys() {
              return desired.referenceKeys;
            },
            passwordKeys: new Map(),
            known: project.secrets,
          }),
      });
    }),
  );
  return found.flat();
}
