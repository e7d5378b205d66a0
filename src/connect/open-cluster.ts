import type { ClusterTarget } from '../model/project.ts';
import { WorkerFailure } from '../model/worker-failure.ts';
import { awaitStarted } from './await-started.ts';
import {
  type Call,
  createCall,
  deleteCall,
  listCall,
  offsetsCall,
  pluginKeysCall,
  pluginsCall,
  putConfigCall,
  readWorkerCall,
  restartCall,
  restartTaskCall,
  setStateCall,
  tasksCall,
} from './call.ts';
import type { ClusterOptions } from './cluster-options.ts';
import type { ReadPatience } from './connect-cluster.ts';
import { Connection } from './connection.ts';
import { UnexpectedAnswer } from './decode.ts';
import { checkUrl } from './failure-text.ts';
import { findUnreachable } from './find-unreachable-workers.ts';
import { operatorCalls, type Read } from './operator-calls.ts';
import type { OperatorCluster } from './operator-cluster.ts';
import { parseConnectors, parseNames } from './parse-connectors.ts';
import { parseOffsets } from './parse-offsets.ts';
import { parsePluginKeys, parsePlugins } from './parse-plugins.ts';
import { parseStatuses } from './parse-status.ts';
import { parseTasks } from './parse-tasks.ts';
import { parseWorker } from './parse-worker.ts';
import { parseWritten } from './parse-written.ts';
import { readCall } from './send-request.ts';
import { validateConfig } from './validate-config.ts';
import { writeCall } from './write-call.ts';

export type { ClusterOptions } from './cluster-options.ts';

/**
 * The REST API of one Connect cluster over HTTP. Nothing is sent before the first call; a target that cannot be used
 * (a URL that is none, a header that cannot be sent, a managed service that only resembles Connect) is refused by
 * every call.
 */
export function openCluster(target: ClusterTarget, options: ClusterOptions): OperatorCluster {
  const session = new Connection(target, options);
  const read: Read = (call, parse, patience) => readAs(session, { call, parse, patience });
  return {
    ...operatorCalls(session, read),
    get url() {
      return session.url;
    },
    readWorker: () => read(readWorkerCall(), parseWorker),
    awaitStarted: (patience) => awaitStarted(session, patience),
    listNames: (patience) => read(listCall(), parseNames, patience),
    readConnectors: (patience) => read(listCall('info'), parseConnectors, patience),
    readStatuses: (patience) => read(listCall('status'), parseStatuses, patience),
    findUnreachable: (workerIds) => findUnreachable(session, workerIds),
    readOffsets: (name, patience) => read(offsetsCall(name), parseOffsets, patience),
    readTasks: (name, patience) => read(tasksCall(name), parseTasks, patience),
    readPlugins: (plugins) => read(pluginsCall(plugins?.all === true ? 'all' : 'connectors'), parsePlugins),
    readPluginKeys: (className) => read(pluginKeysCall(className), parsePluginKeys),
    validate: (name, config) => validateConfig(name, config, read),

    async putConfig(name, config) {
      const call = putConfigCall(name, config);
      const { status, value } = await writeCall(session, call);
      explaining(session, call, () => parseWritten(value, name));
      return status === 201 ? 'created' : 'replaced';
    },
    async createWithState(name, config, state) {
      const call = createCall(name, config, state);
      const { value } = await writeCall(session, call);
      explaining(session, call, () => parseWritten(value, name));
    },
    async setState(name, state) {
      await writeCall(session, setStateCall(name, state));
    },
    async restart(name, { includeTasks, onlyFailed }) {
      const flags = [
        ...(includeTasks ? (['includeTasks'] as const) : []),
        ...(onlyFailed ? (['onlyFailed'] as const) : []),
      ];
      const { status } = await writeCall(session, restartCall(name, flags));
      // 204 is the plain restart of the connector, also where an old worker did not look at the flags.
      return status === 202 ? 'planned' : 'connector-only';
    },
    async restartTask(name, task) {
      await writeCall(session, restartTaskCall(name, task));
    },
    async delete(name) {
      await writeCall(session, deleteCall(name));
    },
    close: () => session.close(),
  };
}

/** Makes a value of the model of an answer: of its JSON, or where that says less of its text. */
type Parse<Value> = (value: unknown, text: string) => Value;

interface Reading<Value> {
  readonly call: Call;
  readonly parse: Parse<Value>;
  readonly patience: ReadPatience | undefined;
}

async function readAs<Value>(session: Connection, { call, parse, patience }: Reading<Value>): Promise<Value> {
  const { value, text } = await readCall(session, call, patience);
  return explaining(session, call, () => parse(value, text));
}

/** JSON of another shape is another service's, or an old worker's: a failure like any other. */
function explaining<Value>(session: Connection, call: Call, parse: () => Value): Value {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof UnexpectedAnswer)) throw error;
    const next = error.verdict === 'unsupported' ? 'Workers that old are not supported.' : checkUrl;
    throw new WorkerFailure({
      verdict: error.verdict,
      method: call.method,
      url: `${session.url}${call.path}`,
      message: `cannot ${call.purpose}: ${session.url} ${error.message}. ${next}`,
      status: 200,
    });
  }
}
