import type { OperatorCluster } from '../connect/operator-cluster.ts';
import { type ConnectorName, isConnectorName } from '../model/connector-name.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { ConnectSyncError } from '../model/error.ts';
import type { LiveConnector } from '../model/live-connector.ts';
import type { Redactor } from '../model/redaction/redactor.ts';
import { WorkerFailure } from '../model/worker-failure.ts';
import type { WorkerInfo } from '../model/worker-info.ts';
import { releaseOf, supports, type WorkerFeature } from '../model/worker-version.ts';
import { makeLiveRedactor } from '../project/live-redactor.ts';
import { readCluster } from '../project/read-cluster.ts';
import type { ClusterContext } from '../project/resolve-clusters.ts';
import { selectNames } from '../project/select-names.ts';

/** The connectors that a command is about, and what may be shown of them. */
export interface Inspection {
  readonly worker: WorkerInfo;
  /** By name. */
  readonly chosen: readonly LiveConnector[];
  readonly redactor: Redactor;
  /** Classes whose key types cannot be read. */
  readonly warnings: readonly Diagnostic[];
}

/**
 * Reads a cluster and picks the connectors that names and globs mean; every secret of theirs is known from then on.
 *
 * @throws WorkerFailure where a request fails
 * @throws ConnectSyncError where an argument matches nothing
 */
export async function inspectConnectors(
  cluster: OperatorCluster,
  look: ClusterContext,
  patterns: readonly string[],
): Promise<Inspection> {
  const { label, target } = look;
  const { worker, connectors } = await readCluster(cluster, {
    label,
    kafkaClusterId: target.kafkaClusterId,
  });
  const names = selectNames(patterns, [...connectors.keys()].sort(), `on ${label}`);
  const chosen = names.flatMap((name) => connectors.get(name) ?? []);
  const live = [...connectors.values()];
  // A trace may quote what belongs to another connector: the key types of all classes count.
  const { redactor, warnings } = await makeLiveRedactor(cluster, look, { worker, live, shown: live });
  return { worker, chosen, redactor, warnings };
}

/** @throws ConnectSyncError with the version that brought a call, where the worker is older */
export function requireFeature(
  { label }: ClusterContext,
  worker: WorkerInfo,
  { feature, what }: { readonly feature: WorkerFeature; readonly what: string },
): void {
  if (supports(worker.version, feature)) return;
  throw unsupported(
    `${label}: Kafka Connect ${worker.versionText} cannot ${what}`,
    `that came with Kafka Connect ${releaseOf(feature)}`,
  );
}

/** An answer, or in our words why there is none. */
export type Part<Value> =
  | { readonly kind: 'read'; readonly value: Value }
  | { readonly kind: 'unread'; readonly why: string };

/** Asks for something about one connector; that it cannot be had is noted, and fails nothing else. */
export async function readPart<Value>(
  { project }: ClusterContext,
  name: string,
  ask: (name: ConnectorName) => Promise<Value>,
): Promise<Part<Value>> {
  if (!isConnectorName(name)) return { kind: 'unread', why: 'its name cannot stand in a URL' };
  try {
    return { kind: 'read', value: await ask(name) };
  } catch (error) {
    if (!(error instanceof WorkerFailure)) throw error;
    const said = error.workerMessage ? `; the worker says: ${error.workerMessage}` : '';
    return { kind: 'unread', why: project.scrub(`${error.message}${said}`) };
  }
}

/** What a worker does not have, or has turned off, as the end of a command. */
export function unsupported(message: string, hint?: string): ConnectSyncError {
  return new ConnectSyncError({ code: 'not-supported', message, hint, category: 'failure' });
}
