import { rootCause } from '../health.ts';
import type { InstanceStatus, LiveConnector } from '../live-connector.ts';
import type { TaskRow, TaskTraceView } from '../tasks-view.ts';
import type { Scrub } from './scrub.ts';

/** The tasks of a connector: those that its plugin made, and what the status says of each. */
export function viewTaskRows({ status, taskIds }: LiveConnector, scrub: Scrub): readonly TaskRow[] {
  const byId = new Map((status?.tasks ?? []).map((task) => [task.id, task]));
  const ids = [...new Set([...taskIds, ...byId.keys()])].sort((one, other) => one - other);
  return ids.map((id): TaskRow => {
    const task = byId.get(id);
    if (!task) return { id, state: null, workerId: '', rootCause: null };
    return { id, state: task.state, workerId: task.workerId, rootCause: viewTrace(task, scrub).rootCause };
  });
}

/** One task with its whole trace. */
export function viewTaskTrace(
  name: string,
  task: InstanceStatus & { readonly id: number },
  scrub: Scrub,
): TaskTraceView {
  const { id, state, workerId } = task;
  return { name, id, state, workerId, ...viewTrace(task, scrub) };
}

/** The trace of an instance, scrubbed, and the line of it that says why. */
export function viewTrace(
  { trace }: Pick<InstanceStatus, 'trace'>,
  scrub: Scrub,
): { readonly rootCause: string | null; readonly trace: string | null } {
  if (trace === undefined) return { rootCause: null, trace: null };
  const scrubbed = scrub(trace).trimEnd();
  return { rootCause: rootCause(scrubbed) || null, trace: scrubbed };
}
