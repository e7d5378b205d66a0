import type { ClusterView } from '../model/plan-view.ts';
import { toPrintableLine } from '../model/printable.ts';

/** The line that identifies the cluster of a page: name, URL, version and Kafka cluster. */
export function clusterIdentity({ name, url, workerVersion, kafkaClusterId }: ClusterView): string {
  const kafka = kafkaClusterId === null ? [] : [`Kafka cluster ${kafkaClusterId}`];
  const identity = [...(name === null ? [] : [name]), url, `Kafka Connect ${workerVersion}`, ...kafka];
  return toPrintableLine(identity.join('  '));
}
