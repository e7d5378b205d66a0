import { toFileStem } from '../model/connector-name.ts';

/**
 * The folder name of one run on one cluster: time and cluster, valid on every file system. Sorted by name, the folders
 * are sorted by time.
 */
export function backupFolderName(takenAt: number, clusterLabel: string): string {
  const time = new Date(takenAt).toISOString().replaceAll(':', '-');
  const cluster = clusterLabel.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[-.]+|(?<![-.])[-.]+$/g, '');
  return `${time}-${cluster.slice(0, 60) || 'cluster'}`;
}

/**
 * A file name for each connector, unique on case-insensitive file systems too. A restore uses the connector name in the
 * file, not the file name.
 */
export function backupFileNames(connectors: readonly string[]): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  const free = (stem: string) => {
    for (let number = 1; ; number += 1) {
      const candidate = number === 1 ? stem : `${stem}~${number}`;
      if (taken.has(candidate.toLowerCase())) continue;
      taken.add(candidate.toLowerCase());
      return `${candidate}.json`;
    }
  };
  return new Map(connectors.map((name) => [name, free(toFileStem(name))]));
}
