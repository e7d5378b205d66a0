import { jsonAnswer } from '../http/answer.ts';
import type { StringMap } from '../http/jackson.ts';
import { RestError } from '../http/rest-error.ts';
import type { PluginCatalogue } from '../plugins/catalogue.ts';
import type { ComponentKind } from '../plugins/plugin.ts';
import { does, type Profile } from '../profile.ts';
import { ValidationFailure } from '../validation/failure.ts';
import { frameworkKeys } from '../validation/framework-keys.ts';
import type { KeyDefinition } from '../validation/key-definition.ts';
import type { KeyResult } from '../validation/parse-value.ts';
import { refusedVersion, versioned } from '../validation/plugin-versions.ts';
import { findPlugin, type Verdict, validateConfig } from '../validation/validate-config.ts';
import { flag, type Handler, type RestRequest, type Worker } from './handler.ts';

/**
 * `GET /connector-plugins`: connectors only, unless the query asks for all and the release supports that
 * (Connect REST contract 4.18).
 */
export const listPlugins: Handler = ({ profile, catalogue }, { query }) => {
  const isAll = query.has('connectorsOnly') && !flag(query, 'connectorsOnly');
  const connectors = catalogue.connectors.map((plugin) => listed(catalogue, plugin, plugin.type));
  if (!isAll || !does(profile, 'allPluginsListed')) return jsonAnswer(200, connectors);
  const kinds: readonly ComponentKind[] = ['transformation', 'predicate', 'converter', 'header_converter'];
  const others = kinds.flatMap((kind) =>
    catalogue.components
      .filter((component) => component.kind === kind)
      .map((component) => listed(catalogue, component, kind)),
  );
  return jsonAnswer(200, [...connectors, ...others]);
};

/**
 * `GET /connector-plugins/{p}/config` (3.2+): the plugin's keys, then the framework's (Connect REST contract 4.19).
 */
export const getPluginConfig: Handler = ({ profile, catalogue }, { name, query }) => {
  checkVersion(profile, catalogue, { name, version: query.get('version') });
  const keys = definedKeys(profile, catalogue, name);
  if (!keys) throw notDescribed(catalogue, name);
  return jsonAnswer(
    200,
    keys.map((key) => definitionEntity(profile, key)),
  );
};

/**
 * `PUT /connector-plugins/{p}/config/validate`: 200 with errors; what fails as a whole is a 500
 * (Connect REST contract 7).
 */
export const validatePluginConfig: Handler = (worker, request) => {
  const config = request.body.asStringMap(request.body.read());
  if (!config) {
    throw new RestError(500, 'Cannot invoke "java.util.Map.get(Object)" because "connectorConfig" is null');
  }
  const className = config.get('connector.class') ?? undefined;
  checkType(className, request);
  try {
    if (findPlugin(worker, config).acceptsAnything) return jsonAnswer(200, accepted(className ?? '', config));
    return jsonAnswer(200, verdictEntity(worker, className ?? '', validateConfig(worker, config)));
  } catch (error) {
    if (!(error instanceof ValidationFailure)) throw error;
    throw new RestError(500, `${error.javaClass}: ${error.message}`);
  }
};

function listed(
  catalogue: PluginCatalogue,
  plugin: Parameters<PluginCatalogue['versionOf']>[0],
  type: string,
) {
  const version = catalogue.versionOf(plugin);
  return { class: plugin.className, type, ...(version !== undefined && { version }) };
}

function definedKeys(
  profile: Profile,
  catalogue: PluginCatalogue,
  name: string,
): readonly KeyDefinition[] | undefined {
  const component = catalogue.findInstalled(name);
  if (component) return catalogue.keysOf(component);
  const connector = catalogue.findConnector(name, new Map());
  if (!connector) return undefined;
  const framework = frameworkKeys(profile, connector.type).map((key) =>
    key.name === 'connector.plugin.version' ? versioned(key, catalogue.versionOf(connector)) : key,
  );
  return [...catalogue.keysOf(connector), ...framework];
}

/** `version` (4.1+): one that is not installed, or cannot be read, is refused (Connect REST contract 4.19). */
function checkVersion(
  profile: Profile,
  catalogue: PluginCatalogue,
  { name, version }: { readonly name: string; readonly version: string | null },
): void {
  if (!does(profile, 'pluginVersionKeys') || version === null) return;
  const plugin = catalogue.findInstalled(name) ?? catalogue.findConnector(name, new Map());
  const refusal = refusedVersion(catalogue, plugin, version);
  if (refusal?.kind === 'unreadable') throw new RestError(400, `Invalid version specification: ${version}`);
  if (refusal) throw new RestError(400, refusal.message);
}

/** Classes that are no plugins are told apart: unknown ones, those without keys, those that cannot be created. */
function notDescribed(catalogue: PluginCatalogue, name: string): RestError {
  const loadable = catalogue.findLoadable(name);
  if (!loadable) return new RestError(404, `Unknown plugin ${name}.`);
  if (!name.includes('.config.provider.')) return new RestError(500, 'Instantiation error');
  const valid = 'sink, source, converter, header_converter, transformation, predicate';
  return new RestError(400, `Invalid plugin class ${name}. Valid types are ${valid}.`);
}

// The class in the body must end with the one in the path, both without `Connector`.
function checkType(className: string | undefined, { name }: RestRequest): void {
  if (className === undefined || pruned(className).endsWith(pruned(name))) return;
  throw new RestError(400, `Included connector type ${className} does not match request type ${name}`);
}

function pruned(className: string): string {
  return className.replace(/Connector$/, '');
}

/** The validation of a worker that only records: every key is accepted. */
function accepted(className: string, config: StringMap): unknown {
  const configs = [...config].map(([name, value]) => ({
    definition: null,
    value: { name, value, recommended_values: [], errors: [], visible: true },
  }));
  return { name: className, error_count: 0, groups: [], configs };
}

function verdictEntity(worker: Worker, className: string, verdict: Verdict): unknown {
  const groups = verdict.results.map((result) => result.definition?.group);
  return {
    name: className,
    error_count: verdict.errorCount,
    groups: [...new Set(groups)].filter((group) => typeof group === 'string'),
    configs: verdict.results.map((result) => resultEntity(worker, result)),
  };
}

function resultEntity({ profile, masking }: Worker, result: KeyResult): unknown {
  const { type } = result.definition ?? { type: 'STRING' };
  return {
    definition: result.definition ? definitionEntity(profile, result.definition) : null,
    value: {
      name: result.name,
      value: masking.value(result.value, { name: result.name, type }),
      recommended_values: result.recommended,
      errors: result.errors,
      visible: result.definition?.isHidden !== true,
    },
  };
}

function definitionEntity(profile: Profile, key: KeyDefinition): unknown {
  return {
    name: key.name,
    type: key.type,
    required: key.defaultValue === undefined,
    default_value: key.defaultValue ?? null,
    importance: key.importance,
    documentation: key.documentation,
    group: key.group,
    ...(does(profile, 'orderInGroup') && { order_in_group: key.order }),
    width: key.width,
    display_name: key.displayName,
    dependents: [],
    ...(!does(profile, 'orderInGroup') && { order: key.order }),
  };
}
