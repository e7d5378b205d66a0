import type { ClusterMemberView, ClusterPageView } from '../model/cluster-page-view.ts';

/** What one URL answered, with the connectors that it lists. */
export interface ManualTarget {
  readonly view: ClusterMemberView;
  /** Undefined where they were not asked for, or could not be read. */
  readonly names: readonly string[] | undefined;
}

/**
 * Whether the URLs of a cluster lead to workers of one Connect cluster. A worker tells no group: what can be compared is
 * the Kafka cluster and the list of connectors, which all members share.
 */
export function assessMembers(
  members: readonly ManualTarget[],
  expectedKafkaClusterId: string | undefined,
): Pick<ClusterPageView, 'together' | 'findings'> {
  const answers = members.flatMap(({ view }) => ('problem' in view ? [] : [view]));
  const kafkaIds = new Set(answers.map(({ kafkaClusterId }) => kafkaClusterId));
  const versions = new Set(answers.map(({ workerVersion }) => workerVersion));
  const lists = new Set(members.flatMap(({ names }) => (names ? [JSON.stringify([...names].sort())] : [])));
  const isApart = kafkaIds.size > 1 || lists.size > 1;
  const isAsked = members.every(({ names }) => names !== undefined);
  const others = answers.filter(
    ({ kafkaClusterId }) => expectedKafkaClusterId !== undefined && kafkaClusterId !== expectedKafkaClusterId,
  );
  return {
    together: isApart ? false : isAsked && members.length > 1 ? true : null,
    findings: [
      ...(kafkaIds.size > 1 ? ['these URLs belong to different Kafka clusters'] : []),
      ...(lists.size > 1 ? ['these workers list different connectors: they are no one Connect cluster'] : []),
      ...(versions.size > 1 ? ['these workers are of different versions'] : []),
      ...(others.length > 0
        ? [`the project file says kafkaClusterId ${expectedKafkaClusterId}, which is another`]
        : []),
      ...answers.flatMap(({ url, health }) =>
        health && health.status !== 'healthy'
          ? [`${url} says that it is ${health.status}: ${health.message}`]
          : [],
      ),
    ],
  };
}
