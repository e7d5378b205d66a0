import type { Config } from '../../model/config.ts';
import { isMasked } from '../../model/masked-value.ts';
import { normalizeBrokers, normalizeHost, normalizeUrl } from './normalize.ts';

/** One part of what identifies a resource. */
export interface Part {
  /** What `{label}` in the sentence of a rule means. */
  readonly label: string;
  /** The keys that it is read from. */
  readonly keys: readonly string[];
  /** What an element of it is, if it is a list: `topic`. */
  readonly noun?: string;
  /** For the table of the documentation, as Markdown. */
  readonly inWords: string;
  /**
   * The values of a config; several where each element of a list is a resource of its own. Empty: the config does not
   * use such a resource, or nobody can tell, because a worker masks the value.
   */
  readonly read: (config: Config, name: string) => readonly PartValue[];
}

/** A value in the form in which it is compared, and as a sentence shows it. */
export interface PartValue {
  readonly equal: string;
  readonly shown: string;
}

interface KeyOptions {
  readonly label?: string;
  readonly noun?: string;
  /** The value of a connector that sets none of the keys. Left out: it does not use such a resource. */
  readonly otherwise?: string | ((name: string) => string);
  readonly normalize?: (text: string) => string;
}

/** The value of a key. Of several keys, which are names of one setting in several versions, the first that is set counts. */
export function key(keys: string | readonly string[], options: KeyOptions = {}): Part {
  const all = typeof keys === 'string' ? [keys] : keys;
  const { label = all[0] ?? '', noun, otherwise, normalize = (text) => text } = options;
  return {
    label,
    keys: all,
    ...(noun !== undefined && { noun }),
    inWords: `${listOfKeys(all, ' or ')}${inWordsOf(otherwise)}`,
    read: (config, name) => {
      const found = settingOf(config, all);
      if (found.state === 'masked') return [];
      const text = found.text ?? (typeof otherwise === 'function' ? otherwise(name) : otherwise);
      return text === undefined ? [] : [valueFrom(normalize(text))];
    },
  };
}

/** Each element of a list. */
export function each(keys: string | readonly string[], options: KeyOptions = {}): Part {
  const whole = key(keys, options);
  return {
    ...whole,
    inWords: `each of ${whole.inWords}`,
    read: (config, name) => whole.read(config, name).flatMap(({ equal }) => elementsOf(equal).map(valueFrom)),
  };
}

/** Host and port of a server. */
export function server(host: string, port: string, defaultPort: string): Part {
  return {
    label: host,
    keys: [host, port],
    inWords: `\`${host}\` and \`${port}\` (default \`${defaultPort}\`)`,
    read: (config) => {
      const [at, on] = [settingOf(config, [host]), settingOf(config, [port])];
      if (at.text === undefined || on.state === 'masked') return [];
      return [valueFrom(`${normalizeHost(at.text)}:${on.text ?? defaultPort}`)];
    },
  };
}

/** The addresses of a Kafka cluster: one in common is enough. */
export function brokers(keys: string | readonly string[]): Part {
  const whole = key(keys);
  return {
    ...whole,
    inWords: `a broker of ${whole.inWords}`,
    read: (config, name) =>
      whole.read(config, name).flatMap(({ equal }) => normalizeBrokers(equal).map(valueFrom)),
  };
}

/** A URL without credentials and its default port; of a list, each. */
export function urls(keys: string | readonly string[]): Part {
  const whole = key(keys);
  return {
    ...whole,
    inWords: `${whole.inWords}, without user and password`,
    read: (config, name) =>
      whole.read(config, name).flatMap(({ equal }) => normalizeUrl(equal).map(valueFrom)),
  };
}

/** Settings that must be written alike, set or not, because they decide what is read or written. */
export function alike(...keys: readonly string[]): Part {
  return {
    label: keys[0] ?? '',
    keys,
    inWords: `the same ${listOfKeys(keys)}`,
    read: (config) => {
      const values = keys.map((one) => settingOf(config, [one]));
      if (values.some(({ state }) => state === 'masked')) return [];
      return [valueFrom(JSON.stringify(values.map(({ text }) => text ?? null)))];
    },
  };
}

