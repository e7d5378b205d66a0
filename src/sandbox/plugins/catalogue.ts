import type { StringMap } from '../http/jackson.ts';
import { does, type Profile, reaches } from '../profile.ts';
import { inRelease, type KeyDefinition } from '../validation/key-definition.ts';
import { behaviourOf } from './connector-behaviour.ts';
import { loadDefinitions } from './load-definitions.ts';
import type { ComponentKind, ComponentPlugin, ConnectorPlugin } from './plugin.ts';
import type { PluginDefinition } from './plugin-definition.ts';

/** The plugins of one worker, and how classes are found among them. */
export class PluginCatalogue {
  readonly components: readonly ComponentPlugin[];
  readonly #profile: Profile;
  readonly #anyClass: boolean;
  readonly #listed: ConnectorPlugin[];
  readonly #acceptsAnything: boolean;
  readonly #failures = new Set<string>();

  /**
   * `given` are plugins beside the recorded ones; `any`: every other class name is accepted too. With a list of class
   * names, every connector class is accepted with any configuration, and these and those that were used are listed.
   */
  constructor(
    profile: Profile,
    classes: 'installed' | 'any' | readonly string[],
    given: readonly PluginDefinition[] = [],
  ) {
    const { connectors, components } = loadDefinitions(given);
    this.#profile = profile;
    this.#anyClass = classes !== 'installed';
    this.#acceptsAnything = typeof classes !== 'string';
    this.#listed =
      typeof classes === 'string'
        ? [...connectors]
        : classes.map((className) => recordedConnector(className, new Map()));
    this.components = components.filter((plugin) => !plugin.since || reaches(profile, plugin.since));
  }

  get connectors(): readonly ConnectorPlugin[] {
    return this.#listed;
  }

