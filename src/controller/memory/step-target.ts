import type { Config } from '../../model/config.ts';
import type { DesiredConnector } from '../../model/desired-connector.ts';
import { jsonDigest } from '../../model/digest.ts';
import type { PlannedStep } from '../../model/plan.ts';
import type { ClusterReading } from '../../model/worker-info.ts';
import type { PluginVersions } from './plugin-versions.ts';

// Digests of configurations stay in memory: they are derived from secrets.

/** What a step makes of its connector, whatever is there now: equal for two steps with the same goal. */
export function targetOf({ change }: Pick<PlannedStep, 'change'>): string {
  return change.kind === 'delete' ? 'absent' : digestOfDesired(change.desired);
}

/** What a file declares, as a digest. */
export function digestOfDesired(desired: DesiredConnector): string {
  if (desired.kind === 'absent') return 'absent';
  const { config, state = null, ignoreKeys, suspension } = desired;
  // With what a person does about contention, so that it begins anew.
  return jsonDigest([entries(config), state, [...ignoreKeys].sort(), suspension !== undefined]);
}

/** What was tried: the same change of the same connector, by the same versions of the worker and the plugin. */
export function attemptOf(
  { change }: Pick<PlannedStep, 'change'>,
  { worker }: Pick<ClusterReading, 'worker'>,
  plugins: PluginVersions,
): string {
  const live = 'live' in change ? entries(change.live.config) : null;
  const parts = change.kind === 'restart' ? [change.failed.connector, change.failed.tasks] : null;
  const written = change.kind === 'delete' ? change.live.config : change.desired.config;
  const versions = [worker.versionText, plugins.changesOf(written.get('connector.class') ?? '')];
  return jsonDigest([change.kind, targetOf({ change }), live, parts, versions]);
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