/** All keys below prefixes must be written alike. */
export function below(...prefixes: readonly string[]): Part {
  const isBelow = (one: string) =>
    prefixes.some(
      (prefix) => one.startsWith(prefix) && (one.length === prefix.length || one[prefix.length] === '.'),
    );
  return {
    label: prefixes[0] ?? '',
    keys: prefixes,
    inWords: `the same ${prefixes.map((prefix) => `\`${prefix}.*\``).join(', ')}`,
    read: (config) => {
      const set = [...config].filter(([one]) => isBelow(one));
      if (set.some(([one, text]) => isMasked(one, text))) return [];
      return [valueFrom(set.length === 0 ? '' : JSON.stringify(set.sort()))];
    },
  };
}

/** A setting with which a connector does not use the resource. `inWords` ends the sentence "unless KEY is". */
export function unless(keys: readonly string[], pattern: RegExp, inWords: string): Part {
  return {
    label: keys[0] ?? '',
    keys,
    inWords: `unless ${listOfKeys(keys, ' or ')} is ${inWords}`,
    read: (config) => (pattern.test(settingOf(config, keys).text ?? '') ? [] : [valueFrom('')]),
  };
}

/** Two connectors with other transformations handle other records. */
export function transformations(): Part {
  return below('transforms', 'predicates');
}

interface TopicOptions {
  /** Keys of a template of the target, in which `${topic}` stands for the topic. */
  readonly template?: string | readonly string[];
  /** A key that maps topics to targets: `topic:table,…` or `topic=table,…`. */
  readonly map?: string;
}

/** Each topic of a sink, with what it is written to. A pattern is compared as text. */
export function topics({ template = [], map }: TopicOptions = {}): Part {
  const templates = typeof template === 'string' ? [template] : template;
  const targets = [...templates, ...(map === undefined ? [] : [map])];
  return {
    label: 'topics',
    noun: 'topic',
    keys: ['topics', 'topics.regex', ...targets],
    inWords: `each of \`topics\`, or \`topics.regex\`${targets.length === 0 ? '' : `, with its target by ${listOfKeys(targets)}`}`,
    read: (config) => {
      const [form, mapping] = [
        settingOf(config, templates),
        settingOf(config, map === undefined ? [] : [map]),
      ];
      if (form.state === 'masked' || mapping.state === 'masked') return [];
      const mapped = new Map(elementsOf(mapping.text ?? '').map(pairOf));
      return topicsOf(config).map((topic) => {
        const target = mapped.get(topic) ?? (form.text ?? '${topic}').replaceAll('${topic}', topic);
        return { equal: JSON.stringify([topic, target]), shown: topic };
      });
    },
  };
}

/** The topics of a sink, and its pattern in slashes. */
function topicsOf(config: Config): readonly string[] {
  const pattern = settingOf(config, ['topics.regex']).text;
  const listed = elementsOf(settingOf(config, ['topics']).text ?? '');
  return pattern === undefined ? listed : [...listed, `/${pattern}/`];
}

function valueFrom(text: string): PartValue {
  return { equal: text, shown: text };
}

interface Found {
  readonly state: 'set' | 'unset' | 'masked';
  readonly text?: string;
}

/** The first value that is set and not blank; a worker trims values too. */
function settingOf(config: Config, keys: readonly string[]): Found {
  for (const one of keys) {
    const text = config.get(one)?.trim();
    if (text === undefined || text === '') continue;
    return isMasked(one, text) ? { state: 'masked' } : { state: 'set', text };
  }
  return { state: 'unset' };
}

function elementsOf(text: string): readonly string[] {
  const elements = text.split(',').map((element) => element.trim());
  return [...new Set(elements.filter((element) => element !== ''))];
}

function pairOf(text: string): readonly [string, string] {
  const at = Math.max(text.lastIndexOf(':'), text.lastIndexOf('='));
  return at === -1 ? [text, ''] : [text.slice(0, at).trim(), text.slice(at + 1).trim()];
}

function listOfKeys(keys: readonly string[], separator = ', '): string {
  return keys.map((one) => `\`${one}\``).join(separator);
}

function inWordsOf(otherwise: KeyOptions['otherwise']): string {
  if (otherwise === undefined || otherwise === '') return '';
  return ` (default \`${typeof otherwise === 'function' ? otherwise('NAME') : otherwise}\`)`;
}