  /** The connector class that a configuration names, by full name, simple name or that without `Connector`. */
  findConnector(className: string, config: StringMap): ConnectorPlugin | undefined {
    const found = this.connectors.find((plugin) =>
      namesOf(plugin.className, 'Connector').includes(className),
    );
    if (this.#acceptsAnything && className !== '') return this.#findAnything(found, className, config);
    if (found || !this.#anyClass || className === '') return found;
    return anyConnector(className, config);
  }

  #findAnything(found: ConnectorPlugin | undefined, className: string, config: StringMap): ConnectorPlugin {
    const plugin = recordedConnector(found?.className ?? className, config);
    if (!found && this.#listed.length < listLimit) this.#listed.push(plugin);
    return plugin;
  }

  /** A converter, transformation or predicate; one that is unknown has no keys where any class is accepted. */
  findComponent(kind: ComponentKind, className: string): ComponentPlugin | undefined {
    const found = this.findInstalled(className, kind);
    if (found || !this.#anyClass || className === '') return found;
    return { className, kind, keys: [] };
  }

  /** A converter, transformation or predicate that is installed, of one kind or of any. */
  findInstalled(className: string, kind?: ComponentKind): ComponentPlugin | undefined {
    return this.components.find(
      (plugin) =>
        (kind === undefined || kind === plugin.kind) &&
        namesOf(plugin.className, suffixes[plugin.kind]).includes(className),
    );
  }

  /** A class that the worker can load, wherever it fits: a plugin, what belongs to one, or one of Java's own. */
  findLoadable(className: string): LoadableClass | undefined {
    const plugin = this.connectors.find((one) => namesOf(one.className, 'Connector').includes(className));
    const installed = plugin ?? this.findInstalled(className);
    if (installed) return { className: installed.className, shape: 'class' };
    const nested = this.components
      .map((component) => component.className)
      .filter((name) => name.startsWith(`${className}$`));
    if (nested.length > 0) {
      const isLater = does(this.#profile, 'pluginVersionKeys');
      const subclasses = [...new Set(nested)].sort();
      return { className, shape: 'abstract', subclasses: isLater ? subclasses : subclasses.toReversed() };
    }
    const shape = otherClasses[className];
    return shape === undefined ? undefined : { className, shape };
  }

  /** Remembers that something could not be loaded; returns whether it is known already. */
  hasFailedBefore(what: string): boolean {
    const isKnown = this.#failures.has(what);
    this.#failures.add(what);
    return isKnown;
  }

  /** The keys of a plugin that this release has. */
  keysOf(plugin: ConnectorPlugin | ComponentPlugin): readonly KeyDefinition[] {
    return inRelease(this.#profile, plugin.keys);
  }

  /** The version that the worker reports of a plugin; undefined where this release reports none. */
  versionOf(plugin: ConnectorPlugin | ComponentPlugin): string | undefined {
    if ('kind' in plugin && !does(this.#profile, 'pluginsHaveVersions')) return undefined;
    return plugin.version ?? this.#profile.version.text;
  }

  /** The installed versions of a class; one that is a plugin of two kinds is listed twice. */
  versionsOf(plugin: ConnectorPlugin | ComponentPlugin): readonly string[] {
    const version = this.versionOf(plugin) ?? '';
    const kinds = this.components.filter(({ className }) => className === plugin.className);
    return Array.from({ length: Math.max(kinds.length, 1) }, () => version);
  }

  /**
   * The kilobytes that follow `available connectors are:` where a class is not installed (Connect REST contract 7.2).
   */
  describeConnectors(): string {
    return this.connectors.map((plugin) => this.#describe(plugin)).join(', ');
  }

  #describe(plugin: ConnectorPlugin): string {
    const { className, type } = plugin;
    const version = this.versionOf(plugin);
    return (
      `PluginDesc{klass=class ${className}, name='${className}', version='${version}', ` +
      `encodedVersion=${version}, type=${type}, typeName='${type}', ` +
      `location='file:/usr/share/java/${simpleName(className)}/'}`
    );
  }
}

/** A class by its full name, and why it might not fit. */
export interface LoadableClass {
  readonly className: string;
  readonly shape: 'class' | 'interface' | 'abstract';
  /** The classes that an abstract one suggests. */
  readonly subclasses?: readonly string[];
}

/** Classes that are no plugins: what people have tried. */
const otherClasses: Readonly<Record<string, LoadableClass['shape']>> = {
  'java.lang.Object': 'class',
  'java.lang.String': 'class',
  'java.lang.Integer': 'class',
  'java.lang.Long': 'class',
  'java.lang.Boolean': 'class',
  'java.lang.Number': 'class',
  'java.util.ArrayList': 'class',
  'java.util.HashMap': 'class',
  'java.util.List': 'interface',
  'java.util.Map': 'interface',
  'org.apache.kafka.connect.transforms.Transformation': 'interface',
  'org.apache.kafka.connect.transforms.predicates.Predicate': 'interface',
  'org.apache.kafka.connect.storage.Converter': 'interface',
  'org.apache.kafka.connect.storage.HeaderConverter': 'interface',
  'org.apache.kafka.connect.file.FileStreamSourceTask': 'class',
  'org.apache.kafka.connect.file.FileStreamSinkTask': 'class',
  'org.apache.kafka.common.config.provider.FileConfigProvider': 'class',
};

const suffixes: Readonly<Record<ComponentKind, string>> = {
  converter: 'Converter',
  header_converter: 'HeaderConverter',
  transformation: 'Transformation',
  predicate: 'Predicate',
};

function namesOf(className: string, suffix: string): string[] {
  const simple = simpleName(className);
  // A nested class has no alias.
  if (simple.includes('$')) return [className];
  return [className, simple, simple.endsWith(suffix) ? simple.slice(0, -suffix.length) : simple];
}

function simpleName(className: string): string {
  return className.slice(className.lastIndexOf('.') + 1);
}

/** A plugin for a class that is not installed: it accepts every key. */
function anyConnector(className: string, config: StringMap): ConnectorPlugin {
  const type = typeOf(className, config);
  return { className, type, version: '1.0.0', keys: [], ...behaviourOf(className) };
}

/** How many classes a recording worker lists. */
const listLimit = 1_000;

/** A plugin that accepts every configuration; a number of tasks that no worker would start is taken for one. */
function recordedConnector(className: string, config: StringMap): ConnectorPlugin {
  const tasks = /^[1-9]\d?$/.test(config.get('tasks.max') ?? '') ? 'tasks.max' : 'one';
  const type = typeOf(className, config);
  const taskClass = `${className}Task`;
  return { className, type, version: '1.0.0', keys: [], taskClass, tasks, acceptsAnything: true };
}

function typeOf(className: string, config: StringMap): 'source' | 'sink' {
  if (className.includes('Source')) return 'source';
  if (className.includes('Sink')) return 'sink';
  return config.has('topics') || config.has('topics.regex') ? 'sink' : 'source';
}
