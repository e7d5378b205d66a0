import type { LeftAloneView } from '../model/plan-view.ts';
import { toPrintableLine } from '../model/printable.ts';
import type { Colors } from './colors.ts';

/** The section of connectors that are left alone. */
export interface LeftAloneSection {
  readonly title: string;
  /** Lines about several connectors each. */
  readonly more?: readonly string[];
  /** A line about a connector instead of its reason; printable. */
  readonly remarkOn?: (left: LeftAloneView) => string | undefined;
}

/** The connectors that are deliberately not changed: why, and which option would change them. */
export function leftAloneLines(
  leftAlone: readonly LeftAloneView[],
  { title, more = [], remarkOn = () => undefined }: LeftAloneSection,
  colors: Colors,
): string[] {
  if (leftAlone.length + more.length === 0) return [];
  const names = leftAlone.map((left) => toPrintableLine(left.name));
  const width = Math.max(0, ...names.map((name) => Math.min(name.length, 60)));
  const lines = leftAlone.map((left, index) => {
    const words = remarkOn(left) ?? toPrintableLine(inWords(left));
    return `  ${(names[index] ?? '').padEnd(width)}   ${words}`;
  });
  return [colors.bold(title), ...lines, ...more.map((line) => `  ${line}`)];
}

function inWords({ reason, detail }: LeftAloneView): string {
  const { alone, detailed } = sentences[reason];
  return detail === null ? alone : `${detailed ?? alone}: ${detail}`;
}

/** `detailed` replaces `alone` in front of a detail. */
const sentences: Readonly<Record<LeftAloneView['reason'], { alone: string; detailed?: string }>> = {
  'in-no-file': { alone: 'in no file' },
  'not-owned': { alone: 'in no file, and not owned', detailed: 'not owned' },
  unpruned: {
    alone: 'in no file, but owned; --prune would delete it',
    detailed: 'in no file, but owned, and not deleted',
  },
  protected: { alone: 'protected from deletion' },
  'other-cluster': { alone: 'for other clusters' },
  'unmanageable-name': {
    alone: 'has a name that is unsafe in URLs: with / % \\ ; { } or a control character, or "." or ".."',
  },
  'not-selected': { alone: 'not selected (FILE, --only)' },
  'restart-off': {
    alone: 'not restarted; use --restart failed',
    detailed: 'not restarted (use --restart failed)',
  },
  'restart-limit': { alone: 'not restarted in this run' },
  'restart-useless': { alone: 'not restarted, because it needs a change of the connector' },
  'cannot-compare': { alone: 'cannot be compared' },
  'other-repository': { alone: 'belongs to another repository' },
  stale: { alone: 'stale: it changed after the plan was saved', detailed: 'stale' },
  'not-in-plan': { alone: 'not in the saved plan' },
  suspended: { alone: 'suspended in its file' },
};
