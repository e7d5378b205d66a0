import { connectorsOf } from './class-schemas.ts';
import { anyConfig, configOf } from './config-parts.ts';
import { type JsonSchema, patternOf, refTo, when } from './json-schema.ts';
import { emptyConfig, partOf } from './published-parts.ts';
import { type EditorContext, sharedDefinitions } from './shared-definitions.ts';
import { connectorSnippet } from './snippets.ts';

/**
 * The schema of connector files of a project: `connector.class` chooses the keys of `config` and of `overrides`. A file
 * that inherits its class from a profile may set the keys of every plugin.
 */
export function connectorFileSchema(published: JsonSchema, context: EditorContext): JsonSchema {
  const connectors = connectorsOf(context.classes);
  const properties = partOf(published, 'properties');
  const override = partOf(published, '$defs', 'override');
  const known = connectors.flatMap(({ names }) => names);
  return {
    ...published,
    defaultSnippets: [
      ...(published['defaultSnippets'] as readonly JsonSchema[]),
      ...connectors.map(connectorSnippet),
    ],
    properties: {
      ...properties,
      config: {
        ...emptyConfig(partOf(properties, 'config')),
        properties: { 'connector.class': { $ref: refTo('config', 'connector.class') } },
      },
    },
    allOf: [
      ...connectors.map((plugin) => when(hasClass(plugin.names), configs(configOf(plugin)))),
      when(hasClass(known), true, when(inheritsClass, configs(anyConfig), configs(configOf(undefined)))),
    ],
    $defs: {
      ...partOf(published, '$defs'),
      ...sharedDefinitions(published, context),
      override: {
        ...override,
        properties: {
          ...partOf(override, 'properties'),
          config: emptyConfig(partOf(override, 'properties', 'config')),
        },
      },
    },
  };
}

function hasClass(names: readonly string[]): JsonSchema {
  return inConfig({ 'connector.class': { type: 'string', pattern: patternOf(names) } });
}

function inConfig(properties: JsonSchema): JsonSchema {
  return {
    properties: { config: { properties, required: ['connector.class'] } },
    required: ['config'],
  };
}

const inheritsClass: JsonSchema = { required: ['extends'], not: inConfig({}) };

/** A config, and those of `overrides`; editors offer the keys `config` and `overrides` themselves elsewhere. */
function configs(parts: readonly JsonSchema[]): JsonSchema {
  const config = { allOf: parts, doNotSuggest: true };
  const override = { properties: { config } };
  return {
    properties: { config, overrides: { additionalProperties: override, doNotSuggest: true } },
  };
}
