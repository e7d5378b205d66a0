import type { ControllerMode, HoldKind, RunOutcome, SourceView } from '../model/controller-view.ts';
import type { Health } from '../model/health.ts';
import type { PlannedChangeKind } from '../model/plan.ts';

// Each record names every value of its union: a new one breaks the build here, and not a dashboard.

export const modes = keysOf<ControllerMode>({ observe: 1, apply: 1, heal: 1 });

export const sourceStates = keysOf<SourceView['state']>({
  ...{ current: 1, changing: 1, invalid: 1, empty: 1, missing: 1 },
});

export const healthKinds = keysOf<Health['kind']>({ healthy: 1, progressing: 1, failed: 1, suspended: 1 });

export const holdKinds = keysOf<HoldKind>({
  ...{ mode: 1, suspended: 1, contended: 1, refused: 1, 'back-off': 1, 'restart-budget': 1 },
});

export const runOutcomes = keysOf<RunOutcome>({
  ...{ 'in-sync': 1, drift: 1, applied: 1, incomplete: 1, blocked: 1, unread: 1, interrupted: 1, error: 1 },
});

/** FAILED is health, not drift. */
export const driftKinds = keysOf<Exclude<PlannedChangeKind, 'restart'>>({
  ...{ create: 1, update: 1, 'set-state': 1, delete: 1 },
});

/** Of changes that a controller makes. */
export const changeKinds = keysOf<PlannedChangeKind>({
  ...{ create: 1, update: 1, 'set-state': 1, delete: 1, restart: 1 },
});

export const rollbackOutcomes = ['restored', 'left'] as const;

/** Of connectors, as workers report them, in lower case. `unknown`: none is reported, or one that no release knows. */
export const connectorStates = [
  ...['running', 'paused', 'stopped', 'failed', 'unassigned', 'restarting', 'unknown'],
] as const;

/** Of tasks: a stopped connector has none. */
export const taskStates = connectorStates.filter((state) => state !== 'stopped');

/** The label of a state that a worker reports. */
export function stateLabel(state: string | undefined, known: readonly string[]): string {
  const label = state?.toLowerCase() ?? '';
  return known.includes(label) ? label : 'unknown';
}

/** The label of a method: `other` for one that connect-sync does not use. */
export function methodLabel(method: string): string {
  return ['GET', 'PUT', 'POST', 'PATCH', 'DELETE'].includes(method) ? method : 'other';
}

/** The class of a status: `2xx`, or `none` where no answer came. */
export function statusLabel(status: number | undefined): string {
  return status === undefined || status < 100 || status > 599 ? 'none' : `${Math.floor(status / 100)}xx`;
}

function keysOf<Value extends string>(record: Readonly<Record<Value, 1>>): readonly Value[] {
  return Object.keys(record) as Value[];
}
