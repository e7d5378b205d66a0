import type { Change, DeleteChange, NoChange } from '../model/change.ts';
import { compareText } from '../model/config.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { doTasksContradict } from '../model/is-in-state.ts';
import { certainState, workerIdsOf } from '../model/live-connector.ts';
import type { ActiveChange, LeftAlone, Plan } from '../model/plan.ts';
import { checkOwnershipMarkers } from './check-ownership-markers.ts';
import { assessDeletions } from './deletion-guards.ts';
import { findIgnoredPluginVersions } from './find-ignored-plugin-versions.ts';
import { findRenames } from './find-renames.ts';
import { findUnmatchedIgnoredKeys } from './find-unmatched-ignored-keys.ts';
import { findUnsupportedState } from './find-unsupported-state.ts';
import { limitRestarts } from './limit-restarts.ts';
import { makeSteps } from './make-steps.ts';
import { ownershipScope } from './ownership-scope.ts';
import type { PlanInput } from './plan-input.ts';
import { unmanagedConnectors } from './unmanaged-connectors.ts';
import { findSuspensionProblems, isSelected, whyLeftAlone } from './why-left-alone.ts';

// The policy is part of the signature below: who calls it finds both in one place.
export type { PlanPolicy } from './plan-policy.ts';

/**
 * Plans the changes: the steps in order, what is left alone and why, and which safety checks fail. The same input in
 * any order gives the same plan. It is not validated yet: see `assessValidation` and `withFindings`.
 *
 * Each connector, declared or live, is in exactly one place: a step, `unchanged`, `leftAlone`, or (a desired state
 * that the worker does not know) a finding.
 */
export function makePlan(input: PlanInput): Plan {
  const { reading, desired, policy, classes } = input;
  const unmanaged = unmanagedConnectors(input);
  const declared = sortDeclared(input);
  const { allowed, tooMany } = limitRestarts(declared.active, policy.maxRestarts);
  const active: readonly ActiveChange[] = [...allowed, ...unmanaged.pruned];
  return {
    cluster: { ...input.cluster, worker: reading.worker },
    steps: makeSteps(active, { desired, worker: reading.worker, classes, restart: policy.restart }),
    unchanged: declared.unchanged,
    leftAlone: [...declared.leftAlone, ...tooMany, ...unmanaged.leftAlone].sort(byName),
    refusals: [
      ...assessDeletions(input, {
        deletions: active.filter(isDeletion),
        unprunable: unmanaged.unprunable,
        protectedNames: namesLeft(declared, 'protected'),
      }),
      ...checkOwnershipMarkers(policy, {
        active,
        foreign: namesLeft(declared, 'other-repository').filter((name) => isSelected(name, policy)),
      }),
    ],
    findings: [
      ...declared.findings,
      ...findSuspensionProblems(desired, policy.now),
      ...findRenames(active, classes),
      ...findUnmatchedIgnoredKeys(input),
    ],
    validation: 'not-needed',
    connectorsDeclared: desired.length,
    connectorsLive: reading.connectors.size,
  };
}

interface SortedChanges {
  readonly active: readonly ActiveChange[];
  readonly unchanged: readonly NoChange[];
  readonly leftAlone: readonly LeftAlone[];
  readonly findings: readonly Diagnostic[];
}

/** Sorts the changes of the declared connectors, by name. */
function sortDeclared({ changes, policy, reading }: PlanInput): SortedChanges {
  const active: ActiveChange[] = [];
  const unchanged: NoChange[] = [];
  const leftAlone: LeftAlone[] = [];
  const findings: Diagnostic[] = [];
  const scope = ownershipScope(policy.ownership);
  const workerIds = workerIdsOf(reading.connectors.values());
  // A comparison reports what differs; a plan sends the state again where it does not show.
  const seen = policy.markers === 'ignored' ? changes.map(withoutHiddenState) : changes;
  for (const change of [...seen].sort(byName)) {
    const left = whyLeftAlone(change, policy, { scope, workerIds });
    const unsupported = findUnsupportedState(change, reading.worker);
    if (left) leftAlone.push(left);
    else if (change.kind === 'none') unchanged.push(change);
    else if (unsupported) findings.push(unsupported);
    else active.push(change);
    const ignored = left ? undefined : findIgnoredPluginVersions(change, reading.worker);
    if (ignored) findings.push(ignored);
  }
  return { active, unchanged, leftAlone, findings };
}

/**
 * A change without the difference of a state that does not show: FAILED, UNASSIGNED and the like hide it, unless the
 * tasks contradict what is declared (Connect REST contract 10.2).
 */
function withoutHiddenState(change: Change): Change {
  if (change.kind !== 'update' && change.kind !== 'set-state') return change;
  const { state, live } = change;
  if (!state || certainState(live.status) || doTasksContradict(live, state.after)) return change;
  if (change.kind === 'update') return { ...change, state: undefined };
  const { kind: _, state: __, failed, ...rest } = change;
  return failed ? { kind: 'restart', ...rest, failed } : { kind: 'none', ...rest };
}

function namesLeft({ leftAlone }: SortedChanges, reason: LeftAlone['reason']): string[] {
  return leftAlone.filter((left) => left.reason === reason).map((left) => left.name);
}

function isDeletion(change: ActiveChange): change is DeleteChange {
  return change.kind === 'delete';
}

function byName(one: { readonly name: string }, other: { readonly name: string }): number {
  return compareText(one.name, other.name);
}
