import type { Action } from '../model/action.ts';
import type { Config } from '../model/config.ts';
import type { ConnectorName } from '../model/connector-name.ts';
import type { DesiredState } from '../model/desired-connector.ts';
import type { ConnectorStatus, LiveConnector } from '../model/live-connector.ts';
import type { ActiveChange, Step } from '../model/plan.ts';

/** One connector's share of a run: what it must look like before, what is done to it, what it shall be after. */
export interface Job {
  readonly name: ConnectorName;
  readonly change: ActiveChange['kind'];
  readonly actions: readonly Action[];
  /** What the plan saw; undefined: nothing of that name. */
  readonly expected: ExpectedConnector | undefined;
  /** The state it shall end in; undefined: whichever it has. */
  readonly desiredState: DesiredState | undefined;
  /** Keys that another actor owns: they may differ, and keep the value they have when it is written. */
  readonly ignoreKeys: readonly string[];
  /** Restarts are carried out whether or not anything is FAILED: somebody asked for them. Left out: they are not. */
  readonly isForced?: boolean;
}

/** What a connector must still look like when its turn comes. */
export interface ExpectedConnector {
  readonly config: Config;
  readonly nullKeys: readonly string[];
  /** Undefined where the state was not certain or does not matter. */
  readonly state: DesiredState | undefined;
}

/** What a step of the plan asks for. */
export function jobOf({ change, actions }: Step): Job {
  const job = { name: change.name, change: change.kind, actions };
  switch (change.kind) {
    case 'create':
      return { ...job, ...wishOf(change.desired), expected: undefined };
    case 'delete':
      return { ...job, expected: expect(change.live, undefined), desiredState: undefined, ignoreKeys: [] };
    case 'restart':
      return {
        ...job,
        ...wishOf(change.desired),
        expected: expect(change.live, certainState(change.live.status)),
        ...(change.asked !== undefined && { isForced: change.asked !== 'failed' }),
      };
    case 'update':
    case 'set-state': {
      // A state that the file does not name is nobody's business: it may have changed.
      const state = change.desired.state && certainState(change.live.status);
      return { ...job, ...wishOf(change.desired), expected: expect(change.live, state) };
    }
  }
}

/**
 * The state that a status proves; undefined for FAILED, UNASSIGNED and the like, which hide it
 * (Connect REST contract 10.2).
 */
export function certainState(status: ConnectorStatus | undefined): DesiredState | undefined {
  switch (status?.connector.state) {
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

function wishOf(desired: {
  readonly state: DesiredState | undefined;
  readonly ignoreKeys: readonly string[];
}) {
  return { desiredState: desired.state, ignoreKeys: desired.ignoreKeys };
}

function expect(live: LiveConnector, state: DesiredState | undefined): ExpectedConnector {
  return { config: live.config, nullKeys: live.nullKeys, state };
}
