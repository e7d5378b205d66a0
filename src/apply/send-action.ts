import type { ConnectCluster, LastCheck } from '../connect/connect-cluster.ts';
import type { Action } from '../model/action.ts';
import type { ConnectorName } from '../model/connector-name.ts';
import { printExactJson } from '../model/exact-json.ts';

/** What a worker answered to a call that it applied. */
export interface Answer {
  /** Of a configuration: whether the connector is new by it. */
  readonly created: boolean;
  /**
   * Of a restart: an old worker restarted the connector and left its tasks as they were (Connect REST contract 4.11).
   */
  readonly leftTasks: boolean;
  /** Of offsets: what the worker says of them, untrusted. */
  readonly message?: string;
}

const done: Answer = { created: false, leftTasks: false };

/** What to send to which connector. */
export interface CallToSend {
  readonly name: ConnectorName;
  readonly action: Action;
  readonly stillHolds: LastCheck;
}

/** Makes the one REST call of an action. Throws `WorkerFailure`. */
export async function sendAction(
  cluster: ConnectCluster,
  { name, action, stillHolds }: CallToSend,
): Promise<Answer> {
  switch (action.kind) {
    case 'put-config':
      return { ...done, created: (await cluster.putConfig(name, action.config, stillHolds)) === 'created' };
    case 'create-with-state':
      await cluster.createWithState(name, action.config, action.state, stillHolds);
      return { ...done, created: true };
    case 'set-state':
      await cluster.setState(name, action.state, stillHolds);
      return done;
    case 'restart': {
      const { includeTasks, onlyFailed } = action;
      const answer = await cluster.restart(name, { includeTasks, onlyFailed }, stillHolds);
      return { ...done, leftTasks: includeTasks && answer === 'connector-only' };
    }
    case 'restart-task':
      await cluster.restartTask(name, action.task, stillHolds);
      return done;
    case 'delete':
      await cluster.delete(name, stillHolds);
      return done;
    case 'alter-offsets': {
      const body = printExactJson({ offsets: action.entries });
      return { ...done, message: await cluster.alterOffsets(name, body, stillHolds) };
    }
    case 'reset-offsets':
      return { ...done, message: await cluster.resetOffsets(name, stillHolds) };
  }
}
