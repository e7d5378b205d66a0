import type { KeyOrigin, PresentConnector } from '../model/desired-connector.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { ConfigEntry, ConnectorDocument } from './connector-document.ts';
import { type Lookup, substitute } from './substitute.ts';
import { holdsEnvironment } from './template.ts';

/** Keys of one origin; a later layer wins over an earlier one, key by key. */
export interface Layer {
  readonly layer: KeyOrigin['layer'];
  readonly entries: readonly ConfigEntry[];
}

/** A configuration with every key resolved. */
export interface ResolvedConfig extends Pick<PresentConnector, 'config' | 'origins' | 'secretKeys'> {
  readonly diagnostics: readonly Diagnostic[];
  readonly secrets: readonly string[];
}

/** The layers that a connector's configuration is made of, the weakest first. Defaults and profiles go before its own. */
export function layersOf(document: ConnectorDocument): readonly Layer[] {
  return [{ layer: 'connector', entries: document.config }];
}

/** Lays the layers over one another and substitutes what is left; values that are covered need none. */
export function resolveConfig(layers: readonly Layer[], lookup: Lookup): ResolvedConfig {
  const winners = new Map<string, { readonly entry: ConfigEntry; readonly layer: Layer['layer'] }>();
  for (const { layer, entries } of layers) {
    for (const entry of entries) winners.set(entry.key, { entry, layer });
  }
  const resolved = [...winners.values()].map(({ entry, layer }) => ({
    entry,
    layer,
    ...resolveEntry(entry, lookup),
  }));
  return {
    config: new Map(resolved.map(({ entry, text }) => [entry.key, text])),
    origins: new Map(resolved.map(({ entry, layer }) => [entry.key, { layer, source: entry.source }])),
    secretKeys: new Set(resolved.filter(({ entry }) => isSecret(entry)).map(({ entry }) => entry.key)),
    diagnostics: resolved.flatMap(({ diagnostics }) => diagnostics),
    secrets: resolved.flatMap(({ secrets }) => secrets),
  };
}

/** Whether a value comes from the environment, in part or in whole. */
export function isSecret({ elements }: ConfigEntry): boolean {
  return elements.some(holdsEnvironment);
}

function resolveEntry({ elements }: ConfigEntry, lookup: Lookup) {
  const substituted = elements.map((element) => substitute(element, lookup));
  return {
    text: substituted.map(({ text }) => text).join(','),
    diagnostics: substituted.flatMap(({ diagnostics }) => diagnostics),
    secrets: substituted.flatMap(({ secrets }) => secrets),
  };
}
