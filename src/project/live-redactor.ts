import { reportDiagnostics } from '../cli/output/diagnostics.ts';
import type { ConnectCluster } from '../connect/connect-cluster.ts';
import { resolveConnectors } from '../desired/resolve-connectors.ts';
import { secretReferences } from '../desired/secret-references.ts';
import { diagnose } from '../model/diagnostic.ts';
import type { LiveConnector } from '../model/live-connector.ts';
import { makeRedactor, type Redactor } from '../model/redaction/redactor.ts';
import type { WorkerInfo } from '../model/worker-info.ts';
import type { ClusterInspection } from './inspect-clusters.ts';
import { readPasswordKeys } from './password-keys.ts';

/** What a redactor of live connectors is made from. */
export interface LiveRedaction {
  readonly worker: WorkerInfo;
  /** Every connector of the cluster. */
  readonly live: readonly LiveConnector[];
  /** Those of which something is shown: the key types of their classes are asked for. */
  readonly shown: readonly LiveConnector[];
}

/**
 * The redactor for a command that only looks at a cluster. The files are read leniently, to know which values are
 * secret by where they come from: that needs no value of the environment. Warns of classes whose key types cannot
 * be read.
 */
export async function makeLiveRedactor(
  cluster: ConnectCluster,
  { session, target, vars }: ClusterInspection,
  { worker, live, shown }: LiveRedaction,
): Promise<Redactor> {
  const { loaded, known, options } = session;
  const classes = shown.flatMap(({ config }) => config.get('connector.class') ?? []);
  const types = await readPasswordKeys(cluster, worker, classes);
  const warnings = types.unreadable.map((className) => diagnose('key-types-unavailable', { className }));
  reportDiagnostics(session, warnings);
  const offlineCluster = { name: target.name, vars: new Map([...vars, ...options.var]) };
  const wished = resolveConnectors(loaded, offlineCluster, { unsetEnvironment: 'warning' });
  for (const secret of wished.secrets) known.learn(secret);
  return makeRedactor({
    live,
    desired: wished.connectors,
    secretKeys: secretReferences(loaded, offlineCluster),
    passwordKeys: types.passwordKeys,
    known,
  });
}
