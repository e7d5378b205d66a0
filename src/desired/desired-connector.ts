import { isConnectorName } from '../model/connector-name.ts';
import type { Dependency, DesiredConnector } from '../model/desired-connector.ts';
import type { ConnectorDocument } from './connector-document.ts';
import type { FingerprintedConfig } from './fingerprint-secrets.ts';
import type { Inheritance } from './inherit.ts';
import type { ResolvedConfig } from './resolve-config.ts';

/** What a document declares, resolved; undefined if no connector can have the name. */
export function desiredConnector(
  document: ConnectorDocument,
  name: string,
  resolved: ResolvedConfig &
    Inheritance &
    Partial<FingerprintedConfig> & { readonly dependsOn: readonly Dependency[] },
): DesiredConnector | undefined {
  if (!isConnectorName(name)) return undefined;
  const { source, changeWhile, suspension } = document;
  const { dependsOn, config, origins, removed, secretKeys, fingerprint, keptKeys = [] } = resolved;
  const { state, stateOrigin, ignoreKeys, allowNoTasks, labels } = resolved;
  const common = { name, source, dependsOn, ...(labels && { labels }), ...(suspension && { suspension }) };
  if (state?.value === 'absent') return { kind: 'absent', ...common, stateSource: state.source };
  return {
    kind: 'present',
    ...common,
    state: state?.value,
    stateSource: state?.source,
    stateOrigin,
    ...(changeWhile && { changeWhile: { state: changeWhile.value, source: changeWhile.source } }),
    config,
    origins,
    removed,
    secretKeys,
    ...(fingerprint && { fingerprint }),
    ignoreKeys: [...new Set([...ignoreKeys.map(({ text }) => text), ...keptKeys])],
    ...(allowNoTasks && { allowNoTasks }),
    ...(ignoreKeys.length > 0 && { ignoredAt: ignoreKeys }),
  };
}
