import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import { ConnectSyncError } from '../model/error.ts';
import { isClusterNamed } from './choose-clusters.ts';
import { inspectClusters } from './inspect-clusters.ts';
import { clusterChoice, type Session } from './load-project.ts';
import { onEachCluster } from './on-each-cluster.ts';
import { type PasswordKeys, type PasswordKeysReading, readPasswordKeys } from './password-keys.ts';
import type { OfflineCluster } from './resolve-offline.ts';

/** What is asked for masking alone is not waited for: the files can be shown without it. */
const patienceMilliseconds = 3_000;

/** Which keys of the wishes are passwords by type, as far as that can be known. */
export interface DesiredKeyTypes {
  readonly passwordKeys: PasswordKeys;
  /** The classes whose key types could not be read, each a warning. */
  readonly warnings: readonly Diagnostic[];
}

/**
 * Asks the clusters that a person named which keys of the wished classes are passwords. A cluster that is down costs
 * a warning and a few seconds at most. Where none is named nobody is asked: then only names and values can tell.
 */
export async function readDesiredKeyTypes(
  session: Session,
  perspectives: readonly OfflineCluster[],
): Promise<DesiredKeyTypes> {
  if (!isClusterNamed(clusterChoice(session))) return { passwordKeys: new Map(), warnings: [] };
  const classes = [...new Set(perspectives.flatMap(classesOf))].sort();
  const readings = await askClusters(session, classes);
  const passwordKeys = new Map<string, ReadonlySet<string>>();
  for (const [className, keys] of readings.flatMap((reading) => [...reading.passwordKeys])) {
    passwordKeys.set(className, new Set([...(passwordKeys.get(className) ?? []), ...keys]));
  }
  const unread = classes.filter((className) => !passwordKeys.has(className));
  return {
    passwordKeys,
    warnings: unread.map((className) => diagnose('key-types-unavailable', { className })),
  };
}

async function askClusters(
  session: Session,
  classes: readonly string[],
): Promise<readonly PasswordKeysReading[]> {
  const { host, options } = session;
  const impatient = { ...session, options: { ...options, timeout: options.timeout ?? patienceMilliseconds } };
  try {
    const results = await onEachCluster(await inspectClusters(impatient), host.interrupt, async (cluster) =>
      readPasswordKeys(cluster, await cluster.readWorker(), classes),
    );
    return results.flatMap((one) => (one.done ? [one.result] : []));
  } catch (error) {
    // A cluster whose credentials have no value here cannot be asked either.
    if (error instanceof ConnectSyncError) return [];
    throw error;
  }
}

function classesOf({ resolved }: OfflineCluster): string[] {
  return resolved.connectors.flatMap((connector) =>
    connector.kind === 'present' ? (connector.config.get('connector.class') ?? []) : [],
  );
}
