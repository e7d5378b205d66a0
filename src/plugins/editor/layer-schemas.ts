import { fitOfClass } from '../../model/plugin-classes.ts';
import { connectorsOf } from './class-schemas.ts';
import { anyConfig, configOf, configOfSome } from './config-parts.ts';
import type { EditorClass } from './editor-class.ts';
import { escapePattern, type JsonSchema, patternOf, when } from './json-schema.ts';

/** The definitions of layers of the project file, by their names in its published schema. */
export const layerNames = { default: 'default-layer', profile: 'profile-layer' } as const;

/**
 * The configs of `defaults` and `profiles`: a default for one class, and a profile with a class, may set the keys of that
 * class; others may set the keys of every plugin, or of those that a pattern in use matches.
 */
export function layerDefinitions(
  classes: readonly EditorClass[],
  classPatterns: readonly string[],
): Readonly<Record<string, JsonSchema>> {
  const connectors = connectorsOf(classes);
  const known = connectors.flatMap(({ names }) => names);
  const patterns = classPatterns.filter((pattern) => !known.includes(pattern));
  return {
    [layerNames.default]: layer(matchesClass(patternOf([...known, ...patterns])), [
      ...connectors.map((plugin) => [matchesClass(patternOf(plugin.names)), configOf(plugin)] as const),
      ...patterns.map(
        (pattern) => [matchesClass(`^${escapePattern(pattern)}$`), matched(pattern, connectors)] as const,
      ),
    ]),
    [layerNames.profile]: layer(
      hasClass(known),
      connectors.map((plugin) => [hasClass(plugin.names), configOf(plugin)] as const),
    ),
  };
}

type Choice = readonly [condition: JsonSchema, parts: readonly JsonSchema[]];

/** A layer whose config is chosen by conditions; where none holds, it may set every key. */
function layer(isAny: JsonSchema, choices: readonly Choice[]): JsonSchema {
  const config = (parts: readonly JsonSchema[]) => ({
    properties: { config: { allOf: parts, doNotSuggest: true } },
  });
  return {
    allOf: [
      ...choices.map(([condition, parts]) => when(condition, config(parts))),
      when(isAny, true, config(anyConfig)),
    ],
  };
}

/** One class, or a list of such. */
function matchesClass(pattern: string): JsonSchema {
  const one = { type: 'string', pattern };
  const match = {
    properties: { class: { anyOf: [one, { type: 'array', items: one }] } },
    required: ['class'],
  };
  return { properties: { match }, required: ['match'] };
}

function hasClass(names: readonly string[]): JsonSchema {
  const properties = { 'connector.class': { type: 'string', pattern: patternOf(names) } };
  return { properties: { config: { properties, required: ['connector.class'] } }, required: ['config'] };
}

/** The keys of all plugins that a pattern may match, without checks: it may match others too. */
function matched(pattern: string, connectors: readonly EditorClass[]): readonly JsonSchema[] {
  const found = connectors.filter(({ className }) => fitOfClass([pattern], className, undefined) !== 'no');
  return found.length === 0 ? anyConfig : configOfSome(found);
}
