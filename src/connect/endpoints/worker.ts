import type { WorkerHealth } from '../../model/worker-details.ts';
import type { WorkerInfo } from '../../model/worker-info.ts';
import { parseWorkerVersion } from '../../model/worker-version.ts';
import { members, optionalText, optionalWord, UnexpectedAnswer, word } from '../decode.ts';
import { endpoint } from './endpoint.ts';

export const workerEndpoints = {
  /** `GET /`: answered from memory; a worker may be up to 15 s late with its first answer. */
  readWorker: endpoint({
    method: 'GET',
    access: 'read',
    path: () => '/',
    purpose: () => 'read the worker',
    parse: ({ value }) => parseWorker(value),
  }),
  /** `GET /health` (3.9+), of the worker that answered. May take 10 s where it is not well. */
  readHealth: endpoint({
    method: 'GET',
    access: 'read',
    since: 'health',
    path: () => '/health',
    purpose: () => 'read the health of the worker',
    parse: ({ value }) => parseHealth(value),
  }),
  /** `GET /subjects`: a Schema Registry lists its subjects; a worker has no such path. */
  isSchemaRegistry: endpoint({
    method: 'GET',
    access: 'read',
    path: () => '/subjects',
    purpose: () => 'see whether it is a Schema Registry',
    parse: ({ value }) => Array.isArray(value),
    recover: () => ({ result: false }),
  }),
};

/**
 * `GET /`: version, commit and Kafka cluster of the worker that answered (Connect REST contract 4.1). All versions
 * answer these three; other services of the Kafka family answer `{}`.
 */
export function parseWorker(value: unknown): WorkerInfo {
  if (Array.isArray(value)) {
    throw new UnexpectedAnswer('answers with a list: the URL must be the one in front of /connectors');
  }
  const worker = members(value, 'the answer');
  const versionText = word(worker['version'], 'the version of the worker');
  return {
    version: parseWorkerVersion(versionText),
    versionText,
    commit: word(worker['commit'], 'the commit of the worker'),
    kafkaClusterId: optionalWord(worker['kafka_cluster_id']),
  };
}

/** `GET /health` (Connect REST contract 4.20), whatever its status. */
export function parseHealth(value: unknown): WorkerHealth {
  const health = members(value, 'the health of the worker');
  return {
    status: word(health['status'], 'the health of the worker'),
    message: optionalText(health['message']) ?? '',
  };
}
