import type { Change, RestartChange, SetStateChange } from '../model/change.ts';
import { describeFailedInstances } from '../model/describe-failed-instances.ts';
import type { DesiredConnector } from '../model/desired-connector.ts';
import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import { failureCause, isMissingClass, isPluginMissing } from '../model/failure-cause.ts';
import { doTasksContradict } from '../model/is-in-state.ts';
import type { InstanceStatus } from '../model/live-connector.ts';
import { matchesAnyGlob } from '../model/name-glob.ts';
import type { ActiveChange, LeftAlone } from '../model/plan.ts';
import type { OwnershipScope } from './ownership-scope.ts';
import type { PlanPolicy } from './plan-policy.ts';

/** Why a declared change is not applied; undefined where it is, or where nothing is to be done. */
export function whyLeftAlone(
  change: Change,
  policy: PlanPolicy,
  { scope, workerIds }: { readonly scope: OwnershipScope; readonly workerIds: ReadonlySet<string> },
): LeftAlone | undefined {
  const { name } = change;
  const suspended = whySuspended(change, policy);
  if (suspended) return suspended;
  if (change.kind === 'none') return whyIncomparable(name, change.incomparable ?? []);
  // Defence in depth: the loader already rejects this.
  if (!scope.admits(name)) {
    return {
      name,
      reason: 'not-owned',
      detail: 'a file declares it, but ownership.names does not match it',
    };
  }
  const marked = policy.markers === 'respected' && 'live' in change ? scope.markerOf(change.live) : undefined;
  if (marked?.owner === 'another') return { name, reason: 'other-repository', detail: marked.words };
  if (!isSelected(name, policy)) return { name, reason: 'not-selected', detail: kindsInWords[change.kind] };
  if (change.kind === 'delete') return whyProtected(name, scope);
  return whyNotRestarted(change, policy.restart, workerIds);
}

export const kindsInWords = {
  create: 'it would be created',
  update: 'it would be updated',
  'set-state': 'its state would be changed',
  restart: 'it would be restarted',
  delete: 'it would be deleted',
} as const satisfies Record<Exclude<Change['kind'], 'none'>, string>;

/** Whether `--only` and FILE leave a connector in. */
export function isSelected(name: string, { only, selected }: PlanPolicy): boolean {
  return (only.length === 0 || matchesAnyGlob(only, name)) && (selected?.has(name) ?? true);
}

/** Its file says that it is left as it is. Whether something differs does not matter. */
function whySuspended(change: Change, { now = Number.NEGATIVE_INFINITY }: PlanPolicy): LeftAlone | undefined {
  const { name } = change;
  const suspension = desiredOf(change)?.suspension;
  if (!suspension || (suspension.until && suspension.until.at <= now)) return undefined;
  const parts = [suspension.until && `until ${suspension.until.written}`, suspension.reason];
  const detail = parts.filter((part) => part !== undefined).join(', ');
  return { name, reason: 'suspended', detail: detail === '' ? undefined : detail };
}

/** Warns of suspensions whose end has passed, and of those that keep a connector that is declared absent. */
export function findSuspensionProblems(
  desired: readonly DesiredConnector[],
  now = Number.NEGATIVE_INFINITY,
): readonly Diagnostic[] {
  return desired.flatMap(({ name, kind, suspension }) => {
    if (!suspension) return [];
    const { source, until } = suspension;
    if (until && until.at <= now)
      return [diagnose('suspension-ended', { name, until: until.written }, { source })];
    return kind === 'absent' ? [diagnose('suspended-absent', { name }, { source })] : [];
  });
}

/** What the files declare about a connector that changes; undefined for one that they do not declare. */
function desiredOf(change: Change): DesiredConnector | undefined {
  if (change.kind !== 'delete') return change.desired;
  return change.because.kind === 'absent' ? change.because.desired : undefined;
}

function whyProtected(name: string, scope: OwnershipScope): LeftAlone | undefined {
  const detail = scope.protectedBy(name);
  return detail === undefined ? undefined : { name, reason: 'protected', detail };
}

function whyIncomparable(name: string, keys: readonly string[]): LeftAlone | undefined {
  if (keys.length === 0) return undefined;
  return {
    name,
    reason: 'cannot-compare',
    detail: `the worker masks ${keys.join(', ')}; all else is equal`,
    masked: keys,
  };
}

/** Why a connector that is FAILED, and otherwise in its desired state, is left as it is. */
function whyNotRestarted(
  change: ActiveChange,
  restart: PlanPolicy['restart'],
  workerIds: ReadonlySet<string>,
): LeftAlone | undefined {
  if (change.kind === 'set-state') return whyNotSetAgain(change, restart, workerIds);
  if (change.kind !== 'restart') return undefined;
  const { name, failed } = change;
  if (restart === 'none') return { name, reason: 'restart-off', detail: describeFailedInstances(failed) };
  const cause = causeInConnector(change, workerIds);
  if (cause === undefined) return undefined;
  return { name, reason: 'restart-useless', detail: `${describeFailedInstances(failed)}: ${cause}` };
}

/**
 * A FAILED connector stays FAILED when it is paused; only a restart brings it up PAUSED. One whose plugin cannot be
 * loaded does not show a stop either (Connect REST contract 10.2). The call is worth sending while a task shows that the
 * state is another one; after that it would be sent again for ever.
 */
function whyNotSetAgain(
  change: SetStateChange,
  restart: PlanPolicy['restart'],
  workerIds: ReadonlySet<string>,
): LeftAlone | undefined {
  const { name, state, failed, live } = change;
  if (!failed?.connector || doTasksContradict(live, state.after)) return undefined;
  const what = describeFailedInstances(failed);
  const hidden = `whether it is ${state.after} cannot be seen`;
  if (state.after === 'stopped') {
    const trace = live.status?.connector.trace;
    if (trace === undefined || !isPluginMissing(trace)) return undefined;
    return { name, reason: 'restart-useless', detail: `${what}, ${hidden}: ${failureCause(trace)?.advice}` };
  }
  if (restart === 'none')
    return { name, reason: 'restart-off', detail: `${what}: the pause shows only after a restart` };
  const cause = causeInConnector({ live, failed }, workerIds);
  if (cause === undefined) return undefined;
  return { name, reason: 'restart-useless', detail: `${what}, ${hidden}: ${cause}` };
}

/**
 * What must change in the connector, or in what is installed for it, before a restart can help; undefined while the
 * cause of any failed instance may be gone by now. A class that is missing on one worker may be there on another.
 */
function causeInConnector(
  { live, failed }: Pick<RestartChange, 'live' | 'failed'>,
  workerIds: ReadonlySet<string>,
): string | undefined {
  const instances: InstanceStatus[] = (live.status?.tasks ?? []).filter(({ id }) =>
    failed.tasks.includes(id),
  );
  if (failed.connector && live.status) instances.push(live.status.connector);
  const causes = instances.map(({ trace }) => (trace === undefined ? undefined : failureCause(trace)));
  if (!causes.every((cause) => cause?.kind === 'connector')) return undefined;
  const where = new Set(instances.map(({ workerId }) => workerId));
  const isElsewhere = [...workerIds].some((id) => !where.has(id));
  if (isElsewhere && instances.some(({ trace }) => trace !== undefined && isMissingClass(trace)))
    return undefined;
  return causes[0]?.advice;
}
