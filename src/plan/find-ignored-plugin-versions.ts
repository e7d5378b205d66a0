import type { Change } from '../model/change.ts';
import { compareText } from '../model/config.ts';
import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import type { WorkerInfo } from '../model/worker-info.ts';
import { releaseOf, supports } from '../model/worker-version.ts';

/**
 * The keys of a declared connector that pin the version of a plugin (KIP-891), on a worker that ignores them
 * (Connect REST contract 7.2). Reported for a connector without changes too: what its file says is not true there.
 */
export function findIgnoredPluginVersions(change: Change, worker: WorkerInfo): Diagnostic | undefined {
  if (supports(worker.version, 'pluginVersions') || change.kind === 'delete') return undefined;
  const { desired, name } = change;
  if (desired.kind !== 'present') return undefined;
  const keys = [...desired.config.keys()].filter((key) => isVersionKey(key)).sort(compareText);
  const [first] = keys;
  if (first === undefined) return undefined;
  const facts = { name, keys, workerVersion: worker.versionText, since: releaseOf('pluginVersions') };
  return diagnose('plugin-version-ignored', facts, {
    source: desired.origins.get(first)?.source ?? desired.source,
  });
}

/** Whether a key pins the version of a plugin (KIP-891, Kafka Connect 4.1). */
export function isVersionKey(key: string): boolean {
  return versionKeys.test(key);
}

const versionKeys =
  /^(?:connector|(?:key|value|header)\.converter|(?:transforms|predicates)\..+)\.plugin\.version$/;
