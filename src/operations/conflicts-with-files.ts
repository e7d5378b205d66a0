import type { DesiredConnector } from '../model/desired-connector.ts';
import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import type { LiveConnector } from '../model/live-connector.ts';
import type { ManualAction } from '../model/manual-action.ts';
import type { DesiredByName } from '../project/desired-by-name.ts';

/** Warnings about what the next apply will revert, at the line of the file that declares something else. */
export function conflictsWithFiles(
  action: ManualAction,
  connectors: readonly LiveConnector[],
  { byName }: DesiredByName,
): readonly Diagnostic[] {
  return connectors.flatMap(({ name }) => {
    const desired = byName.get(name);
    const declared = desired && conflictingState(action, desired);
    if (!desired || declared === undefined) return [];
    // A deletion is kept by deleting the file, wherever its state is declared.
    const source = (action.kind === 'delete' ? undefined : desired.stateSource) ?? desired.source;
    return [diagnose('reverted-by-next-apply', { name, action: nounOf(action), declared }, { source })];
  });
}

/** The state that a file declares if it differs from the result of the action. */
function conflictingState(action: ManualAction, desired: DesiredConnector): string | undefined {
  switch (action.kind) {
    case 'state':
      if (desired.kind === 'absent') return 'absent';
      return desired.state === action.state ? undefined : desired.state;
    case 'delete':
      return desired.kind === 'absent' ? undefined : (desired.state ?? 'present');
    case 'restart':
      return undefined;
  }
}

function nounOf(action: ManualAction): string {
  if (action.kind !== 'state') return action.kind === 'delete' ? 'deletion' : 'restart';
  return ({ running: 'resume', paused: 'pause', stopped: 'stop' } as const)[action.state];
}
