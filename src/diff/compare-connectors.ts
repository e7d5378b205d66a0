import type { Change, StateChange } from '../model/change.ts';
import { compareText } from '../model/config.ts';
import type { DesiredConnector, PresentConnector } from '../model/desired-connector.ts';
import { type LiveConnector, observedState } from '../model/live-connector.ts';
import { compareConfigs } from './compare-configs.ts';
import { failedInstances } from './failed-instances.ts';

/**
 * What differs between the files and a cluster: one change for each desired connector, sorted by name. Connectors
 * that are live and in no file are not looked at: whether they may be touched is a question of ownership, for the plan.
 */
export function compareConnectors(
  desired: readonly DesiredConnector[],
  live: ReadonlyMap<string, LiveConnector>,
): Change[] {
  return [...desired]
    .sort((one, other) => compareText(one.name, other.name))
    .map((wish) => compareConnector(wish, live.get(wish.name)));
}

function compareConnector(desired: DesiredConnector, live: LiveConnector | undefined): Change {
  const { name } = desired;
  if (desired.kind === 'present') return live ? comparePresent(desired, live) : create(desired);
  if (!live) return { kind: 'none', name, desired, live };
  return { kind: 'delete', name, live, because: { kind: 'absent', desired } };
}

function create(desired: PresentConnector): Change {
  return { kind: 'create', name: desired.name, desired, target: desired.config };
}

function comparePresent(desired: PresentConnector, live: LiveConnector): Change {
  const { target, fields, incomparable } = compareConfigs(desired, live);
  const state = compareState(desired, live);
  const broken = failedInstances(live);
  const both = { name: desired.name, desired, live, ...(incomparable.length > 0 && { incomparable }) };
  const [first, ...rest] = fields;
  if (first) return { kind: 'update', ...both, target, fields: [first, ...rest], state, broken };
  if (state) return { kind: 'set-state', ...both, state, broken };
  if (broken) return { kind: 'restart', ...both, broken };
  return { kind: 'none', ...both };
}

/** A connector whose state the files do not name keeps the one it has. */
function compareState(desired: PresentConnector, live: LiveConnector): StateChange | undefined {
  const before = observedState(live);
  const after = desired.state ?? before;
  return before === after ? undefined : { before, after };
}
