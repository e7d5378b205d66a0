import { childOf, entryOf, type SourceEntry, type SourceMap, type SourceNode } from './source-node.ts';

/**
 * Converts the connectors of a JSON file to the format of connector files. JSON comes from tutorials and workers:
 * `{"name", "config"}` as in POST, a bare config as in PUT, the response of GET (with `tasks` and `type`, which are
 * ignored), and lists of these. `name` in the config is the name if no other name is given.
 */
export function connectorsOfJson(document: SourceNode): readonly SourceNode[] {
  const connectors = document.kind === 'list' ? document.items : [document];
  return connectors.map((connector) => (connector.kind === 'map' ? asConnectorFile(connector) : connector));
}

/** Whether a mapping is a bare config, as opposed to one with a `config` key. */
export function isBareConfiguration(map: SourceMap): boolean {
  return !entryOf(map, 'config') && entryOf(map, 'connector.class') !== undefined;
}

function asConnectorFile(map: SourceMap): SourceMap {
  if (isBareConfiguration(map)) return withEntries(map, [...nameIn(map), configEntry(map)]);
  const kept = map.entries.filter(({ key }) => key !== 'tasks' && key !== 'type');
  const name = entryOf(map, 'name') ? [] : nameIn(childOf(map, 'config'));
  return withEntries(map, [...name, ...kept]);
}

function nameIn(config: SourceNode | undefined): SourceEntry[] {
  const name = entryOf(config, 'name');
  return name ? [name] : [];
}

function configEntry(map: SourceMap): SourceEntry {
  return { key: 'config', keySpan: map.entries[0]?.keySpan ?? map.span, value: map };
}

function withEntries(map: SourceMap, entries: readonly SourceEntry[]): SourceMap {
  return { ...map, entries };
}
