import type { WorkerInfo } from '../model/worker-info.ts';
import { parseWorkerVersion } from '../model/worker-version.ts';
import { members, optionalText, text, UnexpectedAnswer } from './decode.ts';

/**
 * `GET /`: version, commit and Kafka cluster of the worker that answered (Connect REST contract 4.1). All versions
 * give the same three; their absence tells other services of the Kafka family, which answer `{}`, from a worker.
 */
export function parseWorker(value: unknown): WorkerInfo {
  if (Array.isArray(value)) {
    throw new UnexpectedAnswer('answers with a list: the URL must be the one in front of /connectors');
  }
  const worker = members(value, 'the answer');
  const versionText = text(worker['version'], 'the version of the worker');
  return {
    version: parseWorkerVersion(versionText),
    versionText,
    commit: text(worker['commit'], 'the commit of the worker'),
    kafkaClusterId: optionalText(worker['kafka_cluster_id']),
  };
}
