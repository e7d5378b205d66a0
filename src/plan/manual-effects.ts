import type { RestartChange, SetStateChange } from '../model/change.ts';
import { describeFailedInstances } from '../model/describe-failed-instances.ts';
import type { ActiveChange } from '../model/plan.ts';
import type { WorkerInfo } from '../model/worker-info.ts';
import type { Actions } from './action-context.ts';
import { describeEffects } from './effects.ts';

/** What was asked for by name does to running data, and what it leaves as it is though one might expect otherwise. */
export function manualEffects(change: ActiveChange, actions: Actions, worker: WorkerInfo): readonly string[] {
  switch (change.kind) {
    case 'restart':
      return restart(change, actions, worker);
    case 'set-state':
      return [...describeEffects(change, actions, worker), ...stays(change)];
    default:
      return describeEffects(change, actions, worker);
  }
}

/** Only a stop ends what is FAILED (Connect REST contract 10.2). */
function stays({ state, broken }: SetStateChange): string[] {
  return state.after === 'stopped' || !broken ? [] : [`${describeFailedInstances(broken)}, and stays so`];
}

function restart(change: RestartChange, actions: Actions, worker: WorkerInfo): readonly string[] {
  const { asked, live } = change;
  const count = live.taskIds.length;
  if (asked === undefined || asked === 'failed')
    return [...describeEffects(change, actions, worker), ...oneByOne(actions, worker)];
  if (typeof asked === 'object') return [`restarts task ${asked.task}, and nothing else of it`, offsetsKept];
  if (asked === 'connector') {
    const left = count === 0 ? [] : [`its ${tasks(count)} not restarted: --with-tasks does that`];
    return ['restarts the connector', ...left, offsetsKept];
  }
  const all = count === 0 ? '' : ` and its ${count === 1 ? 'task' : `${count} tasks`}`;
  return [`restarts the connector${all}`, ...oneByOne(actions, worker), offsetsKept];
}

const offsetsKept = 'offsets are kept';

function tasks(count: number): string {
  return count === 1 ? 'task is' : `${count} tasks are`;
}

function oneByOne(actions: Actions, { versionText }: WorkerInfo): string[] {
  if (!actions.some(({ kind }) => kind === 'restart-task')) return [];
  return [`task by task, because Kafka Connect ${versionText} cannot do it in one call (3.0 brought that)`];
}
