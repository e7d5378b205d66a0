import { isRequired } from '../required-keys.ts';
import type { EditorClass, EditorKey } from './editor-class.ts';
import { escapePattern, type JsonSchema, refTo } from './json-schema.ts';
import { describeValues } from './value-descriptions.ts';

/**
 * What an editor shows and offers for a key; every value is allowed. It holds no `$ref` and no `type`: the YAML language
 * server would show the title of what it refers to, and offer `true` and `false` for every key.
 */
export function shownKey(plugin: EditorClass, key: EditorKey): JsonSchema {
  const { definition } = key;
  const snippets = definition.type === 'PASSWORD' ? [secretSnippet(definition.name)] : valueSnippets(key);
  const initial = snippets.length === 0 ? defaultValue(key) : undefined;
  return {
    title: definition.name,
    description: [definition.documentation.trim(), factsOf(plugin, key)]
      .filter((part) => part !== '')
      .join('\n\n'),
    ...(initial !== undefined && { default: initial }),
    ...(snippets.length > 0 && { defaultSnippets: snippets }),
    ...(key.isDeprecated && hidden),
    ...(snippets.length === 0 && initial === undefined && keyWithValue),
  };
}

/** Another schema offers the key. */
const hidden: JsonSchema = { doNotSuggest: true };

/** Makes editors insert a key with its colon. */
export const keyWithValue: JsonSchema = { anyOf: [{}] };

/** The checks of keys, by name, that are right in every version of their plugin. Editors offer the keys elsewhere. */
export function keyChecks(
  { label }: EditorClass,
  keys: readonly EditorKey[],
  prefix = '',
): Readonly<Record<string, JsonSchema>> {
  const checks = keys.flatMap((key) => {
    const { name, deprecation } = key.definition;
    const hint = deprecation?.replacement === undefined ? '' : `: use ${deprecation.replacement}`;
    const found = [
      ...typeCheck(key),
      ...valueCheck(key),
      ...(key.isDeprecated ? [{ deprecationMessage: `${name} is deprecated in ${label}${hint}` }] : []),
    ];
    const [only] = found;
    if (only === undefined) return [];
    return [
      [prefix + name, found.length === 1 && '$ref' in only ? only : { allOf: found, ...hidden }] as const,
    ];
  });
  return Object.fromEntries(checks);
}

/** The definitions that the checks refer to. The empty text is `!unset`; a value with a reference is known at run time. */
export const typeDefinitions: Readonly<Record<string, JsonSchema>> = {
  'whole-number': {
    type: ['integer', 'string'],
    pattern: String.raw`^\s*[-+]?\d+\s*$|^$|\$\{`,
    errorMessage: 'a whole number is expected',
    ...hidden,
  },
  number: {
    type: ['number', 'string'],
    pattern: String.raw`\d|NaN|Infinity|^$|\$\{`,
    errorMessage: 'a number is expected',
    ...hidden,
  },
  boolean: {
    type: ['boolean', 'string'],
    pattern: String.raw`^\s*(?:[tT][rR][uU][eE]|[fF][aA][lL][sS][eE])\s*$|^$|\$\{`,
    errorMessage: 'true or false is expected',
    ...hidden,
  },
};

function typeCheck({ type }: EditorKey): readonly JsonSchema[] {
  const definition = type === undefined ? undefined : definitionOfType[type];
  return definition === undefined ? [] : [{ $ref: refTo(definition) }];
}

const definitionOfType: Readonly<Record<string, string>> = {
  INT: 'whole-number',
  SHORT: 'whole-number',
  LONG: 'whole-number',
  DOUBLE: 'number',
  BOOLEAN: 'boolean',
};

/** Upper and lower case are the same, as in `isAllowedValue`. */
function valueCheck({ values, type }: EditorKey): readonly JsonSchema[] {
  if (values === undefined || values.length === 0 || type === 'LIST') return [];
  return [
    {
      pattern: String.raw`^\s*(?:${values.map(anyCase).join('|')})\s*$|^$|\$\{`,
      errorMessage: `the value must be one of ${values.join(', ')}`,
    },
  ];
}

function anyCase(value: string): string {
  return [...value]
    .map((letter) => {
      const [lower, upper] = [letter.toLowerCase(), letter.toUpperCase()];
      return lower === upper ? escapePattern(letter) : `[${lower}${upper}]`;
    })
    .join('');
}

/** The kind of a completion in the Language Server Protocol. */
const enumMember = 20;

function valueSnippets(key: EditorKey): readonly JsonSchema[] {
  const values = key.values ?? key.definition.recommended;
  const descriptions = describeValues(key.definition.documentation, values);
  return values.map((value) => {
    const isDefault = key.definition.default?.toLowerCase() === value.toLowerCase();
    const notes = [descriptions.get(value) ?? '', isDefault ? 'The default.' : ''].filter(
      (note) => note !== '',
    );
    return {
      label: value,
      body: escapeSnippet(value),
      suggestionKind: enumMember,
      ...(notes.length > 0 && { description: notes.join(' ') }),
    };
  });
}

function secretSnippet(name: string): JsonSchema {
  return {
    label: `\${env.${environmentName(name)}}`,
    body: `\\\${env.\${1:${environmentName(name)}}\\}`,
    description: 'The secret, from the environment or from a file that dotenv names.',
  };
}

function environmentName(key: string): string {
  return key.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_');
}

/** In a snippet of an editor, `$` begins a placeholder. */
export function escapeSnippet(text: string): string {
  return text.replaceAll(/[\\$}]/g, String.raw`\$&`);
}

const longestDefault = 80;

function defaultValue({ definition }: EditorKey): string | number | boolean | undefined {
  const text = definition.default;
  if (text === undefined || text === '' || text.length > longestDefault || /[\n$]/.test(text))
    return undefined;
  if (definition.type === 'BOOLEAN') return text === 'true';
  if (definitionOfType[definition.type] === undefined) return text;
  return String(Number(text)) === text ? Number(text) : text;
}

/** What else the plugin says about a key: `Type: INT. Default: 3306. Importance: high.` */
function factsOf(plugin: EditorClass, { definition, onlyIn, isDeprecated }: EditorKey): string {
  const { name, type, importance, deprecation } = definition;
  return [
    `Type: ${type}.`,
    ...(isRequired(plugin, definition) ? ['Required.'] : []),
    ...(definition.default === undefined || definition.default === ''
      ? []
      : [`Default: ${definition.default}.`]),
    ...(importance === '' ? [] : [`Importance: ${importance.toLowerCase()}.`]),
    ...(onlyIn ? [`Only in ${onlyIn.join(' and ')}.`] : []),
    ...(isDeprecated && deprecation?.replacement !== undefined
      ? [`Deprecated: use ${deprecation.replacement}.`]
      : isDeprecated
        ? ['Deprecated.']
        : []),
    ...(type === 'PASSWORD'
      ? [`A secret: take it from the environment, as in \${env.${environmentName(name)}}.`]
      : []),
  ].join(' ');
}
