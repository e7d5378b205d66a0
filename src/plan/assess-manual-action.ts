import type { NoChange } from '../model/change.ts';
import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import { observedState } from '../model/live-connector.ts';
import type { ManualAction } from '../model/manual-action.ts';
import type { ActiveChange } from '../model/plan.ts';

/** Warnings about a manual action that does not do what one may expect. */
export function assessManualAction(
  action: ManualAction,
  {
    active,
    unchanged,
  }: { readonly active: readonly ActiveChange[]; readonly unchanged: readonly NoChange[] },
): readonly Diagnostic[] {
  switch (action.kind) {
    case 'state':
      return action.state === 'stopped' ? [] : [...active, ...unchanged].flatMap(staysFailed);
    case 'restart':
      return unchanged.flatMap((change) =>
        change.live && observedState(change.live) === 'stopped'
          ? [diagnose('nothing-to-restart', { name: change.name })]
          : [],
      );
    case 'delete':
      return [];
  }
}

/** Neither a pause nor a resume moves what is FAILED (Connect REST contract 10.2). */
function staysFailed(change: ActiveChange | NoChange): Diagnostic[] {
  const status = 'live' in change ? change.live?.status : undefined;
  const isFailed = [status?.connector, ...(status?.tasks ?? [])].some((one) => one?.state === 'FAILED');
  return isFailed ? [diagnose('remains-failed', { name: change.name })] : [];
}
