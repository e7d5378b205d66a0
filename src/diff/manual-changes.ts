import type { Change, FailedInstances, RestartParts } from '../model/change.ts';
import { isConnectorName } from '../model/connector-name.ts';
import type { DesiredState, PresentConnector } from '../model/desired-connector.ts';
import { isInState } from '../model/is-in-state.ts';
import { type LiveConnector, observedState } from '../model/live-connector.ts';
import type { ManualAction } from '../model/manual-action.ts';
import { failedInstances } from './failed-instances.ts';

/**
 * The change for a manual action on a live connector, independent of its file; undefined if the name of the connector is
 * not safe to use in requests.
 */
export function manualChange(action: ManualAction, live: LiveConnector): Change | undefined {
  const { name } = live;
  if (!isConnectorName(name)) return undefined;
  switch (action.kind) {
    case 'state':
      return stateChange(desiredFrom({ ...live, name }, action.state), live, action.state);
    case 'restart':
      return restartChange(desiredFrom({ ...live, name }, undefined), live, action.parts);
    case 'delete':
      return { kind: 'delete', name, live, because: { kind: 'requested' } };
  }
}

/** The live connector as a desired one, with the requested state: nothing else changes. */
function desiredFrom(
  { name, config }: LiveConnector & Pick<PresentConnector, 'name'>,
  state: DesiredState | undefined,
): PresentConnector {
  return {
    kind: 'present',
    name,
    source: { file: 'the command line', line: 1, column: 1 },
    dependsOn: [],
    state,
    stateSource: undefined,
    config,
    origins: new Map(),
    secretKeys: new Set(),
    ignoreKeys: [],
  };
}

/**
 * A state that not every instance reports is requested again, because FAILED may hide the requested state
 * (Connect REST contract 10.2).
 */
function stateChange(desired: PresentConnector, live: LiveConnector, state: DesiredState): Change {
  const { name } = desired;
  if (isInState(live, state)) return { kind: 'none', name, desired, live };
  const change = { before: observedState(live), after: state };
  return { kind: 'set-state', name, desired, live, state: change, failed: failedInstances(live) };
}

/** A stopped connector cannot be restarted (Connect REST contract 4.12). */
function restartChange(desired: PresentConnector, live: LiveConnector, parts: RestartParts): Change {
  const { name } = desired;
  const failed = failedInstances(live);
  const isPointless = parts === 'failed' ? failed === undefined : observedState(live) === 'stopped';
  if (isPointless) return { kind: 'none', name, desired, live };
  return { kind: 'restart', name, desired, live, failed: failed ?? nothingFailed(live), requested: parts };
}

function nothingFailed({ status }: LiveConnector): FailedInstances {
  return { connector: false, tasks: [], taskCount: status?.tasks.length ?? 0, trace: undefined };
}
