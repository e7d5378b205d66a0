import { type ConnectorSummaryView, readConnectorSummaries } from '../../inspect/names.ts';
import { ConnectSyncError } from '../../model/error.ts';
import { toPrintableLine } from '../../model/printable.ts';
import type { CommandRun } from '../command.ts';
import { inspectInput } from '../inspect-input.ts';
import { portsOf } from '../project-input.ts';

/** The connectors that a person chose. */
export type ChosenConnectors =
  | { readonly kind: 'chosen'; readonly names: readonly string[] }
  | { readonly kind: 'nothing'; readonly why: string }
  | { readonly kind: 'canceled' };

/**
 * Shows the connectors of a cluster in a list to choose the ones to delete.
 *
 * @throws ConnectSyncError (usage) if this is not a terminal, or several clusters are chosen
 * @throws ConnectSyncError `cluster-unread`
 */
export async function chooseConnectors(run: CommandRun): Promise<ChosenConnectors> {
  const { host, options } = run;
  if (!host.canAsk) throw notATerminal();
  const result = await readConnectorSummaries(inspectInput(run), portsOf(host, options));
  if (!result.ok) throw result.error;
  if (result.value.length === 0) return { kind: 'nothing', why: `${result.cluster}: no connectors` };
  const names = await host.choose({
    question: toPrintableLine(`Delete which connectors of ${result.cluster}?`),
    entries: result.value.map((connector) => ({
      value: connector.name,
      label: toPrintableLine(connector.name),
      note: toPrintableLine(noteOf(connector)),
    })),
  });
  // Separates the list from the output that follows.
  host.stderr.write('\n');
  if (!names) return { kind: 'canceled' };
  return names.length > 0 ? { kind: 'chosen', names } : { kind: 'nothing', why: 'No connectors selected.' };
}

/** `RUNNING, 2 tasks, FileStreamSource` */
function noteOf({ state, tasks, class: className }: ConnectorSummaryView): string {
  const count = `${tasks} ${tasks === 1 ? 'task' : 'tasks'}`;
  return [state ?? 'no status', count, className?.split('.').at(-1)].filter(Boolean).join(', ');
}

function notATerminal(): ConnectSyncError {
  return new ConnectSyncError({
    code: 'not-a-terminal',
    message: 'no connector is named, and a list requires a terminal: this is not a terminal',
    hint: 'name the connectors: connect-sync delete NAME --yes',
    category: 'usage',
  });
}
