/**
 * Keys that the worker itself reads when it starts a task, from the connector's configuration: the plugin need not
 * hand them on in its task configurations. Before Kafka 3.7.1 a change of them alone is stored and does not reach
 * running tasks (KAFKA-9228; seen on 2.8.2 and 3.4.1).
 */
const readByTheWorker: readonly RegExp[] = [
  /^(key|value|header)\.converter(\.|$)/,
  /^(transforms|predicates)(\.|$)/,
  /^errors\./,
  /^(producer|consumer|admin)\.override\./,
  /^topic\.creation\./,
  /^(exactly\.once\.support|transaction\.boundary(\.interval\.ms)?|offsets\.storage\.topic)$/,
];

/** Whether a worker reads a key itself when it starts a task. */
export function isWorkerKey(key: string): boolean {
  return readByTheWorker.some((pattern) => pattern.test(key));
}
