import { childOf, entryOf, type Located, type LocatedEntry, type LocatedMap } from './located.ts';

/**
 * The connectors of a JSON file, in the shape of connector files. JSON comes from tutorials and from workers:
 * `{"name", "config"}` as in POST, the bare configuration as in PUT, what GET answers (with `tasks` and `type`, which
 * say nothing about the wish), and lists of these. `name` within the configuration is the name where none is given.
 */
export function connectorsOfJson(document: Located): readonly Located[] {
  const connectors = document.kind === 'list' ? document.items : [document];
  return connectors.map((connector) => (connector.kind === 'map' ? asConnectorFile(connector) : connector));
}

/** Whether a mapping is a configuration itself, instead of holding one under `config`. */
export function isBareConfiguration(map: LocatedMap): boolean {
  return !entryOf(map, 'config') && entryOf(map, 'connector.class') !== undefined;
}

function asConnectorFile(map: LocatedMap): LocatedMap {
  if (isBareConfiguration(map)) return withEntries(map, [...nameIn(map), configEntry(map)]);
  const kept = map.entries.filter(({ key }) => key !== 'tasks' && key !== 'type');
  const name = entryOf(map, 'name') ? [] : nameIn(childOf(map, 'config'));
  return withEntries(map, [...name, ...kept]);
}

function nameIn(config: Located | undefined): LocatedEntry[] {
  const name = entryOf(config, 'name');
  return name ? [name] : [];
}

function configEntry(map: LocatedMap): LocatedEntry {
  return { key: 'config', keySpan: map.entries[0]?.keySpan ?? map.span, value: map };
}

function withEntries(map: LocatedMap, entries: readonly LocatedEntry[]): LocatedMap {
  return { ...map, entries };
}
