/**
 * The folder name of one run on one cluster: time and cluster, valid on every file system. Sorted by name, the folders
 * are sorted by time.
 */
export function backupFolderName(takenAt: number, clusterLabel: string): string {
  const time = new Date(takenAt).toISOString().replaceAll(':', '-');
  const cluster = clusterLabel.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[-.]+|(?<![-.])[-.]+$/g, '');
  return `${time}-${cluster.slice(0, 60) || 'cluster'}`;
}

/** Many file systems limit names to 255 bytes, which includes prefix, suffix and extension. */
const maximumLength = 150;

/** Names of Windows devices, with any extension. */
const device = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

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
  const stemOf = (name: string) => `${device.test(name) ? '_' : ''}${name.slice(0, maximumLength)}`;
  return new Map(connectors.map((name) => [name, free(stemOf(name))]));
}
