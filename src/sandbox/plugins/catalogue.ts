import type { StringMap } from '../http/jackson.ts';
import { does, type Profile, reaches } from '../profile.ts';
import { inRelease, type KeyDefinition } from '../validation/key-definition.ts';
import { behaviourOf } from './connector-behaviour.ts';
import { loadDefinitions } from './load-definitions.ts';
import type { ComponentKind, ComponentPlugin, ConnectorPlugin } from './plugin.ts';
import type { PluginDefinition } from './plugin-definition.ts';

/** The plugins of one worker, and how classes are found among them. */
export class PluginCatalogue {
  readonly connectors: readonly ConnectorPlugin[];
  readonly components: readonly ComponentPlugin[];
  readonly #profile: Profile;
  readonly #anyClass: boolean;

  /** `given` are plugins beside the recorded ones; `any`: every other class name is accepted too. */
  constructor(profile: Profile, classes: 'installed' | 'any', given: readonly PluginDefinition[] = []) {
    const { connectors, components } = loadDefinitions(given);
    this.#profile = profile;
    this.#anyClass = classes === 'any';
    this.connectors = connectors;
    this.components = components.filter((plugin) => !plugin.since || reaches(profile, plugin.since));
  }

  /** The connector class that a configuration names, by full name, simple name or that without `Connector`. */
  findConnector(className: string, config: StringMap): ConnectorPlugin | undefined {
    const found = this.connectors.find((plugin) =>
      namesOf(plugin.className, 'Connector').includes(className),
    );
    if (found || !this.#anyClass || className === '') return found;
    return anyConnector(className, config);
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

  /** The keys of a plugin that this release has. */
  keysOf(plugin: ConnectorPlugin | ComponentPlugin): readonly KeyDefinition[] {
    return inRelease(this.#profile, plugin.keys);
  }

  /** The version that the worker reports of a plugin; undefined where this release reports none. */
  versionOf(plugin: ConnectorPlugin | ComponentPlugin): string | undefined {
    if ('kind' in plugin && !does(this.#profile, 'pluginsHaveVersions')) return undefined;
    return plugin.version ?? this.#profile.version.text;
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

const suffixes: Readonly<Record<ComponentKind, string>> = {
  converter: 'Converter',
  header_converter: 'HeaderConverter',
  transformation: 'Transformation',
  predicate: 'Predicate',
};

function namesOf(className: string, suffix: string): string[] {
  const simple = simpleName(className);
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

function typeOf(className: string, config: StringMap): 'source' | 'sink' {
  if (className.includes('Source')) return 'source';
  if (className.includes('Sink')) return 'sink';
  return config.has('topics') || config.has('topics.regex') ? 'sink' : 'source';
}
