import type { ConnectCluster } from '../../../src/connect/connect-cluster.ts';
import { openCluster } from '../../../src/connect/open-cluster.ts';
import type { Config } from '../../../src/model/config.ts';
import { inParallel } from '../../../src/model/in-parallel.ts';
import type { KeyError } from '../../../src/model/plugin.ts';
import { findUndefinedKeys } from '../../../src/model/undefined-keys.ts';
import { realClock } from '../../support/real-clock.ts';

/** What a worker says about one config. */
export interface WorkerAnswer {
  readonly config: Config;
  /** By key. */
  readonly errors: readonly KeyError[];
  /** The keys that `validate --cluster` calls unknown; undefined: it cannot tell. */
  readonly unknown: readonly string[] | undefined;
}

const topicsMissing = 'Must configure one of topics or topics.regex';

/** The REST API of a worker. */
export function connectTo(url: string): ConnectCluster {
  return openCluster(
    {
      name: 'test',
      urls: [url],
      kafkaClusterId: undefined,
      auth: undefined,
      tls: undefined,
      headers: new Map(),
    },
    { clock: realClock(), timeoutMilliseconds: 60_000, signal: undefined },
  );
}

/** Has a worker validate each config; undefined: it does not say which key is wrong. */
export function askWorker(
  cluster: ConnectCluster,
  configs: readonly Config[],
): Promise<readonly (WorkerAnswer | undefined)[]> {
  return inParallel(configs, 12, async (config) => {
    const { keys, errors } = await cluster.validate('orders', new Map([...config, ['name', 'orders']]));
    // Before 3.7 the whole validation fails of a sink without topics, and no key is listed.
    if (keys.length > 0)
      return {
        config,
        errors,
        unknown: findUndefinedKeys(
          config,
          keys.map(({ name }) => name),
        ).map(({ key }) => key),
      };
    const isAboutTopics = errors.some(({ workerMessage }) => workerMessage.includes(topicsMissing));
    return isAboutTopics
      ? { config, errors: [{ key: 'topics', workerMessage: topicsMissing }], unknown: undefined }
      : undefined;
  });
}

/** Whether a worker means that a value has the wrong type, or that a key is missing. */
export function isTypeOrRequired({ workerMessage }: KeyError): boolean {
  return (
    /Not a number of type|Expected value to be either true or false|An? \w+(?: value)? is expected/.test(
      workerMessage,
    ) ||
    /Missing required configuration|A value is required|Must configure one of topics|Cannot be empty|Missing connection string/.test(
      workerMessage,
    )
  );
}
