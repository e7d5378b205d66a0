import type { ConnectSyncError } from '../../model/error.ts';
import type { LiveConnector } from '../../model/live-connector.ts';
import { toPrintableLine } from '../../model/printable.ts';
import { onEachCluster } from '../../project/on-each-cluster.ts';
import { readLive } from '../../project/read-cluster.ts';
import type { ClusterContext } from '../../project/resolve-clusters.ts';
import type { ManualRun } from '../manual-command.ts';

/** What somebody chose from the list of a cluster's connectors. */
export type ChosenConnectors =
  | { readonly kind: 'chosen'; readonly names: readonly string[] }
  /** There is nothing to choose from. */
  | { readonly kind: 'none' }
  /** Whoever was asked left. */
  | { readonly kind: 'left' }
  | { readonly kind: 'unread'; readonly error: ConnectSyncError };

/** Shows the connectors of a cluster as a list and lets a person mark some. */
export async function chooseConnectors(
  look: ClusterContext,
  { host, ports }: ManualRun,
): Promise<ChosenConnectors> {
  const { label } = look;
  const [read] = await onEachCluster([look], ports, readLive);
  if (!read) return { kind: 'none' };
  if (!read.ok) return { kind: 'unread', error: read.error };
  const live = [...read.value.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
  if (live.length === 0) return { kind: 'none' };
  const marked = await host.choose({
    question: toPrintableLine(`Delete which connectors of ${label}?`),
    entries: live.map((connector) => ({
      value: connector.name,
      label: toPrintableLine(connector.name),
      note: toPrintableLine(noteOf(connector)),
    })),
  });
  // What follows stands apart from the list.
  host.stderr.write('\n');
  return marked ? { kind: 'chosen', names: marked } : { kind: 'left' };
}

/** `RUNNING, 2 tasks, FileStreamSource`: what it is, in a few words. */
function noteOf({ status, taskIds, config }: LiveConnector): string {
  const tasks = `${taskIds.length} ${taskIds.length === 1 ? 'task' : 'tasks'}`;
  const plugin = config.get('connector.class')?.split('.').at(-1);
  return [status?.connector.state ?? 'no status', tasks, plugin].filter(Boolean).join(', ');
}
