/**
 * A connector configuration: a flat map from key to text. A worker stores every value verbatim as a string, so values
 * are strings here too (Connect REST contract 6). `name` is omitted if it equals the name of the connector: the worker
 * adds it to the stored config.
 */
export type Config = ReadonlyMap<string, string>;

/** The configuration as a plain object with sorted keys, for requests and documents. */
export function configToObject(config: Config): Record<string, string> {
  return Object.fromEntries([...config].sort(([one], [other]) => compareText(one, other)));
}

/** The value of a key of such an object; undefined for `constructor` and the like, which every object inherits. */
export function ownValue<Value>(config: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(config, key) ? config[key] : undefined;
}

/** The order of names and keys in every list: by UTF-16 code unit, the same on every machine. */
export function compareText(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
