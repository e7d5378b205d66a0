import type { Config } from '../model/config.ts';
import type { Validation } from '../model/plugin.ts';
import { WorkerFailure } from '../model/worker-failure.ts';
import { type Call, validateCall } from './call.ts';
import { explainConnectionRefused } from './explain-connection-refused.ts';
import { parseValidation } from './parse-validation.ts';

type Read = <Value>(call: Call, parse: (value: unknown) => Value) => Promise<Value>;

/**
 * Has a plugin judge a configuration. What the worker cannot even judge (an unknown class, a plugin that throws, a
 * provider without its file) comes as an error status, and is an objection like the others
 * (Connect REST contract 7.2).
 *
 * @throws WorkerFailure where nothing was judged: the worker is busy, too old, or does not let us
 */
export async function validateConfig(name: string, config: Config, read: Read): Promise<Validation> {
  const className = config.get('connector.class') ?? '';
  const unnameable = whyUnnameable(className);
  if (unnameable !== undefined) return objection('connector.class', unnameable);
  try {
    return await read(validateCall(name, className, config), parseValidation);
  } catch (error) {
    if (!(error instanceof WorkerFailure) || error.verdict !== 'refused') throw error;
    return { keys: [], errors: [explainConnectionRefused(error.workerMessage, config)] };
  }
}

/**
 * A class goes into the URL. Without one the worker answers with every value of the configuration in clear, and with
 * these characters its web server refuses the URL before the worker sees it (Connect REST contract 7.2, 9).
 */
function whyUnnameable(className: string): string | undefined {
  if (className.trim() === '') {
    return 'Missing required configuration "connector.class" which has no default value.';
  }
  const isReachable = !/[/%\\;\p{Cc}]/u.test(className) && !/^\.{1,2}$/.test(className);
  return isReachable ? undefined : 'This cannot be the name of a Java class.';
}

function objection(key: string, workerMessage: string): Validation {
  return { keys: [], errors: [{ key, workerMessage }] };
}
