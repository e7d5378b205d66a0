import type { Config } from '../../model/config.ts';
import type { DesiredConnector } from '../../model/desired-connector.ts';
import { jsonDigest } from '../../model/digest.ts';
import type { PlannedStep } from '../../model/plan.ts';
import type { ClusterReading } from '../../model/worker-info.ts';

// Digests of configurations stay in memory: they are derived from secrets.

/** What a step makes of its connector, whatever is there now: equal for two steps with the same goal. */
export function targetOf({ change }: Pick<PlannedStep, 'change'>): string {
  return change.kind === 'delete' ? 'absent' : digestOfDesired(change.desired);
}

/** What a file declares, as a digest. */
export function digestOfDesired(desired: DesiredConnector): string {
  if (desired.kind === 'absent') return 'absent';
  return jsonDigest([entries(desired.config), desired.state ?? null]);
}

/** What was tried: the same change of the same connector, by the same version of the worker. */
export function attemptOf(step: Pick<PlannedStep, 'change'>, { worker }: ClusterReading): string {
  const { change } = step;
  const live = 'live' in change ? entries(change.live.config) : null;
  const parts = change.kind === 'restart' ? [change.failed.connector, change.failed.tasks] : null;
  return jsonDigest([change.kind, targetOf(step), live, parts, worker.versionText]);
}

/** The keys that a step changes, sorted; a change of state is named `state`. */
export function keysOf({ change }: Pick<PlannedStep, 'change'>): readonly string[] {
  const keys = change.kind === 'update' ? change.fields.map(({ key }) => key) : [];
  const state = change.kind === 'set-state' || (change.kind === 'update' && change.state) ? ['state'] : [];
  return [...keys, ...state].sort();
}

function entries(config: Config): readonly (readonly [string, unknown])[] {
  return [...config].sort(([one], [other]) => (one < other ? -1 : 1));
}
