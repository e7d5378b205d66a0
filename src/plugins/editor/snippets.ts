import { isRequired } from '../required-keys.ts';
import { type EditorClass, outerName, shortName } from './editor-class.ts';
import type { JsonSchema } from './json-schema.ts';
import { escapeSnippet } from './key-schema.ts';

/** The full names of plugins, to choose from as a value. */
export function classSnippets(plugins: readonly EditorClass[]): readonly JsonSchema[] {
  return plugins.map(({ className, label }) => ({
    label: className.length > longestLabel ? shortName(className) : className,
    body: escapeSnippet(className),
    description: label,
    suggestionKind: classKind,
  }));
}

/** The YAML language server shortens longer ones, and then offers them twice. */
const longestLabel = 60;

/** A new transformation or predicate: its class and the keys that it needs, under a name that is typed once. */
export function componentSnippets(list: 'transforms' | 'predicates', plugin: EditorClass): JsonSchema {
  const simple = outerName(plugin.className);
  const name = simple.charAt(0).toLowerCase() + simple.slice(1);
  const prefix = `${list}.\${1:${name}}.`;
  return {
    label: `${list}: ${shortName(plugin.className)}`,
    description: `A new entry of ${list}, with the keys that it needs. Add its name to the list ${list}, too.`,
    body: {
      [`${prefix}type`]: escapeSnippet(plugin.className),
      ...requiredKeys(plugin, { prefix, from: 2 }),
    },
  };
}

/** A whole connector file: the class and the keys that it needs. */
export function connectorSnippet(plugin: EditorClass): JsonSchema {
  return {
    label: `connector: ${shortName(plugin.className)}`,
    description: `A connector with the keys that ${plugin.label} needs`,
    body: {
      name: `\${1:${simpleConnectorName(plugin)}}`,
      config: {
        'connector.class': escapeSnippet(plugin.className),
        'tasks.max': '${2:1}',
        ...requiredKeys(plugin, { prefix: '', from: 3 }),
      },
    },
  };
}

/** The kind of a completion in the Language Server Protocol. */
const classKind = 7;

function requiredKeys(
  plugin: EditorClass,
  { prefix, from }: { prefix: string; from: number },
): Readonly<Record<string, string>> {
  const required = plugin.keys.filter(
    ({ definition, onlyIn }) => onlyIn === undefined && isRequired(plugin, definition),
  );
  return Object.fromEntries(
    required.map(({ definition }, index) => [`${prefix}${definition.name}`, `$${from + index}`]),
  );
}

function simpleConnectorName({ className }: EditorClass): string {
  return shortName(className)
    .replace(/Connector$/, '')
    .replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, '-')
    .toLowerCase();
}
