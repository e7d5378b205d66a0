import type { ConnectCluster } from '../connect/connect-cluster.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { makeRedactor } from '../model/redaction/redactor.ts';
import { checkIdentity } from '../reconcile/read-cluster.ts';
import { passwordNames } from '../reconcile/read-password-keys.ts';
import { validateWishes } from '../reconcile/validate-wishes.ts';
import type { ClusterWork } from './resolve-clusters.ts';
import { selectFiles } from './select-files.ts';

/** What the plugins of one cluster object to, placed on the lines of the files. */
export async function validateOnCluster(
  cluster: ConnectCluster,
  work: ClusterWork,
  files: readonly string[],
): Promise<readonly Diagnostic[]> {
  const selected = selectFiles(work, files);
  const desired = work.resolved.connectors.filter(({ name }) => selected?.has(name) ?? true);
  checkIdentity(await cluster.readWorker(), {
    label: work.label,
    kafkaClusterId: work.target.kafkaClusterId,
  });
  const validated = await validateWishes(cluster, desired);
  const passwordKeys = new Map<string, ReadonlySet<string>>();
  for (const connector of desired) {
    const className = connector.kind === 'present' ? connector.config.get('connector.class') : undefined;
    const keys = validated.validations.get(connector.name)?.keys;
    if (className && keys) passwordKeys.set(className, passwordNames(keys));
  }
  // The redactor learns what is secret, so that no objection that quotes a value shows it.
  makeRedactor({ live: [], desired, passwordKeys, known: work.session.known });
  return validated.findings;
}
