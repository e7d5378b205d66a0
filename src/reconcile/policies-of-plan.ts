import type { ConnectCluster } from '../connect/connect-cluster.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Plan } from '../model/plan.ts';
import type { Redactor } from '../model/redaction/redactor.ts';
import type { ClusterReading } from '../model/worker-info.ts';
import { type ClusterWithClasses, readClasses } from '../project/resolve-clusters.ts';
import { checkPlan } from './check-policies.ts';
import type { PlanOptions } from './plan-options.ts';

/** A plan, and what decides which policies it is held to. */
export interface PlanUnderPolicies {
  readonly plan: Plan;
  readonly redactor: Redactor;
  readonly options: Pick<PlanOptions, 'policies'>;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** What the policies of the project say about a plan of a cluster that was read. */
export function checkPoliciesOf(
  connection: Pick<ConnectCluster, 'readPlugins'>,
  { cluster, reading, classes }: ClusterWithClasses & { readonly reading: ClusterReading },
  { options, ...planned }: PlanUnderPolicies,
): Promise<readonly Diagnostic[]> {
  const { project, desired, label, target } = cluster;
  const { versionText, kafkaClusterId = '' } = reading.worker;
  return checkPlan({
    ...{ ...planned, project, label, desired: desired.connectors },
    which: options.policies === 'evaluated' ? 'all' : 'none',
    cluster: { name: target.name ?? '', version: versionText, kafkaClusterId, url: reading.url },
    readClasses: async () => classes ?? readClasses(connection),
  });
}
