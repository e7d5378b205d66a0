import { checkPrecondition } from '../apply/check-precondition.ts';
import type { ConnectCluster } from '../connect/connect-cluster.ts';
import type { ConnectorName } from '../model/connector-name.ts';
import { ConnectSyncError } from '../model/error.ts';
import { inParallel } from '../model/in-parallel.ts';
import type { LiveConnector } from '../model/live-connector.ts';
import type { LeftOutChange, Plan, PlannedStep } from '../model/plan.ts';
import { WorkerFailure } from '../model/worker-failure.ts';

/** What there is of the connectors that a plan creates. */
export interface Unlisted {
  /** Whether all others are certainly absent: a gateway may also forbid to read one. */
  readonly isCertain: boolean;
  /** Those that the lists show now: they were created since the plan was made, or the lists change with each reading. */
  readonly appeared: ReadonlyMap<string, LiveConnector>;
}

/**
 * Asks for each connector that a plan creates, because a gateway may hide one in the lists: the write would overwrite it,
 * and there would be no backup.
 *
 * @throws ConnectSyncError (unread-cluster) with every connector that exists and that the lists do not show
 */
export async function findUnlisted(
  connection: ConnectCluster,
  { plan, label }: { readonly plan: Plan; readonly label: string },
): Promise<Unlisted> {
  const names = plan.steps.flatMap(({ change }) => (change.kind === 'create' ? [change.name] : []));
  const found: ConnectorName[] = [];
  let isCertain = true;
  await inParallel(names, readsAtOnce, async (name) => {
    const answer = await ask(connection, name);
    if (answer === 'present') found.push(name);
    if (answer === 'unknown') isCertain = false;
  });
  if (found.length === 0) return { isCertain, appeared: new Map() };
  const [listed, statuses] = await Promise.all([connection.readConnectors(), connection.readStatuses()]);
  const hidden = found.filter((name) => !listed.has(name)).sort();
  if (hidden.length > 0) throw hiddenConnectors(hidden, label);
  const appeared = found.flatMap((name) => {
    const live = listed.get(name);
    return live ? [[name as string, { ...live, status: statuses.get(name) }] as const] : [];
  });
  return { isCertain, appeared: new Map(appeared) };
}

/**
 * The plan without the creations of what exists by now. The check before a write would find that too, but not where two
 * workers behind one address show different lists: then the next reading may not show it.
 */
export function withoutAppeared(plan: Plan, { appeared }: Unlisted): Plan {
  if (appeared.size === 0) return plan;
  const left = plan.steps.flatMap((step): LeftOutChange[] => {
    const live = appeared.get(step.name);
    const { name, change, wave, source } = step;
    return live ? [{ ...{ name, change: change.kind, wave, source }, ...assess(step, live) }] : [];
  });
  return {
    ...plan,
    steps: plan.steps.filter(({ name }) => !appeared.has(name)),
    leftOut: [...(plan.leftOut ?? []), ...left],
  };
}

function assess(step: PlannedStep, live: LiveConnector): Pick<LeftOutChange, 'kind' | 'reason'> {
  const [action, ...others] = step.actions;
  const found = action && checkPrecondition({ step, action, expected: step.expected }, live);
  if (found?.kind === 'already' && others.length === 0)
    return { kind: 'unchanged', reason: 'it was created meanwhile, as declared' };
  const reason = found?.kind === 'stale' ? found.reason : 'it was created meanwhile';
  return { kind: 'stale', reason };
}

const readsAtOnce = 8;
/** A rebalance refuses such a read, and is over in seconds. */
const patience = { budgetMilliseconds: 5_000 };

async function ask(
  connection: ConnectCluster,
  name: ConnectorName,
): Promise<'present' | 'absent' | 'unknown'> {
  try {
    await connection.readTasks(name, patience);
    return 'present';
  } catch (error) {
    if (!(error instanceof WorkerFailure)) throw error;
    return error.verdict === 'absent' ? 'absent' : 'unknown';
  }
}

function hiddenConnectors(names: readonly string[], label: string): ConnectSyncError {
  const which = names.length === 1 ? `${names[0]} exists` : `${names.join(', ')} exist`;
  return new ConnectSyncError({
    code: 'hidden-connectors',
    message: `${label}: ${which}, and the lists of this cluster do not show ${names.length === 1 ? 'it' : 'them'}: creating would overwrite without a backup; nothing was changed`,
    hint: 'use credentials that are allowed to list all connectors, or other names',
    category: 'unread-cluster',
  });
}
