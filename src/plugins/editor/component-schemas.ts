import { compareText } from '../../model/config.ts';
import { converterKeys } from './class-schemas.ts';
import { type EditorClass, type EditorKey, outerName } from './editor-class.ts';
import { escapePattern, type JsonSchema, patternOf, refTo, when } from './json-schema.ts';
import { keyChecks, keyWithValue } from './key-schema.ts';
import { misspelledComponentKeys } from './misspelled-keys.ts';
import { classSnippets, componentSnippets } from './snippets.ts';

/** The names of transformations and predicates that the files of the project use. */
export interface UsedAliases {
  readonly transforms: readonly string[];
  readonly predicates: readonly string[];
}

/**
 * The keys of transformations, predicates and converters, for any config. An editor can complete only keys that it knows
 * by their full names, so that there are those of the names in use; a snippet for each class begins a new one, and its
 * keys are documented under any name.
 */
export function componentDefinition(classes: readonly EditorClass[], used: UsedAliases): JsonSchema {
  const lists = componentLists.map((list) => ({
    ...list,
    aliases: [...new Set(used[list.name])].sort(compareText),
    plugins: classes.filter(({ type }) => type === list.type),
  }));
  const converters = classes.filter(({ type }) => type === 'converter');
  const properties = lists.flatMap(({ name, aliases, plugins }) =>
    aliases.flatMap((alias) => aliasProperties({ name, alias, plugins, predicates: used.predicates })),
  );
  const parts = [
    ...lists.flatMap(({ name, aliases, plugins }) =>
      aliases.flatMap((alias) =>
        plugins.map((plugin) => whenClass(`${name}.${alias}.type`, plugin, `${name}.${alias}.`)),
      ),
    ),
    ...converterKeys.flatMap((key) => converters.map((plugin) => whenClass(key, plugin, `${key}.`))),
    ...lists.flatMap(({ name, plugins }) => documentedPatterns(name, plugins)),
  ];
  return {
    properties: Object.fromEntries(properties),
    ...(parts.length > 0 && { allOf: parts }),
    defaultSnippets: lists.flatMap(({ name, plugins }) =>
      plugins.map((plugin) => componentSnippets(name, plugin)),
    ),
  };
}

const componentLists = [
  { name: 'transforms', type: 'transformation' },
  { name: 'predicates', type: 'predicate' },
] as const;

interface Alias {
  readonly name: 'transforms' | 'predicates';
  readonly alias: string;
  readonly plugins: readonly EditorClass[];
  readonly predicates: readonly string[];
}

function aliasProperties({ name, alias, plugins, predicates }: Alias): readonly [string, JsonSchema][] {
  const own: [string, JsonSchema] = [
    `${name}.${alias}.type`,
    {
      title: `Class of ${alias}`,
      description: `The class of the ${name === 'transforms' ? 'transform' : 'predicate'} ${alias}.`,
      defaultSnippets: classSnippets(plugins),
    },
  ];
  if (name === 'predicates') return [own];
  const prefix = `${name}.${alias}.`;
  return [
    own,
    [
      `${prefix}predicate`,
      {
        title: `Predicate of ${alias}`,
        description: `The name of the predicate of the records that ${alias} applies to. Default: all records.`,
        defaultSnippets: predicates.map((label) => ({ label, body: label })),
        ...keyWithValue,
      },
    ],
    [
      `${prefix}negate`,
      {
        title: `Negate the predicate of ${alias}`,
        description: `Whether ${alias} applies to the records that the predicate does not match.`,
        default: false,
      },
    ],
  ];
}

function whenClass(key: string, plugin: EditorClass, prefix: string): JsonSchema {
  return when(
    { properties: { [key]: { type: 'string', pattern: patternOf(plugin.names) } }, required: [key] },
    {
      properties: Object.fromEntries(
        plugin.keys.map(({ definition: { name } }) => [
          prefix + name,
          { $ref: refTo(plugin.className, name) },
        ]),
      ),
      allOf: [
        { properties: keyChecks(plugin, plugin.keys, prefix) },
        ...misspelledComponentKeys(plugin, prefix),
      ],
    },
  );
}

/** What the keys mean under a name that no file used yet. Different classes may have keys of one name. */
function documentedPatterns(name: string, plugins: readonly EditorClass[]): readonly JsonSchema[] {
  const byKey = new Map<string, { plugin: EditorClass; key: EditorKey }[]>();
  for (const plugin of plugins) {
    for (const key of plugin.keys) {
      const found = byKey.get(key.definition.name) ?? [];
      byKey.set(key.definition.name, [...found, { plugin, key }]);
    }
  }
  if (byKey.size === 0) return [];
  const patterns = [...byKey]
    .sort(([one], [other]) => compareText(one, other))
    .map(([key, found]) => [
      `^${name}\\.[^.]+\\.${escapePattern(key)}$`,
      { title: key, description: describe(found) },
    ]);
  return [{ patternProperties: Object.fromEntries(patterns) }];
}

function describe(found: readonly { plugin: EditorClass; key: EditorKey }[]): string {
  const byText = new Map<string, string[]>();
  for (const { plugin, key } of found) {
    const text = key.definition.documentation.trim();
    const name = outerName(plugin.className);
    byText.set(text, [...new Set([...(byText.get(text) ?? []), name])]);
  }
  return [...byText].map(([text, names]) => `${names.join(', ')}: ${text}`).join('\n\n');
}
