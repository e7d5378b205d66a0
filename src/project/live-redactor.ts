import type { ConnectCluster } from '../connect/connect-cluster.ts';
import { resolveConnectors } from '../desired/resolve-connectors.ts';
import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import type { LiveConnector } from '../model/live-connector.ts';
import { makeRedactor, type Redactor } from '../model/redaction/redactor.ts';
import type { WorkerInfo } from '../model/worker-info.ts';
import { findFormerSecretKeys, mergeKeys } from './former-secrets.ts';
import { readPasswordKeys } from './password-keys.ts';
import type { ClusterContext } from './resolve-clusters.ts';

/** What a redactor of live connectors is made from. */
export interface LiveRedaction {
  readonly worker: WorkerInfo;
  /** Every connector of the cluster. */
  readonly live: readonly LiveConnector[];
  /** Those of which something is shown: the key types of their plugins are read. */
  readonly shown: readonly LiveConnector[];
}

/** A redactor with what it could not find out. */
export interface LiveRedactor {
  readonly redactor: Redactor;
  /** One for each class whose key types cannot be read. */
  readonly warnings: readonly Diagnostic[];
}

/**
 * The redactor for a command that only reads a cluster. Connector files are read as far as they can be, to know which
 * values are secret by where they come from; that needs no value of the environment.
 */
export async function makeLiveRedactor(
  connection: ConnectCluster,
  context: ClusterContext,
  { worker, live, shown }: LiveRedaction,
): Promise<LiveRedactor> {
  const { project, target, vars } = context;
  const { files, secrets } = project;
  const configs = shown.map(({ config }) => config);
  const types = await readPasswordKeys(connection, worker, configs);
  const desired = resolveConnectors(
    files,
    { name: target.name, vars },
    { unsetEnvironment: 'warning', variableValues: 'unchecked' },
  );
  for (const secret of desired.secrets) secrets.learn(secret);
  const former = await findFormerSecretKeys(context, { live: shown, desired: desired.connectors });
  const redactor = makeRedactor({
    live,
    desired: desired.connectors,
    get secretKeys() {
      return mergeKeys(desired.secretKeys, former);
    },
    get referenceKeys() {
      return desired.referenceKeys;
    },
    passwordKeys: types.passwordKeys,
    known: secrets,
  });
  const warnings = types.unreadable.map((className) => diagnose('key-types-unavailable', { className }));
  return { redactor, warnings };
}
