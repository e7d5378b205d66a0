import { emptyAnswer, jsonAnswer } from '../http/answer.ts';
import { RestError } from '../http/rest-error.ts';
import { does } from '../profile.ts';
import type { Instance, SandboxConnector } from '../worker/connector.ts';
import { instanceEntity, sortedTasks } from '../worker/entities.ts';
import type { RestartPlan } from '../worker/lifecycle.ts';
import { asLeader, flag, type Handler, type Worker } from './handler.ts';

/** `PUT /connectors/{n}/pause`: any worker accepts it, also while the leader is dead (Connect REST contract 4.13). */
export const pauseConnector: Handler = ({ herder }, { name }) => {
  herder.setTarget(known(herder.find(name), name), 'PAUSED');
  return emptyAnswer(202);
};

/** `PUT /connectors/{n}/resume` (Connect REST contract 4.13). */
export const resumeConnector: Handler = ({ herder }, { name }) => {
  herder.setTarget(known(herder.find(name), name), 'STARTED');
  return emptyAnswer(202);
};

/** `PUT /connectors/{n}/stop` (3.5+, Connect REST contract 4.14). */
export const stopConnector: Handler = async (worker, { name }) => {
  const connector = known(worker.herder.find(name), name);
  return asLeader(worker, () => {
    worker.herder.stop(connector);
    return emptyAnswer(204);
  });
};

/** `POST /connectors/{n}/restart` (Connect REST contract 4.11). */
export const restartConnector: Handler = async (worker, { name, query }) => {
  const flags = { includeTasks: flag(query, 'includeTasks'), onlyFailed: flag(query, 'onlyFailed') };
  const isPlain = !does(worker.profile, 'restartFlags') || (!flags.includeTasks && !flags.onlyFailed);
  return asLeader(worker, async () => {
    const connector = restartable(worker, name);
    if (isPlain) {
      await worker.herder.restart(connector);
      return emptyAnswer(204);
    }
    if (!connector.status) throw new RestError(404, `Status for connector ${name} not found`);
    const plan = planRestart(connector, connector.status, flags);
    const answer = jsonAnswer(202, planEntity(worker, connector, plan));
    worker.herder.restartLater(connector, plan);
    return answer;
  });
};

/** `POST /connectors/{n}/tasks/{id}/restart` (Connect REST contract 4.12). */
export const restartTask: Handler = async (worker, { name, task }) =>
  asLeader(worker, async () => {
    const connector = restartable(worker, name);
    if (!(task in connector.taskConfigs)) throw unknownTask(connector, task);
    await worker.herder.restartTask(connector, task);
    return emptyAnswer(204);
  });

function known(connector: SandboxConnector | undefined, name: string): SandboxConnector {
  if (!connector) throw new RestError(404, `Unknown connector ${name}`);
  return connector;
}

function restartable({ outages, herder }: Worker, name: string): SandboxConnector {
  outages.checkRebalance();
  const connector = herder.find(name);
  if (!connector) throw new RestError(404, `Unknown connector: ${name}`);
  return connector;
}

/** The old tasks of a connector that was stopped are still known, and assigned to no worker, until it is resumed. */
function unknownTask(connector: SandboxConnector, task: number): RestError {
  const hasNoTasks = connector.target !== 'STARTED' && connector.taskConfigs.length === 0;
  if (hasNoTasks && task >= 0 && task < connector.taskCountEver) {
    return new RestError(
      409,
      'Cannot complete request momentarily due to no known leader URL, likely because a rebalance was underway.',
    );
  }
  return new RestError(404, `Unknown task: ${connector.name}-${task}`);
}

function planRestart(
  connector: SandboxConnector,
  status: Instance,
  { includeTasks, onlyFailed }: { readonly includeTasks: boolean; readonly onlyFailed: boolean },
): RestartPlan {
  const isMeant = (instance: Instance) => !onlyFailed || instance.state === 'FAILED';
  const tasks = sortedTasks(connector).filter(([, task]) => includeTasks && isMeant(task));
  return { connector: isMeant(status) ? 'restarted' : 'left', tasks: tasks.map(([id]) => id) };
}

/** Instances that will be restarted show RESTARTING, with their old trace; all others show their state. */
function planEntity({ profile }: Worker, connector: SandboxConnector, plan: RestartPlan): unknown {
  const restarting = (instance: Instance) => ({ ...instance, state: 'RESTARTING' as const });
  const status =
    connector.status && (plan.connector === 'restarted' ? restarting(connector.status) : connector.status);
  return {
    name: connector.name,
    connector: status && instanceEntity(profile, status),
    tasks: sortedTasks(connector).map(([id, task]) => {
      const shown = plan.tasks.includes(id) ? restarting(task) : task;
      return { id, ...instanceEntity(profile, shown) };
    }),
    type: connector.plugin.type,
  };
}
