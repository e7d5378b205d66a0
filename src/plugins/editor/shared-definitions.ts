import { classDefinitions, connectorsOf, converterKeys, type FreeKeys } from './class-schemas.ts';
import { componentDefinition, type UsedAliases } from './component-schemas.ts';
import { keysOfAll } from './config-parts.ts';
import type { EditorClass } from './editor-class.ts';
import { type JsonSchema, refTo } from './json-schema.ts';
import { typeDefinitions } from './key-schema.ts';
import { layerDefinitions } from './layer-schemas.ts';
import { partOf } from './published-parts.ts';
import { classSnippets } from './snippets.ts';

/** The plugins of a project, and what its files say about them. */
export interface EditorContext {
  readonly classes: readonly EditorClass[];
  readonly used: UsedAliases;
  readonly free: FreeKeys;
  /** The patterns of `match.class`. */
  readonly classPatterns: readonly string[];
}

/** The definitions for configs: of each class, of an unknown one, of several ones, and of layers of the project file. */
export function sharedDefinitions(published: JsonSchema, context: EditorContext): JsonSchema {
  const { classes, used, free } = context;
  return {
    ...typeDefinitions,
    ...classDefinitions(classes, free),
    config: configDefinition(published, classes),
    'any config': anyDefinition(published, classes),
    ...layerDefinitions(classes, context.classPatterns),
    components: componentDefinition(classes, used),
    values: { patternProperties: { '^': { $ref: refTo('value') } } },
  };
}

/** The keys that are common to all connectors, with the known classes to choose from. */
function configDefinition(published: JsonSchema, classes: readonly EditorClass[]): JsonSchema {
  const config = partOf(published, '$defs', 'config');
  const choices: Readonly<Record<string, readonly EditorClass[]>> = {
    'connector.class': connectorsOf(classes),
    ...Object.fromEntries(
      converterKeys.map((key) => [key, classes.filter(({ type }) => type === 'converter')]),
    ),
  };
  const properties = Object.entries(partOf(config, 'properties')).map(([key, property]) => {
    const offered = choices[key] ?? [];
    if (offered.length === 0) return [key, property] as const;
    const { title, description } = property as JsonSchema;
    return [key, { title, description, defaultSnippets: classSnippets(offered) }] as const;
  });
  return { ...config, properties: Object.fromEntries(properties) };
}

function anyDefinition(published: JsonSchema, classes: readonly EditorClass[]): JsonSchema {
  const common = classes.filter(({ type }) => type === 'common');
  const known = partOf(published, '$defs', 'config', 'properties');
  return {
    ...keysOfAll([...connectorsOf(classes), ...common], known),
    allOf: [{ $ref: refTo('config') }],
  };
}
