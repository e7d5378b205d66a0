import type { ConnectorName } from '../../src/model/connector-name.ts';
import type { PresentConnector } from '../../src/model/desired-connector.ts';

/** A connector called orders, as from a file with one key on each line. */
export function presentConnector(config: Readonly<Record<string, string>>): PresentConnector {
  const file = 'x.yaml';
  return {
    kind: 'present',
    name: 'orders' as ConnectorName,
    source: { file, line: 100, column: 1 },
    dependsOn: [],
    state: undefined,
    stateSource: undefined,
    config: new Map(Object.entries(config)),
    origins: new Map(
      Object.keys(config).map((key, index) => [
        key,
        { layer: 'connector', source: { file, line: index + 1, column: 3 } },
      ]),
    ),
    secretKeys: new Set(),
    ignoreKeys: [],
  };
}
