import type { LoadedSnapshot } from '../desired/load-snapshots.ts';
import type { ClusterPluginsDocument } from '../model/plugin-snapshot-document.ts';
import { parseWorkerVersion, supports } from '../model/worker-version.ts';

/** The files of snapshots that describe what no cluster has installed, by what the files of the clusters say. */
export function unusedSnapshots(
  snapshots: readonly LoadedSnapshot[],
  clusters: readonly ClusterPluginsDocument[],
): readonly string[] {
  if (clusters.length === 0) return [];
  const versions = new Set(clusters.map(({ kafkaConnect }) => kafkaConnect));
  const installed = new Set(
    clusters.flatMap(({ plugins }) =>
      plugins.flatMap(({ class: className, versions: own }) =>
        own.length > 0 ? own.map((version) => `${className}@${version}`) : [`${className}@`],
      ),
    ),
  );
  const listAll = clusters.every(({ kafkaConnect }) =>
    supports(parseWorkerVersion(kafkaConnect), 'pluginConfig'),
  );
  return snapshots.flatMap(({ snapshot: { className, type, version }, file }) => {
    if (type === 'common') return versions.has(version ?? '') ? [] : [file];
    // Before 3.2 workers list connectors only.
    if (type !== 'source' && type !== 'sink' && !listAll) return [];
    return installed.has(`${className}@${version ?? ''}`) ? [] : [file];
  });
}
