import { isConnectorName, toFileStem } from '../../model/connector-name.ts';

/** The file name for a connector. */
export interface FileName {
  /** Without a directory. */
  readonly file: string;
  /** Whether the file must declare the name because its own name differs. */
  readonly needsName: boolean;
}

/**
 * Chooses a file name for each connector: the connector name, unless a file system or the search for connector files
 * does not support it, or it differs from another one only in case. `stems`: texts to use in place of names.
 */
export function fileNames(
  names: readonly string[],
  suffixes: ReadonlyMap<string, string>,
  stems: ReadonlyMap<string, string> = new Map(),
): ReadonlyMap<string, FileName> {
  const taken = new Set<string>();
  return new Map(
    names.map((name) => {
      const base = `${safe(stems.get(name) ?? name)}${suffixes.get(name) ?? ''}`;
      let file = base;
      for (let number = 2; taken.has(file.toLowerCase()); number += 1) file = `${base}~${number}`;
      taken.add(file.toLowerCase());
      return [name, { file: `${file}.yaml`, needsName: file !== name || !plain.test(name) }];
    }),
  );
}

/** The search for connector files skips those that begin with a dot. */
function safe(name: string): string {
  return (isConnectorName(name) ? toFileStem(name) : '_').replace(/^\./, '_.');
}

/** Some file systems change the form of other letters; then the name of the file would be another name. */
const plain = /^[A-Za-z0-9._-]+$/;
