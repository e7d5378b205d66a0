import type { ChangeView, LeftAloneView, PlanView } from '../model/plan-view.ts';
import type { PlanFormatOptions } from './plan-format.ts';

/** What of a plan a command speaks of. */
export interface Reported {
  readonly changes: readonly ChangeView[];
  readonly leftAlone: readonly LeftAloneView[];
  /** How many connectors are as the files say. */
  readonly unchanged: number;
}

/**
 * A plan speaks of everything. Drift is what differs from the files: not what is FAILED (that is health), not what
 * is somebody else's; what is owned and in no file is listed.
 */
export function reportedIn(view: PlanView, { command }: Pick<PlanFormatOptions, 'command'>): Reported {
  const { changes, leftAlone, unchanged } = view;
  if (command !== 'drift') return { changes, leftAlone, unchanged: unchanged.length };
  const differing = changes.filter((change) => change.kind !== 'restart');
  const broken = leftAlone.filter((left) => left.reason.startsWith('restart-'));
  return {
    changes: differing,
    leftAlone: leftAlone.filter((left) => partOfDrift[left.reason]),
    unchanged: unchanged.length + (changes.length - differing.length) + broken.length,
  };
}

const partOfDrift = {
  unpruned: true,
  protected: true,
  'not-selected': true,
  'cannot-compare': true,
  'other-repository': true,
  'not-owned': false,
  'other-cluster': false,
  'unmanageable-name': false,
  'restart-off': false,
  'restart-limit': false,
  'restart-useless': false,
  // Of saved plans that are applied; drift has none of them.
  stale: false,
  'not-in-plan': false,
} as const satisfies Record<LeftAloneView['reason'], boolean>;
