import type { DeleteChange, NoChange } from '../model/change.ts';
import { compareText } from '../model/config.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { ActiveChange, LeftAlone, Plan } from '../model/plan.ts';
import { checkOwnershipMarkers } from './check-ownership-markers.ts';
import { assessDeletions } from './deletion-guards.ts';
import { findRenames } from './find-renames.ts';
import { findUnsupportedState } from './find-unsupported-state.ts';
import { limitRestarts } from './limit-restarts.ts';
import { makeSteps } from './make-steps.ts';
import { ownershipScope } from './ownership-scope.ts';
import type { PlanInput } from './plan-input.ts';
import { unmanagedConnectors } from './unmanaged-connectors.ts';
import { isSelected, whyLeftAlone } from './why-left-alone.ts';

// The policy is part of the signature below: who calls it finds both in one place.
export type { PlanPolicy } from './plan-policy.ts';

/**
 * What may and shall be done about the changes, in order; what is left alone and why; what stands against it.
 * The same input in any order gives the same plan. It is not validated yet: see judgeValidation and withFindings.
 *
 * Each connector, of the files or live, is in exactly one place: a step, `unchanged`, `leftAlone`, or (a wished state
 * that the worker does not know) a finding.
 */
export function makePlan(input: PlanInput): Plan {
  const { reading, desired, policy } = input;
  const strays = unmanagedConnectors(input);
  const wishes = sortWishes(input);
  const { allowed, tooMany } = limitRestarts(wishes.active, policy.maxRestarts);
  const active: readonly ActiveChange[] = [...allowed, ...strays.pruned];
  return {
    cluster: { ...input.cluster, worker: reading.worker },
    steps: makeSteps(active, { desired, worker: reading.worker, restart: policy.restart }),
    unchanged: wishes.unchanged,
    leftAlone: [...wishes.leftAlone, ...tooMany, ...strays.leftAlone].sort(byName),
    refusals: [
      ...assessDeletions(input, {
        deletions: active.filter(isDeletion),
        unprunable: strays.unprunable,
        protectedNames: namesLeft(wishes, 'protected'),
      }),
      ...checkOwnershipMarkers(policy, {
        active,
        foreign: namesLeft(wishes, 'other-repository').filter((name) => isSelected(name, policy)),
      }),
    ],
    findings: [...wishes.findings, ...findRenames(active)],
    validation: 'not-needed',
    connectorsDeclared: desired.length,
    connectorsLive: reading.connectors.size,
  };
}

interface SortedWishes {
  readonly active: readonly ActiveChange[];
  readonly unchanged: readonly NoChange[];
  readonly leftAlone: readonly LeftAlone[];
  readonly findings: readonly Diagnostic[];
}

/** Puts each change that the files ask for into its place, by name. */
function sortWishes({ changes, policy, reading }: PlanInput): SortedWishes {
  const active: ActiveChange[] = [];
  const unchanged: NoChange[] = [];
  const leftAlone: LeftAlone[] = [];
  const findings: Diagnostic[] = [];
  const scope = ownershipScope(policy.ownership);
  for (const change of [...changes].sort(byName)) {
    const left = whyLeftAlone(change, policy, scope);
    const unsupported = findUnsupportedState(change, reading.worker);
    if (left) leftAlone.push(left);
    else if (change.kind === 'none') unchanged.push(change);
    else if (unsupported) findings.push(unsupported);
    else active.push(change);
  }
  return { active, unchanged, leftAlone, findings };
}

function namesLeft({ leftAlone }: SortedWishes, reason: LeftAlone['reason']): string[] {
  return leftAlone.filter((left) => left.reason === reason).map((left) => left.name);
}

function isDeletion(change: ActiveChange): change is DeleteChange {
  return change.kind === 'delete';
}

function byName(one: { readonly name: string }, other: { readonly name: string }): number {
  return compareText(one.name, other.name);
}
