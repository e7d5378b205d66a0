import { type Config, configToObject } from '../../model/config.ts';
import type { Plugin, PluginKey, Validation } from '../../model/plugin.ts';
import { toPrintableLine } from '../../model/printable.ts';
import { items, members, optionalWord, word } from '../decode.ts';
import { explainRejectedConfig } from '../explain-rejected-config.ts';
import { endpoint, refuseAccepted } from './endpoint.ts';
import { parsePluginKey } from './plugin-key.ts';
import { parseValidation, whyNotValidated } from './validation.ts';

export const pluginEndpoints = {
  /** `GET /connector-plugins`, of the worker that answered; `all` adds converters, transforms and predicates. */
  readPlugins: endpoint({
    method: 'GET',
    access: 'read',
    path: (options?: { readonly all?: boolean }) =>
      options?.all === true ? '/connector-plugins?connectorsOnly=false' : '/connector-plugins',
    purpose: () => 'read the plugins',
    parse: ({ value }) => parsePlugins(value),
  }),
  /** `GET /connector-plugins/{class}/config` (3.2+), of one version where it is given (4.1+). */
  readPluginKeys: endpoint({
    method: 'GET',
    access: 'read',
    since: 'pluginConfig',
    path: (className: string, version?: string) =>
      `/connector-plugins/${encodeURIComponent(className)}/config${version === undefined ? '' : `?version=${encodeURIComponent(version)}`}`,
    purpose: (className) => `read the configuration keys of ${toPrintableLine(className)}`,
    parse: ({ value }) => parsePluginKeys(value),
  }),
  /**
   * `PUT /connector-plugins/{class}/config/validate`: reads only, though it is a PUT. The worker wants the name as a
   * key, too. What it cannot even validate (an unknown class, a plugin that throws, a provider without its file) comes
   * as an error status, and is an objection like the others, not a failure (Connect REST contract 7.2).
   */
  validate: endpoint({
    method: 'PUT',
    access: 'read',
    path: (_name: string, config: Config) =>
      `/connector-plugins/${encodeURIComponent(classOf(config))}/config/validate`,
    body: (name, config) => JSON.stringify({ name, ...configToObject(config) }),
    purpose: (name) => `validate "${toPrintableLine(name)}"`,
    // The worker gives up itself after 90 s, and its answer says more than our time-out (Connect REST contract 2).
    timeoutMilliseconds: 100_000,
    parse: ({ value }) => parseValidation(value),
    known: (_name, config): Validation | undefined => whyNotValidated(classOf(config)),
    recover: ({ verdict, workerMessage }, _name, config) =>
      verdict === 'refused'
        ? { result: { keys: [], errors: [explainRejectedConfig(workerMessage, config)] } }
        : undefined,
  }),
  /**
   * A validation without `connector.class`, which every worker rejects before it loads a plugin: it shows whether the
   * credentials may validate (Connect REST contract 7.2).
   */
  probeValidate: endpoint({
    method: 'PUT',
    access: 'read',
    path: (className: string) => `/connector-plugins/${encodeURIComponent(className)}/config/validate`,
    body: () => '{}',
    purpose: () => 'see whether configurations may be validated',
    parse: refuseAccepted,
    recover: ({ verdict }) => (verdict === 'refused' ? { result: undefined } : undefined),
  }),
};

function classOf(config: Config): string {
  return config.get('connector.class') ?? '';
}

/** `GET /connector-plugins` (Connect REST contract 4.18). */
export function parsePlugins(value: unknown): readonly Plugin[] {
  return items(value, 'the list of plugins').map((item) => {
    const plugin = members(item, 'a plugin');
    return {
      className: word(plugin['class'], 'the class of a plugin'),
      type: optionalWord(plugin['type']) ?? 'unknown',
      version: optionalWord(plugin['version']),
    };
  });
}

/** `GET /connector-plugins/{class}/config` (Connect REST contract 4.19). */
export function parsePluginKeys(value: unknown): readonly PluginKey[] {
  return items(value, 'the list of configuration keys').map(parsePluginKey);
}
