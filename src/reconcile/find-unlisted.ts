import type { ConnectCluster } from '../connect/connect-cluster.ts';
import type { ConnectorName } from '../model/connector-name.ts';
import { ConnectSyncError } from '../model/error.ts';
import { inParallel } from '../model/in-parallel.ts';
import type { Plan } from '../model/plan.ts';
import { WorkerFailure } from '../model/worker-failure.ts';

/**
 * Asks for each connector that a plan creates, because a gateway may hide one in the lists: the write would overwrite it,
 * and there would be no backup. Returns whether that is certain for all of them; a gateway may also forbid to read one.
 *
 * @throws ConnectSyncError (unread-cluster) with every connector that exists and that the lists do not show
 */
export async function checkUnlisted(
  connection: ConnectCluster,
  { plan, label }: { readonly plan: Plan; readonly label: string },
): Promise<'all-absent' | 'uncertain'> {
  const names = plan.steps.flatMap(({ change }) => (change.kind === 'create' ? [change.name] : []));
  const found: ConnectorName[] = [];
  let isCertain = true;
  await inParallel(names, readsAtOnce, async (name) => {
    const answer = await ask(connection, name);
    if (answer === 'present') found.push(name);
    if (answer === 'unknown') isCertain = false;
  });
  if (found.length > 0) {
    const listed = new Set(await connection.listNames());
    // What was created since the plan was made is found by the check before its write.
    const hidden = found.filter((name) => !listed.has(name)).sort();
    if (hidden.length > 0) throw hiddenConnectors(hidden, label);
  }
  return isCertain ? 'all-absent' : 'uncertain';
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
