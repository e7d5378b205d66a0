import type { CommandRun } from '../cli/command.ts';
import { isConfirmed } from '../cli/confirm.ts';
import type { ConnectCluster } from '../connect/connect-cluster.ts';
import { type ConnectorName, isConnectorName } from '../model/connector-name.ts';
import { ConnectSyncError } from '../model/error.ts';
import { printExactJson } from '../model/exact-json.ts';
import { type LiveConnector, observedState } from '../model/live-connector.ts';
import { matchesAnyGlob } from '../model/name-glob.ts';
import { type DesiredOffsets, type OffsetChange, offsetChanges } from '../model/offset-changes.ts';
import { poll } from '../model/poll.ts';
import { viewOffsets } from '../model/redaction/view-offsets.ts';
import { WorkerFailure } from '../model/worker-failure.ts';
import type { ClusterContext } from '../project/resolve-clusters.ts';
import { readSelected, type Selection } from '../project/selected-connectors.ts';
import { requireFeature } from '../project/worker-support.ts';
import { renderOffsetChanges } from '../render/offset-changes.ts';
import { whileStopped } from './while-stopped.ts';

/** What a person asked for. */
export interface OffsetsOrder {
  readonly wish: DesiredOffsets;
  /** Where the offsets come from, for the question; undefined for a reset. */
  readonly origin: string | undefined;
  /** `--stop`: stop the connector around the change. */
  readonly stop: boolean;
  readonly yes: boolean;
}

/**
 * The one connector whose offsets are to be changed.
 *
 * @throws ConnectSyncError `offsets-usage` if several are selected, `not-supported` if the worker is too old
 */
export async function selectConnector(
  connection: ConnectCluster,
  cluster: ClusterContext,
  selection: Selection,
): Promise<LiveConnector> {
  const { worker, selected } = await readSelected(connection, cluster, selection);
  requireFeature(cluster, worker, { feature: 'offsetWrites', what: 'change offsets' });
  const [first, ...others] = selected;
  if (first && others.length === 0) return first;
  throw new ConnectSyncError({
    code: 'offsets-usage',
    message: `offsets are changed of one connector at a time, and these are ${selected.length}: ${selected.map(({ name }) => name).join(', ')}`,
    category: 'usage',
  });
}

/** How long all waiting may take, without --timeout. */
const defaultTimeoutMilliseconds = 120_000;

/**
 * Changes the offsets of one connector: shows what will become of each partition, asks, sees that the connector is
 * stopped, sends, and reads back. Returns whether it was done or there was nothing to do; false where a person said no.
 *
 * @throws ConnectSyncError where it is not stopped, the worker refuses, or the offsets read back are not as wished
 */
export async function changeOffsets(
  cluster: ConnectCluster,
  look: ClusterContext,
  {
    live,
    order,
    run,
  }: { readonly live: LiveConnector; readonly order: OffsetsOrder; readonly run: CommandRun },
): Promise<boolean> {
  const { host } = run;
  const name = reachable(live.name, look);
  const isStopped = live.status?.connector.state === 'STOPPED';
  if (!isStopped && !order.stop) throw notStopped(live, look);
  const changes = offsetChanges((await cluster.readOffsets(name)).entries, order.wish);
  if (changes.length === 0) {
    host.stderr.write(`${look.label}: the offsets of ${name} are so already: nothing to do\n`);
    return true;
  }
  host.stderr.write(describe(changes, look, { live, order, isStopped }));
  const question = `${order.wish.kind === 'reset' ? 'Reset' : 'Set'} these offsets of ${name} on ${look.label}?`;
  if (!(await isConfirmed(host, { label: look.label, yes: order.yes, question }))) return false;
  if (host.interrupt.aborted) return false;
  const change = () => send(cluster, look, { name, wish: order.wish, changes, run });
  if (isStopped) await change();
  else
    await whileStopped(cluster, look, {
      name,
      was: observedState(live),
      limits: limitsOf(look, run),
      change,
      run,
    });
  return true;
}

