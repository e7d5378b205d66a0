import type { Config } from '../model/config.ts';
import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import { ConnectSyncError } from '../model/error.ts';
import type { Ports } from '../model/ports.ts';
import type { PasswordKeys } from '../model/redaction/password-keys.ts';
import { type ClusterChoice, isClusterNamed } from './choose-clusters.ts';
import type { Project } from './load-project.ts';
import { onEachCluster } from './on-each-cluster.ts';
import { type PasswordKeysReading, readPasswordKeys } from './password-keys.ts';
import { chooseClusters } from './resolve-clusters.ts';
import type { OfflineCluster } from './resolve-offline.ts';

/** Key types are needed for masking only, and the files can be shown without them. */
const patienceMilliseconds = 3_000;

/** Which keys of the desired connectors are passwords by type, as far as it is known. */
export interface DesiredKeyTypes {
  readonly passwordKeys: PasswordKeys;
  /** One for each class whose key types could not be read. */
  readonly warnings: readonly Diagnostic[];
}

/** For which connectors key types are read, and from which clusters. */
export interface KeyTypesRequest {
  readonly choice: ClusterChoice;
  readonly clusters: readonly OfflineCluster[];
}

/**
 * Reads from the named clusters which keys of the desired classes are passwords. A cluster that is down costs a
 * warning and a few seconds at most. Where none is named, only names and values of keys tell what is secret.
 */
export async function readDesiredKeyTypes(
  project: Project,
  { choice, clusters }: KeyTypesRequest,
  ports: Ports,
): Promise<DesiredKeyTypes> {
  if (!isClusterNamed(choice)) return { passwordKeys: new Map(), warnings: [] };
  const configs = clusters.flatMap(configsOf);
  const readings = await readFromClusters(project, { choice, configs }, ports);
  const passwordKeys = new Map<string, ReadonlySet<string>>();
  for (const [className, keys] of readings.flatMap((reading) => [...reading.passwordKeys])) {
    passwordKeys.set(className, new Set([...(passwordKeys.get(className) ?? []), ...keys]));
  }
  const classes = new Set(
    readings.length > 0
      ? readings.flatMap((reading) => reading.unreadable)
      : configs.flatMap(connectorClassOf),
  );
  const unread = [...classes].filter((className) => !passwordKeys.has(className)).sort();
  return {
    passwordKeys,
    warnings: unread.map((className) => diagnose('key-types-unavailable', { className })),
  };
}

async function readFromClusters(
  project: Project,
  { choice, configs }: { readonly choice: ClusterChoice; readonly configs: readonly Config[] },
  ports: Ports,
): Promise<readonly PasswordKeysReading[]> {
  const { timeoutMilliseconds = patienceMilliseconds } = project.input;
  const impatient = { ...project, input: { ...project.input, timeoutMilliseconds } };
  try {
    const contexts = await chooseClusters(impatient, choice);
    const results = await onEachCluster(contexts, ports, async (connection) =>
      readPasswordKeys(connection, await connection.readWorker(), configs),
    );
    return results.flatMap((one) => (one.ok ? [one.value] : []));
  } catch (error) {
    // A cluster whose credentials are not set here cannot be contacted.
    if (error instanceof ConnectSyncError) return [];
    throw error;
  }
}

function configsOf({ desired }: OfflineCluster): Config[] {
  return desired.connectors.flatMap((connector) => (connector.kind === 'present' ? [connector.config] : []));
}

function connectorClassOf(config: Config): string[] {
  const className = config.get('connector.class');
  return className === undefined ? [] : [className];
}
