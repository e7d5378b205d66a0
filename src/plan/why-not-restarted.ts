import type { RestartChange, SetStateChange } from '../model/change.ts';
import { describeFailedInstances } from '../model/describe-failed-instances.ts';
import type { ActiveChange, LeftAlone } from '../model/plan.ts';
import { nonRecoverableCause } from './non-recoverable-failure.ts';
import type { PlanPolicy } from './plan-policy.ts';

/** Why a connector that is FAILED, and otherwise in its desired state, is left as it is. */
export function whyNotRestarted(change: ActiveChange, restart: PlanPolicy['restart']): LeftAlone | undefined {
  if (change.kind === 'set-state') return whyNotPausedAgain(change, restart);
  if (change.kind !== 'restart') return undefined;
  const { name, failed } = change;
  if (restart === 'none') return { name, reason: 'restart-off', detail: describeFailedInstances(failed) };
  const cause = causeOfAll(change);
  if (cause === undefined) return undefined;
  return { name, reason: 'restart-useless', detail: `${describeFailedInstances(failed)}: ${cause}` };
}

/**
 * A FAILED connector stays FAILED when it is paused; only a restart brings it up PAUSED (Connect REST contract 10.2).
 * Without restarts the pause is worth sending while a task still runs; after that it would be sent again for ever.
 */
function whyNotPausedAgain(
  { name, state, failed, live }: SetStateChange,
  restart: PlanPolicy['restart'],
): LeftAlone | undefined {
  if (restart === 'failed' || state.after !== 'paused' || !failed?.connector) return undefined;
  const isQuiet = live.status?.tasks.every((task) => task.state === 'PAUSED' || task.state === 'FAILED');
  if (!isQuiet) return undefined;
  return {
    name,
    reason: 'restart-off',
    detail: `${describeFailedInstances(failed)}: the pause shows only after a restart`,
  };
}

/** A restart is worth trying while the cause of any failed instance may be gone by now. */
function causeOfAll({ live, failed }: RestartChange): string | undefined {
  const traces = (live.status?.tasks ?? [])
    .filter((task) => failed.tasks.includes(task.id))
    .map((task) => task.trace);
  if (failed.connector) traces.push(live.status?.connector.trace);
  const causes = traces.map((trace) => (trace === undefined ? undefined : nonRecoverableCause(trace)));
  return causes.every((cause) => cause !== undefined) ? causes[0] : undefined;
}
