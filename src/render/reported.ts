import type { ChangeView, LeftAloneView, PlanView } from '../model/plan-view.ts';
import type { PlanFormatOptions } from './plan-format.ts';

/** The part of a plan that a command reports. */
export interface Reported {
  readonly changes: readonly ChangeView[];
  readonly leftAlone: readonly LeftAloneView[];
  /** The number of connectors that match their files. */
  readonly unchanged: number;
}

/**
 * `plan` and `apply` report everything. `drift` reports differences from the files: not FAILED connectors, which are a
 * matter of health, and not connectors that are managed elsewhere. Owned connectors without a file are listed.
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
  'in-no-file': false,
  'not-owned': false,
  'other-cluster': false,
  'unmanageable-name': false,
  'restart-off': false,
  'restart-limit': false,
  'restart-useless': false,
  // These come from saved plans, which drift does not use.
  stale: false,
  'not-in-plan': false,
} as const satisfies Record<LeftAloneView['reason'], boolean>;
