import type { Change, FailedInstances, RestartParts } from '../model/change.ts';
import { isConnectorName } from '../model/connector-name.ts';
import type { DesiredState, PresentConnector } from '../model/desired-connector.ts';
import { isInState } from '../model/is-in-state.ts';
import { type LiveConnector, observedState } from '../model/live-connector.ts';
import type { ManualAction } from '../model/manual-action.ts';
import { failedInstances } from './failed-instances.ts';

/**
 * The change that brings a live connector to what a person asked for, whatever the files say; undefined where its name
 * cannot be written to safely.
 */
export function manualChange(asked: ManualAction, live: LiveConnector): Change | undefined {
  const { name } = live;
  if (!isConnectorName(name)) return undefined;
  switch (asked.kind) {
    case 'state':
      return stateChange(wishFor({ ...live, name }, asked.state), live, asked.state);
    case 'restart':
      return restartChange(wishFor({ ...live, name }, undefined), live, asked.parts);
    case 'delete':
      return { kind: 'delete', name, live, because: { kind: 'asked' } };
  }
}

/** What is live, in the state that was asked for: nothing else about it shall change. */
function wishFor(
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
 * A state that does not show everywhere is asked for again: it may be hidden behind FAILED
 * (Connect REST contract 10.2).
 */
function stateChange(desired: PresentConnector, live: LiveConnector, state: DesiredState): Change {
  const { name } = desired;
  if (isInState(live, state)) return { kind: 'none', name, desired, live };
  const change = { before: observedState(live), after: state };
  return { kind: 'set-state', name, desired, live, state: change, broken: failedInstances(live) };
}

/** Nothing of a stopped connector can be restarted (Connect REST contract 4.12). */
function restartChange(desired: PresentConnector, live: LiveConnector, parts: RestartParts): Change {
  const { name } = desired;
  const broken = failedInstances(live);
  const isPointless = parts === 'failed' ? broken === undefined : observedState(live) === 'stopped';
  if (isPointless) return { kind: 'none', name, desired, live };
  return { kind: 'restart', name, desired, live, broken: broken ?? nothingBroken(live), asked: parts };
}

function nothingBroken({ status }: LiveConnector): FailedInstances {
  return { connector: false, tasks: [], taskCount: status?.tasks.length ?? 0, trace: undefined };
}
