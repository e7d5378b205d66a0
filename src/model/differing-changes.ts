import type { ChangeView } from './plan-view.ts';

/** The changes that are differences from the files. A restart is none: what is FAILED is a matter of health. */
export function differingChanges(changes: readonly ChangeView[]): readonly ChangeView[] {
  return changes.filter(({ kind }) => kind !== 'restart');
}
