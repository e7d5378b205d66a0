import type { ConnectCluster } from '../connect/connect-cluster.ts';
import { assessHealth, isWithoutTasks } from '../model/assess-health.ts';
import { contradictingKeys, contradictionFailure } from '../model/contradicting-keys.ts';
import type { DesiredConnector } from '../model/desired-connector.ts';
import type { Health } from '../model/health.ts';
import type { LiveConnector } from '../model/live-connector.ts';
import type { TaskConfig } from '../model/worker-details.ts';
import type { ClusterContext } from '../project/resolve-clusters.ts';
import { readPart } from './read-part.ts';

/** What is known of a connector beside its states. */
export interface Evidence {
  /** What its file declares; undefined where no file does. */
  readonly desired?: DesiredConnector | undefined;
  /** Topics that it used since it was created: a source with topics had tasks. */
  readonly topics?: readonly string[] | undefined;
  /** Workers that refuse connections. */
  readonly refusing?: ReadonlySet<string>;
}

/**
 * The health of one connector, with the evidence of its tasks, which takes one request if it runs any: RUNNING says
 * nothing about the configuration that they run.
 */
export async function assessLive(
  connection: ConnectCluster,
  cluster: ClusterContext,
  live: LiveConnector,
  evidence: Evidence,
): Promise<Health> {
  const health = assessStates(live, cluster, evidence);
  if (health.kind !== 'healthy' || health.tasks === 0) return health;
  const tasks = await readPart(cluster, live.name, (name) => connection.readTasks(name));
  return tasks.kind === 'unread' ? health : assessTaskConfigs(health, tasks.value, live);
}

/** The same with the configurations that its tasks run, where they are read already. */
export function assessTaskConfigs(health: Health, tasks: readonly TaskConfig[], live: LiveConnector): Health {
  if (health.kind !== 'healthy' || health.tasks === 0) return health;
  const keys = contradictingKeys(
    tasks.map(({ config }) => config),
    live,
  );
  return keys.length > 0 ? contradictionFailure(keys) : health;
}

/** Whether it needs attention: it failed, or is on the way to its state. */
export function isBroken({ kind }: Health): boolean {
  return kind === 'failed' || kind === 'progressing';
}

/** The health of one connector as its states alone show it. */
export function assessStates(
  live: LiveConnector,
  { project }: Pick<ClusterContext, 'project'>,
  { desired, topics = [], refusing }: Evidence,
): Health {
  return assessHealth(
    { ...live, ...(refusing && { refusing }) },
    {
      allowNoTasks: desired?.kind === 'present' && desired.allowNoTasks,
      hadTasks: topics.length > 0,
      strict: project.input.strict,
    },
  );
}

/** Whether the file of a connector decides about its health. */
export function needsItsFile(live: LiveConnector): boolean {
  return isWithoutTasks(assessHealth(live));
}
