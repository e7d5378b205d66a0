import type { ConnectCluster } from '../../../src/connect/connect-cluster.ts';
import { openCluster } from '../../../src/connect/open-cluster.ts';
import type { Config } from '../../../src/model/config.ts';
import { inParallel } from '../../../src/model/in-parallel.ts';
import type { KeyError } from '../../../src/model/plugin.ts';
import { findUndefinedKeys } from '../../../src/model/undefined-keys.ts';
import { WorkerFailure } from '../../../src/model/worker-failure.ts';
import { realClock } from '../../support/real-clock.ts';

/** What a worker says about one config. */
export interface WorkerAnswer {
  readonly config: Config;
  /** By key. */
  readonly errors: readonly KeyError[];
  /** The keys that `validate --cluster` calls unknown. */
  readonly unknown: readonly string[];
}

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
    try {
      const { keys, errors } = await cluster.validate('orders', new Map([...config, ['name', 'orders']]));
      const defined = keys.map(({ name }) => name);
      return { config, errors, unknown: findUndefinedKeys(config, defined).map(({ key }) => key) };
    } catch (error) {
      if (!(error instanceof WorkerFailure)) throw error;
      // Before 3.7 the whole validation fails of a sink without topics.
      const words = error.workerMessage ?? '';
      if (!words.includes('Must configure one of topics or topics.regex')) return undefined;
      return { config, errors: [{ key: 'topics', workerMessage: words }], unknown: [] };
    }
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
