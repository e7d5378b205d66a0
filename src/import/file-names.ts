/** A connector with the name of the file that is to be written for it. */
export interface FileName {
  /** Without a folder. */
  readonly file: string;
  /** Whether the file's name alone does not tell the connector's. */
  readonly needsName: boolean;
}

/**
 * The name of each connector's file: its own, but for names that some file system or the search for connector files
 * has no place for, and those that differ from another only in the case of letters.
 */
export function fileNames(
  names: readonly string[],
  suffixes: ReadonlyMap<string, string>,
): ReadonlyMap<string, FileName> {
  const taken = new Set<string>();
  return new Map(
    names.map((name) => {
      const base = `${safe(name)}${suffixes.get(name) ?? ''}`;
      let file = base;
      for (let number = 2; taken.has(file.toLowerCase()); number += 1) file = `${base}~${number}`;
      taken.add(file.toLowerCase());
      return [name, { file: `${file}.yaml`, needsName: file !== name }];
    }),
  );
}

/** Files that begin with a dot are not searched, some words are devices on Windows, and names have a longest length. */
function safe(name: string): string {
  const visible = name.replace(/^\./, '_.');
  const isDevice = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i.test(visible);
  return (isDevice ? `_${visible}` : visible).slice(0, longest);
}

const longest = 200;
