/**
 * A connector configuration: a flat map from key to text. A worker stores every value as a string, verbatim,
 * so ours are strings too (Connect REST contract 6). `name` is left out where it equals the connector's name:
 * the worker adds it to what it stores.
 */
export type Config = ReadonlyMap<string, string>;

/** The configuration as a plain object with sorted keys, as it goes over the wire and into documents. */
export function configToObject(config: Config): Record<string, string> {
  return Object.fromEntries([...config].sort(([one], [other]) => compareText(one, other)));
}

/** The order in which names and keys are listed everywhere: by UTF-16 code unit, the same on every machine. */
export function compareText(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
