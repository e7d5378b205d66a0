import type { ConnectorRowView } from '../inspect/list.ts';
import { toPrintableLine } from '../model/printable.ts';

/** The health of a connector in a cell: `RUNNING`, `FAILED 3/3 tasks`, `NO TASKS`; printable. */
export function shownHealth(row: ConnectorRowView): string {
  const { state, tasks, health } = row;
  const word = healthWord(row);
  if (word === 'FAILED' && state !== 'FAILED') return `FAILED ${ofTasks(tasks.failed, tasks.total)}`;
  const isPartly = health.kind === 'progressing' && word === 'RUNNING' && tasks.running < tasks.total;
  return isPartly ? `RUNNING ${ofTasks(tasks.running, tasks.total)}` : word;
}

/** The same without numbers, to count by. */
export function healthWord({ state, tasks, health, refusingWorker }: ConnectorRowView): string {
  if (state === 'FAILED' || tasks.failed > 0) return 'FAILED';
  if (health.kind === 'failed') return 'NO TASKS';
  return refusingWorker === null ? toPrintableLine(state) : `${toPrintableLine(state)}, worker gone`;
}

/** Whether a connector or one of its tasks failed, or it lacks the tasks that it needs. */
export function isBrokenRow({ health }: ConnectorRowView): boolean {
  return health.kind === 'failed';
}

function ofTasks(number: number, total: number): string {
  return `${number}/${total} ${total === 1 ? 'task' : 'tasks'}`;
}
