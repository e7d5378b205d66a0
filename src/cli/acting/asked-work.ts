import type { ConnectCluster } from '../../connect/connect-cluster.ts';
import type { Asked } from '../../model/asked.ts';
import { viewPlan } from '../../model/redaction/view-plan.ts';
import { withFindings } from '../../plan/with-findings.ts';
import { planAsked } from '../../reconcile/plan-asked.ts';
import { readFileWishes } from '../file-wishes.ts';
import { makeLiveRedactor } from '../live-redactor.ts';
import type { ClusterLook } from '../look-at-clusters.ts';
import type { MadePlan } from '../plan-work.ts';
import { judge } from '../session.ts';
import { judgeByFiles } from './judge-by-files.ts';

/** What is asked for, and how the connectors that it is about are chosen among those of a cluster. */
export interface AskedWork {
  readonly asked: Asked;
  /** `where` ends the sentence that says what is not there. */
  readonly select: (names: readonly string[], where: string) => readonly string[];
}

/** Plans on one cluster what was asked for by name, with the view that may be shown. */
export async function askedWork(
  cluster: ConnectCluster,
  look: ClusterLook,
  { asked, select }: AskedWork,
): Promise<MadePlan> {
  const { session, target, label } = look;
  const { plan, reading, meant } = await planAsked(cluster, {
    asked,
    select: (names) => select(names, `on ${label}`),
    expected: { label, kafkaClusterId: target.kafkaClusterId },
    clusterName: target.name,
    ownership: session.loaded.project.ownership,
  });
  const live = [...reading.connectors.values()];
  // A trace may quote what belongs to another connector: the key types of all classes count.
  const redactor = await makeLiveRedactor(cluster, look, { worker: reading.worker, live, shown: live });
  const byFiles = judgeByFiles(asked, meant, readFileWishes(look));
  const { findings } = withFindings(plan, byFiles, plan.validation);
  const judged = { ...plan, findings: judge(session, findings) };
  return {
    plan: judged,
    view: viewPlan(judged, redactor, session.known),
    reading,
    redactor,
    validated: { count: 0, milliseconds: 0 },
  };
}