/** Sends until the worker takes it, then looks whether it did. */
async function send(
  cluster: ConnectCluster,
  look: ClusterContext,
  {
    name,
    wish,
    changes,
    run,
  }: {
    name: ConnectorName;
    wish: DesiredOffsets;
    changes: readonly OffsetChange[];
    run: CommandRun;
  },
): Promise<void> {
  const limits = limitsOf(look, run);
  const said = await poll(async () => {
    try {
      return await sendOnce(cluster, name, wish);
    } catch (error) {
      if (!(error instanceof WorkerFailure)) throw error;
      // What may have been done is looked at, never sent again.
      if (error.verdict === 'unknown-outcome') return '';
      if (isPassing(error) && limits.remaining() > 0) return undefined;
      throw refused(error, look);
    }
  }, limits);
  if (said) run.host.stderr.write(`${look.label}: ${look.project.scrub(said)}\n`);
  const isDone = await poll(async () => {
    const now = await cluster.readOffsets(name);
    const left = offsetChanges(now.entries, wish);
    return left.length === 0 ? true : undefined;
  }, shortly(limits));
  // Interrupted: whether it was done shows at the next look.
  if (isDone || limits.signal.aborted) return;
  throw new ConnectSyncError({
    code: 'offsets-not-changed',
    message: `${look.label}: the offsets of ${name} were read back and are not as wished`,
    hint: `${changes.length === 1 ? 'the partition' : 'one of the partitions'} keeps another offset: connect-sync offsets ${name} shows them`,
    category: 'failure',
  });
}

function sendOnce(cluster: ConnectCluster, name: ConnectorName, wish: DesiredOffsets): Promise<string> {
  if (wish.kind === 'reset') return cluster.resetOffsets(name);
  return cluster.alterOffsets(name, printExactJson({ offsets: wish.entries }));
}

/** Right after a stop a worker may still say that it is not stopped, or be busy with the rebalance of it. */
function isPassing({ verdict, workerMessage = '' }: WorkerFailure): boolean {
  return verdict === 'busy' || verdict === 'not-sent' || /must be in the STOPPED state/.test(workerMessage);
}

function limitsOf({ project }: ClusterContext, { host }: CommandRun) {
  const started = host.clock.now();
  const budget = project.input.timeoutMilliseconds ?? defaultTimeoutMilliseconds;
  return {
    clock: host.clock,
    signal: host.interrupt,
    remaining: () => budget - (host.clock.now() - started),
  };
}

/** What was answered shows at once; an unknown outcome may take a while. */
function shortly(limits: ReturnType<typeof limitsOf>) {
  const started = limits.clock.now();
  return {
    ...limits,
    remaining: () => Math.min(limits.remaining(), 30_000 - (limits.clock.now() - started)),
  };
}

function describe(
  changes: readonly OffsetChange[],
  { project, label }: ClusterContext,
  { live, order, isStopped }: { live: LiveConnector; order: OffsetsOrder; isStopped: boolean },
): string {
  const shown = changes.map(({ partition, before, after }) => {
    const [entry] = viewOffsets([{ partition, offset: [before, after] }], project.scrub);
    const [from = null, to = null] = Array.isArray(entry?.offset) ? (entry.offset as unknown[]) : [];
    return { partition: entry?.partition, before: from, after: to };
  });
  const isProtected = matchesAnyGlob(project.files.project.ownership.protect, live.name);
  return renderOffsetChanges({
    cluster: label,
    connector: live.name,
    origin: order.origin,
    changes: shown,
    notes: [
      ...(isStopped
        ? ['it is stopped and stays so']
        : [`stops it first and then has it ${observedState(live)} again`]),
      ...(isProtected ? ['ownership.protect keeps it from being deleted, not from this'] : []),
    ],
  });
}

function reachable(name: string, { label }: ClusterContext): ConnectorName {
  if (isConnectorName(name)) return name;
  throw new ConnectSyncError({
    code: 'unmanageable-name',
    message: `${label}: the name "${name}" cannot stand in a URL, so its offsets cannot be changed`,
    category: 'failure',
  });
}

function notStopped({ name, status }: LiveConnector, { label }: ClusterContext): ConnectSyncError {
  return new ConnectSyncError({
    code: 'not-stopped',
    message: `${label}: ${name} is ${status?.connector.state ?? 'without a status yet'}, and a worker changes offsets only while a connector is STOPPED`,
    hint: 'with --stop it is stopped first and brought back to its state afterwards',
    category: 'failure',
  });
}

function refused(failure: WorkerFailure, { label, project }: ClusterContext): ConnectSyncError {
  const said = failure.workerMessage ? `\n  the worker says: ${project.scrub(failure.workerMessage)}` : '';
  return new ConnectSyncError({
    code: 'offsets-refused',
    message: `${label}: ${failure.message}${said}`,
    category: failure.verdict === 'unauthorised' ? 'unread-cluster' : 'failure',
    cause: failure,
  });
}
