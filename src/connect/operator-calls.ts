import type { Call } from './call.ts';
import type { ConnectCluster, ReadPatience } from './connect-cluster.ts';
import type { Connection } from './connection.ts';
import {
  alterOffsetsCall,
  healthCall,
  loggersCall,
  resetOffsetsCall,
  resetTopicsCall,
  setLoggerCall,
  topicsCall,
} from './operator-call.ts';
import type { OperatorCluster } from './operator-cluster.ts';
import { parseHealth, parseLogger, parseLoggers, parseMessage, parseTopics } from './parse-details.ts';
import { writeCall } from './write-call.ts';

/** Sends a call that changes nothing, and makes a value of the model of its answer. */
export type Read = <Value>(
  call: Call,
  parse: (value: unknown, text: string) => Value,
  patience?: ReadPatience,
) => Promise<Value>;

/** The calls of an operator, over the connections of a session. */
export function operatorCalls(session: Connection, read: Read): Omit<OperatorCluster, keyof ConnectCluster> {
  return {
    readHealth: (patience) => read(healthCall(), parseHealth, patience),
    readTopics: (name, patience) => read(topicsCall(name), (value) => parseTopics(value, name), patience),
    async resetTopics(name) {
      await writeCall(session, resetTopicsCall(name));
    },
    async alterOffsets(name, text) {
      return parseMessage((await writeCall(session, alterOffsetsCall(name, text))).value);
    },
    async resetOffsets(name) {
      return parseMessage((await writeCall(session, resetOffsetsCall(name))).value);
    },
    readLoggers: () => read(loggersCall(), parseLoggers),
    readLogger: (name) => read(loggersCall(name), (value) => parseLogger(value, name)),
    async setLogger(name, change) {
      const { status } = await writeCall(session, setLoggerCall(name, change));
      return status === 204 ? 'cluster' : 'worker';
    },
  };
}
