import type { DesiredConnector } from '../model/desired-connector.ts';
import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import type { LiveConnector } from '../model/live-connector.ts';
import type { ManualAction } from '../model/manual-action.ts';
import type { DesiredByName } from '../project/desired-by-name.ts';

/** Warns of what the next apply would undo, with the line of the file that wishes otherwise. */
export function conflictsWithFiles(
  asked: ManualAction,
  meant: readonly LiveConnector[],
  { byName }: DesiredByName,
): readonly Diagnostic[] {
  return meant.flatMap(({ name }) => {
    const wish = byName.get(name);
    const wished = wish && contraryWish(asked, wish);
    if (!wish || wished === undefined) return [];
    const source = wish.stateSource ?? wish.source;
    return [
      diagnose('reverted-by-next-apply', { name, action: wordOf(asked), declared: wished }, { source }),
    ];
  });
}

/** What a file wishes that is not as asked for, in a word; undefined: it does not object. */
function contraryWish(asked: ManualAction, wish: DesiredConnector): string | undefined {
  switch (asked.kind) {
    case 'state':
      if (wish.kind === 'absent') return 'absent';
      return wish.state === asked.state ? undefined : wish.state;
    case 'delete':
      return wish.kind === 'absent' ? undefined : (wish.state ?? 'present');
    case 'restart':
      return undefined;
  }
}

function wordOf(asked: ManualAction): string {
  if (asked.kind !== 'state') return asked.kind === 'delete' ? 'deletion' : 'restart';
  return ({ running: 'resume', paused: 'pause', stopped: 'stop' } as const)[asked.state];
}
