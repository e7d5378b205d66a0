import { childOf, entryOf, type SourceEntry, type SourceMap, type SourceNode } from './source-node.ts';

/**
 * The connectors of a JSON file, in the shape of connector files. JSON comes from tutorials and from workers:
 * `{"name", "config"}` as in POST, the bare configuration as in PUT, what GET answers (with `tasks` and `type`, which
 * say nothing about the wish), and lists of these. `name` within the configuration is the name where none is given.
 */
export function connectorsOfJson(document: SourceNode): readonly SourceNode[] {
  const connectors = document.kind === 'list' ? document.items : [document];
  return connectors.map((connector) => (connector.kind === 'map' ? asConnectorFile(connector) : connector));
}

/** Whether a mapping is a configuration itself, instead of holding one under `config`. */
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
