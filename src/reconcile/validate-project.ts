import type { ConnectCluster } from '../connect/connect-cluster.ts';
import type { DesiredConnector } from '../model/desired-connector.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { makeRedactor } from '../model/redaction/redactor.ts';
import { readMissingPasswordKeys } from '../project/password-keys.ts';
import { checkIdentity } from '../project/read-cluster.ts';
import type { DesiredCluster } from '../project/resolve-clusters.ts';
import { selectFiles } from './select-files.ts';
import { validateDesired } from './validate-desired.ts';

/** What the plugins of one cluster object to, placed on the lines of the files. */
export async function validateOnCluster(
  cluster: ConnectCluster,
  work: DesiredCluster,
  files: readonly string[],
): Promise<readonly Diagnostic[]> {
  const selected = selectFiles(work, files);
  const desired = work.desired.connectors.filter(({ name }) => selected?.has(name) ?? true);
  const worker = await cluster.readWorker();
  checkIdentity(worker, { label: work.label, kafkaClusterId: work.target.kafkaClusterId });
  const validated = await validateDesired(cluster, desired);
  const classes = classesOf(desired);
  const { passwordKeys } = await readMissingPasswordKeys(cluster, worker, {
    classes: [...classes.values()],
    validations: [...validated.validations].flatMap(([name, validation]) => {
      const className = classes.get(name);
      return className ? [[className, validation] as const] : [];
    }),
  });
  // The redactor learns what is secret, so that no objection that quotes a value shows it.
  makeRedactor({ live: [], desired, passwordKeys, known: work.project.secrets });
  return validated.findings;
}

/** By the name of the connector. */
function classesOf(desired: readonly DesiredConnector[]): ReadonlyMap<string, string> {
  return new Map(
    desired.flatMap((connector) => {
      const className = connector.kind === 'present' ? connector.config.get('connector.class') : undefined;
      return className ? [[connector.name, className] as const] : [];
    }),
  );
}
