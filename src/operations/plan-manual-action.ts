import type { ConnectCluster } from '../connect/connect-cluster.ts';
import type { ManualAction } from '../model/manual-action.ts';
import { viewPlan } from '../model/redaction/view-plan.ts';
import { withFindings } from '../plan/with-findings.ts';
import { readDesiredByName } from '../project/desired-by-name.ts';
import { makeLiveRedactor } from '../project/live-redactor.ts';
import { applyStrict } from '../project/load-project.ts';
import type { ClusterContext } from '../project/resolve-clusters.ts';
import { blockOf, type PlannedCluster } from '../reconcile/plan-cluster.ts';
import { conflictsWithFiles } from './conflicts-with-files.ts';
import { planManualActions } from './plan-asked.ts';

/** What is asked for, and how the connectors that it is about are chosen among those of a cluster. */
export interface ManualWork {
  readonly asked: ManualAction;
  /** `where` ends the sentence that says what is not there. */
  readonly select: (names: readonly string[], where: string) => readonly string[];
}

/** Plans on one cluster what was asked for by name, with the view that may be shown. */
export async function manualWork(
  cluster: ConnectCluster,
  look: ClusterContext,
  { asked, select }: ManualWork,
): Promise<PlannedCluster> {
  const { project, target, label } = look;
  const { plan, reading, meant } = await planManualActions(cluster, {
    asked,
    select: (names) => select(names, `on ${label}`),
    expected: { label, kafkaClusterId: target.kafkaClusterId },
    clusterName: target.name,
    ownership: project.files.project.ownership,
  });
  const live = [...reading.connectors.values()];
  // A trace may quote what belongs to another connector: the key types of all classes count.
  const { redactor, warnings } = await makeLiveRedactor(cluster, look, {
    worker: reading.worker,
    live,
    shown: live,
  });
  const byFiles = conflictsWithFiles(asked, meant, readDesiredByName(look));
  const { findings } = withFindings(plan, byFiles, plan.validation);
  const judged = { ...plan, findings: [...applyStrict(project, findings), ...warnings] };
  return {
    cluster: label,
    plan: judged,
    view: viewPlan(judged, redactor, project.scrub),
    reading,
    redactor,
    blockedBy: blockOf(judged),
    selected: undefined,
    validated: { count: 0, milliseconds: 0 },
  };
}
