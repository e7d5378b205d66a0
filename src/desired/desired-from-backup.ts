import type { DesiredState, PresentConnector } from '../model/desired-connector.ts';
import type { LocatedBackup } from './read-backup.ts';

/**
 * The wish that a connector is again as its backup has it: every key and the state, where the state that was seen
 * tells which one was asked for. What its connector file says of keys stays true: which are secret by origin, and
 * which somebody else owns; and in which state it may be changed.
 */
export function desiredFromBackup(
  { backup, name: source, state: stateSource, keys }: LocatedBackup,
  inFile: Partial<Pick<PresentConnector, 'secretKeys' | 'ignoreKeys' | 'changeWhile'>>,
): PresentConnector {
  const state = desiredState(backup.state);
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
  };
}

/**
 * FAILED, UNASSIGNED and the like hide what was asked for (Connect REST contract 10.2): then the state is not
 * touched.
 */
function desiredState(seen: string | undefined): DesiredState | undefined {
  switch (seen) {
    case 'RUNNING':
      return 'running';
    case 'PAUSED':
      return 'paused';
    case 'STOPPED':
      return 'stopped';
    default:
      return undefined;
  }
}
