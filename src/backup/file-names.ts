/**
 * The folder of one run on one cluster: when, and which cluster, as every file system takes it. Sorted by name, the
 * folders of a cluster are sorted by time.
 */
export function backupFolderName(takenAt: number, clusterLabel: string): string {
  const when = new Date(takenAt).toISOString().replaceAll(':', '-');
  const where = clusterLabel.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[-.]+|[-.]+$/g, '');
  return `${when}-${where.slice(0, 60) || 'cluster'}`;
}

/** Longer file names, with what is put around them, are refused by many file systems. */
const longestName = 150;

/** What Windows takes for a device, whatever the extension. */
const device = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/**
 * A file name for each connector, none equal to another even where the file system does not tell upper from lower
 * case. The name in the file counts, not the name of the file.
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
  const stemOf = (name: string) => `${device.test(name) ? '_' : ''}${name.slice(0, longestName)}`;
  return new Map(connectors.map((name) => [name, free(stemOf(name))]));
}
