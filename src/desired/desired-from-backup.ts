import type { PresentConnector } from '../model/desired-connector.ts';
import { stateShownBy } from '../model/live-connector.ts';
import type { ParsedBackup } from './read-backup.ts';

/**
 * The desired state that restores a backup: every key, and the state if the recorded state implies a desired one. What
 * the connector file declares beside the config stays valid: secret keys, ignored keys, `changeWhile` and `allowNoTasks`.
 */
export function desiredFromBackup(
  { backup, name: source, state: stateSource, keys }: ParsedBackup,
  inFile: Partial<Pick<PresentConnector, 'secretKeys' | 'ignoreKeys' | 'changeWhile' | 'allowNoTasks'>>,
): PresentConnector {
  const state = stateShownBy(backup.state);
  return {
    kind: 'present',
    name: backup.name,
    source,
    dependsOn: [],
    state,
    stateSource: state && stateSource,
    ...(state && inFile.changeWhile && { changeWhile: inFile.changeWhile }),
    config: backup.config,
    origins: new Map([...keys].map(([key, place]) => [key, { layer: 'connector', source: place }])),
    secretKeys: new Set([...backup.secretKeys, ...(inFile.secretKeys ?? [])]),
    ignoreKeys: inFile.ignoreKeys ?? [],
    ...(inFile.allowNoTasks && { allowNoTasks: true }),
  };
}
