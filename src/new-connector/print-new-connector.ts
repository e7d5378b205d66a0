import { toVariableName } from '../model/environment-names.ts';
import type { PluginKey } from '../model/plugin.ts';
import { namesOfClass } from '../model/plugin-classes.ts';
import { toPrintableLine } from '../model/printable.ts';
import { saysSecret } from '../model/redaction/secret-key-name.ts';
import type { PluginDefinition } from './plugin-definitions.ts';

/** What the file declares besides the definition of its plugin. */
export interface NewConnector {
  readonly name: string;
  readonly state: 'running' | 'paused' | 'stopped';
  readonly definition: PluginDefinition;
  /** Where the definition comes from. */
  readonly from: string;
  /** `all`: every key of the plugin as a comment; `important`: those of high importance. */
  readonly extent: 'important' | 'all';
}

/**
 * A connector file: the keys that the plugin requires, with a value in angle brackets to replace, and its other keys as
 * comments with their defaults. Secrets refer to the environment.
 */
export function printNewConnector(connector: NewConnector): string {
  const { name, state, definition, from, extent } = connector;
  const keys = definition.keys.filter(({ name: key }) => !written.has(key));
  const required = requiredKeys(definition);
  const optional = keys.filter((key) => !required.some((one) => one.name === key.name));
  const shown = optional.filter(({ importance }) => extent === 'all' || importance.toUpperCase() === 'HIGH');
  const left = optional.length - shown.length;
  const version = definition.version === undefined ? '' : ` ${line(definition.version)}`;
  return [
    `# ${line(definition.className)}${version}, with the keys that ${line(from)} reports.`,
    '# Replace each <value> in angle brackets; connect-sync validate lists those that are left.',
    `name: ${quoted(name)}`,
    `state: ${state}    # running, paused or stopped`,
    'config:',
    `  connector.class: ${quoted(definition.className)}`,
    ...required.flatMap((key) => requiredLines(key, name)),
    ...importances.flatMap((importance) => optionalLines(importance, shown, name)),
    ...(left > 0
      ? [
          '',
          `  # ${left} more keys of lower importance: connect-sync plugins ${line(namesOfClass(definition.className)[1])}`,
        ]
      : []),
    '',
  ].join('\n');
}

/** Written first, or by the name of the connector. */
const written: ReadonlySet<string> = new Set(['name', 'connector.class']);

/** A sink requires topics, but no definition requires them: they may also be given as topics.regex. */
function requiredKeys({ type, keys }: PluginDefinition): readonly PluginKey[] {
  const required = keys.filter((key) => key.required && !written.has(key.name));
  if (type !== 'sink' || required.some(({ name }) => name === 'topics')) return required;
  return [keys.find(({ name }) => name === 'topics') ?? topics, ...required];
}

const topics: PluginKey = {
  name: 'topics',
  type: 'LIST',
  required: true,
  defaultValue: undefined,
  importance: 'HIGH',
  documentation: 'List of topics to consume, separated by commas.',
  group: 'Common',
};

const importances = ['HIGH', 'MEDIUM', 'LOW'] as const;

function requiredLines(key: PluginKey, connector: string): readonly string[] {
  return ['', ...documentation(key), `  ${quoted(key.name)}: ${valueText(key, connector)}`];
}

function optionalLines(
  importance: (typeof importances)[number],
  keys: readonly PluginKey[],
  connector: string,
): readonly string[] {
  const own = keys.filter((key) => rankOf(key) === importance);
  if (own.length === 0) return [];
  const groups = new Map<string, PluginKey[]>();
  for (const key of own) groups.set(key.group ?? '', [...(groups.get(key.group ?? '') ?? []), key]);
  return [...groups].flatMap(([group, members]) => [
    '',
    `  # --- optional, importance ${importance.toLowerCase()}${group === '' ? '' : `: ${line(group)}`} ---`,
    ...members.flatMap((key) => [
      ...documentation(key),
      `  # ${quoted(key.name)}: ${key.defaultValue === undefined || isSecret(key) ? valueText(key, connector) : quoted(escaped(key.defaultValue))}`,
    ]),
  ]);
}

function rankOf({ importance }: PluginKey): (typeof importances)[number] {
  const upper = importance.toUpperCase();
  return importances.find((one) => one === upper) ?? 'LOW';
}

function valueText(key: PluginKey, connector: string): string {
  return isSecret(key) ? `\${env.${toVariableName(`${connector}_${key.name}`)}}` : `<${placeholder(key)}>`;
}

function isSecret({ type, name }: PluginKey): boolean {
  return type === 'PASSWORD' || (type === 'STRING' && saysSecret(name));
}

/** What is to be written there: `<topic>`, `<number: batch.size>`. */
function placeholder({ name, type }: PluginKey): string {
  const safe = name.replace(/[^\w.-]/g, '_').slice(0, 40);
  const kind = kinds[type];
  return kind === undefined || !/^[A-Za-z]/.test(safe)
    ? (kind ?? (/^[A-Za-z]/.test(safe) ? safe : 'value'))
    : `${kind}: ${safe}`;
}

const kinds: Readonly<Record<string, string>> = {
  INT: 'number',
  LONG: 'number',
  SHORT: 'number',
  DOUBLE: 'number',
  BOOLEAN: 'true or false',
  CLASS: 'class',
};

const widest = 100;
const mostLines = 4;

/** The words of the plugin, wrapped; long ones are cut. */
function documentation({ documentation: text }: PluginKey): readonly string[] {
  const words = line(text).split(/\s+/).filter(Boolean);
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < widest) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  const shown =
    lines.length > mostLines ? [...lines.slice(0, mostLines - 1), `${lines[mostLines - 1]} …`] : lines;
  return shown.map((one) => `  # ${one}`);
}

function line(text: string): string {
  return toPrintableLine(text.replace(/\s+/g, ' ').trim());
}

/** A default that looks like a reference of ours is meant as it is. */
function escaped(text: string): string {
  return text.replace(/\$(?=\{(?:env|var)\.)/g, '$$$$');
}

/** Text as YAML: plain where every parser reads it as the same text, else in quotes, on one line. */
function quoted(text: string): string {
  if (/^(?:true|false|0|[1-9]\d{0,14})$/.test(text)) return text;
  const isPlain = /^[A-Za-z0-9_/][\w./@+-]*(?: [\w./@+-]+)*$/.test(text) && !ambiguous.test(text);
  return isPlain
    ? text
    : JSON.stringify(text).replace(
        /[\u007f-\u009f\u2028\u2029\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g,
        (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
      );
}

/** Words that some parsers read as something else than text. */
const ambiguous = /^(?:null|y|yes|n|no|on|off|true|false|[\d._]+(?:e[\d]+)?|0x[\da-f]+|[\d-]+)$/i;
