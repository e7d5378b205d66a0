import type { LeftAloneView } from '../model/plan-view.ts';
import { toPrintableLine } from '../model/printable.ts';
import type { Colors } from './colors.ts';

/** What is deliberately not touched, why, and what would change that. */
export function leftAloneLines(leftAlone: readonly LeftAloneView[], title: string, colors: Colors): string[] {
  if (leftAlone.length === 0) return [];
  const names = leftAlone.map((left) => toPrintableLine(left.name));
  const width = Math.max(...names.map((name) => Math.min(name.length, 60)));
  const lines = leftAlone.map((left, index) => {
    const words = toPrintableLine(inWords(left));
    return `  ${(names[index] ?? '').padEnd(width)}   ${words}`;
  });
  return [colors.bold(title), ...lines];
}

function inWords({ reason, detail }: LeftAloneView): string {
  const { alone, detailed } = sentences[reason];
  return detail === null ? alone : `${detailed ?? alone}: ${detail}`;
}

/** `detailed` stands before the detail where the whole sentence would not. */
const sentences: Readonly<Record<LeftAloneView['reason'], { alone: string; detailed?: string }>> = {
  'not-owned': { alone: 'not owned here (ownership.names)', detailed: 'not owned here' },
  unpruned: {
    alone: 'owned, in no file: --prune would delete it',
    detailed: 'owned, in no file, and not deleted',
  },
  protected: { alone: 'protected from deletion' },
  'other-cluster': { alone: 'for other clusters' },
  'unmanageable-name': { alone: 'has a name that cannot be written to safely: it needs A-Z a-z 0-9 . _ -' },
  'not-selected': { alone: 'not selected (FILE, --only)' },
  'restart-off': {
    alone: 'not restarted; --restart failed would',
    detailed: 'not restarted (--restart failed would)',
  },
  'restart-limit': { alone: 'not restarted in this run' },
  'restart-useless': { alone: 'not restarted, since it would fail again' },
  'cannot-compare': { alone: 'cannot be compared' },
  'other-repository': { alone: 'belongs to another repository' },
  stale: { alone: 'stale: it is no longer what the saved plan saw', detailed: 'stale' },
  'not-in-plan': { alone: 'not in the saved plan' },
};
