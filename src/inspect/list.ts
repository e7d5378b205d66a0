import { compareText } from '../model/config.ts';
import { ConnectSyncError } from '../model/error.ts';
import { matchesNameGlob } from '../model/name-glob.ts';
import type { ConnectorRow } from '../model/status-view.ts';

/** What narrows and orders a list; left out: everything, broken ones first. */
export interface ListRequest {
  readonly states: readonly string[];
  readonly classes: readonly string[];
  readonly type: string | undefined;
  readonly sort: ListOrder;
}

/** The orders of a list, the default first. */
export const listOrders = ['broken', 'name', 'type', 'state', 'tasks', 'class'] as const;

/** One of the orders. */
export type ListOrder = (typeof listOrders)[number];

/** The rows that are wished for, in the order that is. The rows come broken ones first, then by name. */
export function arrangeRows(rows: readonly ConnectorRow[], wish: ListRequest): readonly ConnectorRow[] {
  const { states, classes, type, sort } = wish;
  const chosen = rows.filter(
    (row) =>
      (states.length === 0 || states.some((state) => isInState(row, state))) &&
      (classes.length === 0 || classes.some((glob) => isOfClass(row, glob))) &&
      (type === undefined || row.type === type),
  );
  return sort === 'broken' ? chosen : [...chosen].sort((one, other) => compareBy(one, other, sort));
}

/** @throws ConnectSyncError (usage) for what is no word of a state */
export function checkStates(states: readonly string[]): readonly string[] {
  for (const state of states) {
    if (/^[A-Za-z_]+$/.test(state)) continue;
    throw new ConnectSyncError({
      code: 'not-a-state',
      message: `"${state}" is no state`,
      hint: 'states are RUNNING, PAUSED, STOPPED, FAILED, UNASSIGNED, RESTARTING, UNKNOWN',
      category: 'usage',
    });
  }
  return states.map((state) => state.toUpperCase());
}

/** FAILED is a connector with a FAILED task too: who asks wants to see what is broken. */
function isInState({ state, tasks }: ConnectorRow, wanted: string): boolean {
  return state.toUpperCase() === wanted || (wanted === 'FAILED' && tasks.failed > 0);
}

function isOfClass({ class: className }: ConnectorRow, glob: string): boolean {
  return [className, className.slice(className.lastIndexOf('.') + 1)].some((name) =>
    matchesNameGlob(glob, name),
  );
}

function compareBy(one: ConnectorRow, other: ConnectorRow, order: Exclude<ListOrder, 'broken'>): number {
  const first =
    order === 'tasks' ? other.tasks.total - one.tasks.total : compareText(one[order], other[order]);
  return first || compareText(one.name, other.name);
}
