import type { UpdateChange } from '../model/change.ts';
import type { DesiredState } from '../model/desired-connector.ts';
import { observedState } from '../model/live-connector.ts';

/** The states that an update leads through. */
export interface UpdateStates {
  readonly before: DesiredState;
  /** In which the configuration is written. */
  readonly during: DesiredState;
  readonly after: DesiredState;
}

/** States by how much they end: what is stopped is more than paused. */
const ranks: Readonly<Record<DesiredState, number>> = { running: 0, paused: 1, stopped: 2 };

/**
 * A PUT to a suspended connector starts nothing (Connect REST contract 5), which decides in which state it is
 * written: what is to run gets its new configuration first and then starts with it, and what is not to run is
 * suspended first, so that a configuration never runs that must not run. `changeWhile` asks for a suspension
 * beyond that.
 */
export function statesOfUpdate({ live, desired }: UpdateChange): UpdateStates {
  const before = observedState(live);
  const after = desired.state ?? before;
  const usual = after === 'running' ? before : after;
  const suspension = desired.changeWhile?.state ?? 'running';
  if (ranks[usual] >= ranks[suspension]) return { before, during: usual, after };
  return { before, during: ranks[before] >= ranks[suspension] ? before : suspension, after };
}

/** Whether it is suspended for the write alone: it was not before, and must not be after. */
export function isSuspendedForWrite({ before, during, after }: UpdateStates): boolean {
  return during !== before && during !== after;
}
