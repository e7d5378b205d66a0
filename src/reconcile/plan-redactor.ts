import type { ConnectCluster } from '../connect/connect-cluster.ts';
import type { Config } from '../model/config.ts';
import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import type { LiveConnector } from '../model/live-connector.ts';
import type { Plan } from '../model/plan.ts';
import { makeRedactor, type Redactor } from '../model/redaction/redactor.ts';
import type { ClusterReading } from '../model/worker-info.ts';
import { findFormerSecretKeys, mergeKeys } from '../project/former-secrets.ts';
import { readMissingPasswordKeys } from '../project/password-keys.ts';
import type { DesiredCluster } from '../project/resolve-clusters.ts';
import type { PlanOptions } from './plan-options.ts';
import type { ValidatedSteps } from './validate-configs.ts';

/** A plan, and what was read to make it. */
export interface PlanToShow {
  readonly plan: Plan;
  readonly reading: ClusterReading;
  readonly validated: ValidatedSteps;
  readonly options: PlanOptions;
}

/** The redactor of a plan. */
export interface PlanRedactor {
  readonly redactor: Redactor;
  /** One for each plugin whose key types cannot be read. */
  readonly unread: readonly Diagnostic[];
}

/**
 * Makes the redactor of a plan. What validation has not shown of the key types is read from the worker, and the former
 * values of keys from Git, only for connectors of which the plan shows something.
 */
export async function makePlanRedactor(
  connection: ConnectCluster,
  cluster: DesiredCluster,
  planned: PlanToShow,
): Promise<PlanRedactor> {
  const { project, desired } = cluster;
  const { reading } = planned;
  const types = await readTypes(connection, planned);
  const shown = { live: shownConnectors(planned), desired: desired.connectors };
  const former = await findFormerSecretKeys(cluster, shown);
  const redactor = makeRedactor({
    live: reading.connectors.values(),
    desired: desired.connectors,
    // A file that declares a connector absent may still say which of its values are secret.
    get secretKeys() {
      return mergeKeys(desired.secretKeys, former);
    },
    get referenceKeys() {
      return desired.referenceKeys;
    },
    passwordKeys: types.passwordKeys,
    known: project.secrets,
  });
  return {
    redactor,
    unread: types.unreadable.map((className) => diagnose('key-types-unavailable', { className })),
  };
}

function readTypes(connection: ConnectCluster, planned: PlanToShow) {
  const { plan, reading, validated } = planned;
  const validations = plan.steps.flatMap(({ change }) => {
    const validation = validated.validations.get(change.name);
    return 'target' in change && validation ? [{ config: change.target, validation }] : [];
  });
  const targets: Config[] = plan.steps.flatMap(({ change }) => ('target' in change ? [change.target] : []));
  const configs = [...targets, ...shownConnectors(planned).map(({ config }) => config)];
  return readMissingPasswordKeys(connection, reading.worker, { configs, validations });
}

/** Deletions, restarts and changes of state are shown too, and their traces may quote secrets. */
function shownConnectors({ plan, reading, options }: PlanToShow): LiveConnector[] {
  if (options.keyTypes === 'all') return [...reading.connectors.values()];
  return plan.steps.flatMap(({ change }) => ('live' in change ? [change.live] : []));
}
