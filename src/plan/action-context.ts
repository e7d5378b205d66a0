import type { Action } from '../model/action.ts';
import type { WorkerVersion } from '../model/worker-version.ts';
import type { PlanPolicy } from './plan-policy.ts';

/** What the calls for a change depend on, beside the change. */
export interface ActionContext {
  readonly version: WorkerVersion | undefined;
  readonly restart: PlanPolicy['restart'];
}

/** At least one call, in the order in which they are sent. */
export type Actions = readonly [Action, ...Action[]];
