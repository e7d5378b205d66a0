import type { ConnectCluster } from '../connect/connect-cluster.ts';
import type { DesiredConnector, PresentConnector } from '../model/desired-connector.ts';
import { type ValidatedStep, type ValidatedSteps, validateSteps } from './validate-configs.ts';

/**
 * Asks the worker to judge every wish, whether anything would change or not: what is wrong now may have been right
 * under an earlier version of a plugin.
 *
 * @throws WorkerFailure other than `unauthorised`
 */
export async function validateDesired(
  cluster: ConnectCluster,
  connectors: readonly DesiredConnector[],
): Promise<ValidatedSteps> {
  const present = connectors.filter((connector) => connector.kind === 'present');
  return validateSteps(cluster, present.map(asCreation));
}

/** The wish as if the cluster were empty. */
function asCreation(desired: PresentConnector): ValidatedStep {
  return {
    change: { kind: 'create', name: desired.name, desired, target: desired.config },
    actions: [{ kind: 'put-config', config: desired.config }],
  };
}
