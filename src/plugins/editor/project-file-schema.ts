import type { JsonSchema } from './json-schema.ts';
import { layerNames } from './layer-schemas.ts';
import { emptyConfig, partOf } from './published-parts.ts';

/**
 * The schema of the project file of a project. What it knows about plugins is in the schema of connector files beside it.
 * There is one reference to it for each kind of layer, because the YAML language server reads it anew for each.
 */
export function projectFileSchema(published: JsonSchema): JsonSchema {
  const definitions = partOf(published, '$defs');
  const layers = Object.entries(layerNames).map(([kind, name]) => {
    const layer = partOf(definitions, kind);
    const config = emptyConfig(partOf(layer, 'properties', 'config'));
    return [
      kind,
      {
        ...layer,
        properties: { ...partOf(layer, 'properties'), config },
        allOf: [{ $ref: `connector.schema.json#/$defs/${name}` }],
      },
    ];
  });
  return { ...published, $defs: { ...definitions, ...Object.fromEntries(layers) } };
}
