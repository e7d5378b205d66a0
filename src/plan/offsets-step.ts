import type { Action, OffsetsAction } from '../model/action.ts';
import type { ConnectorName } from '../model/connector-name.ts';
import { certainState, type LiveConnector, observedState } from '../model/live-connector.ts';
import type { Step } from '../model/plan.ts';

/** The step that changes the offsets of a connector: a worker does that only while it is STOPPED. */
export function offsetsStep(
  live: Pick<LiveConnector, 'config' | 'nullKeys' | 'status'> & { readonly name: ConnectorName },
  change: OffsetsAction,
): Step {
  const { name, config, nullKeys } = live;
  const state = observedState(live);
  const stop: Action = { kind: 'set-state', state: 'stopped' };
  return {
    name,
    kind: 'offsets',
    expected: { config, nullKeys, state: certainState(live.status) },
    desiredState: state,
    ignoreKeys: [],
    ...(state === 'stopped'
      ? { actions: [change] }
      : { actions: [stop, change, { kind: 'set-state', state }], suspendedOnlyForWrite: true }),
  };
}
