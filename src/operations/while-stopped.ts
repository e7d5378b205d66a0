import type { CommandRun } from '../cli/command.ts';
import type { ConnectCluster } from '../connect/connect-cluster.ts';
import type { ConnectorName } from '../model/connector-name.ts';
import type { DesiredState } from '../model/desired-connector.ts';
import { ConnectSyncError } from '../model/error.ts';
import { type PollLimits, poll } from '../model/poll.ts';
import { WorkerFailure } from '../model/worker-failure.ts';
import type { ClusterContext } from '../project/resolve-clusters.ts';

/** A change of a connector that must be stopped for it. */
export interface StoppedWork {
  readonly name: ConnectorName;
  /** The state to bring it back to. */
  readonly was: DesiredState;
  readonly limits: PollLimits;
  readonly change: () => Promise<void>;
  readonly run: CommandRun;
}

/**
 * Stops a connector, waits until it and its tasks are, does the work, and brings the connector back to the state that it
 * had: also where the work failed or the run was interrupted, since nobody asked for a connector that stays stopped.
 *
 * @throws ConnectSyncError where it does not stop, or cannot be brought back
 */
export async function whileStopped(
  cluster: ConnectCluster,
  look: ClusterContext,
  { name, was, limits, change, run }: StoppedWork,
): Promise<void> {
  const tell = (line: string) => {
    if (run.options.quiet !== true) run.host.stderr.write(`${look.label}: ${line}\n`);
  };
  tell(`stopping ${name}`);
  try {
    await cluster.setState(name, 'stopped');
    await waitFor(cluster, name, { limits, state: 'STOPPED' });
    if (!limits.signal.aborted) await change();
  } finally {
    tell(`bringing ${name} back: ${was}`);
    await bringBack(cluster, look, { name, was });
  }
  await waitFor(cluster, name, { limits, state: was === 'paused' ? 'PAUSED' : 'RUNNING' });
}

async function waitFor(
  cluster: ConnectCluster,
  name: ConnectorName,
  { limits, state }: { readonly limits: PollLimits; readonly state: 'STOPPED' | 'PAUSED' | 'RUNNING' },
): Promise<void> {
  const seen = await poll(async () => {
    const status = (await cluster.readStatuses()).get(name);
    const isThere = status?.connector.state === state && (state !== 'STOPPED' || status.tasks.length === 0);
    // A connector that comes back broken is a matter of health, which `status` judges.
    return isThere || (state !== 'STOPPED' && status?.connector.state === 'FAILED') ? true : undefined;
  }, limits);
  if (seen || limits.signal.aborted) return;
  throw new ConnectSyncError({
    code: 'state-not-reached',
    message: `${name} does not show as ${state} in time`,
    hint: `connect-sync status ${name} shows how it is`,
    category: 'failure',
  });
}

async function bringBack(
  cluster: ConnectCluster,
  { label }: ClusterContext,
  { name, was }: Pick<StoppedWork, 'name' | 'was'>,
): Promise<void> {
  try {
    await cluster.setState(name, was);
  } catch (error) {
    if (!(error instanceof WorkerFailure)) throw error;
    throw new ConnectSyncError({
      code: 'left-stopped',
      message: `${label}: ${name} may still be STOPPED: it could not be brought back to ${was}: ${error.message}`,
      hint: `connect-sync resume ${name}, or an apply where its file says  state: running`,
      category: 'failure',
      cause: error,
    });
  }
}
