import type { HealthView } from '../model/apply-view.ts';
import { toPrintableLine } from '../model/printable.ts';
import type { ConnectorStatusView } from '../model/status-view.ts';
import { type NextCommands, nextCommand, type SuggestedCommand } from './next-command.ts';

/** What the next step depends on: of `tasks` those that FAILED. */
export type FailingConnector = Pick<ConnectorStatusView, 'name' | 'health' | 'source'> & {
  readonly tasks: readonly { readonly id: number; readonly state: string | null }[];
};

/** One thing to do: `restart`, or `edit connectors/a.yaml:1, then apply`; and its command, which works when pasted. */
export interface NextStep {
  readonly what: string;
  readonly command: string;
}

/**
 * What to do about a connector that is not healthy: a restart where that may help, the file where the connector must
 * change, and where the complete trace is.
 */
export function nextSteps(
  connector: FailingConnector,
  cluster: string,
  next: NextCommands,
): readonly NextStep[] {
  const { name, health } = connector;
  const command = (suggested: SuggestedCommand) => nextCommand(suggested, cluster, next);
  if (health.kind === 'progressing')
    return [{ what: 'details', command: command({ words: ['describe'], names: [name] }) }];
  if (health.kind !== 'failed') return [];
  return [
    ...(isRestartable(health)
      ? [{ what: 'restart', command: command({ words: ['restart', '--failed'], names: [name] }) }]
      : []),
    ...(health.cause?.kind === 'connector' ? [changeOf(connector, command)] : []),
    { what: 'details', command: command(detailsOf(connector)) },
  ];
}

/** The same as lines of a page. */
export function nextStepLines(
  connector: FailingConnector,
  cluster: string,
  next: NextCommands,
): readonly string[] {
  return nextSteps(connector, cluster, next).map(stepLine);
}

/** A step on one line: `restart: connect-sync restart --failed orders --cluster prod`. */
export function stepLine({ what, command }: NextStep): string {
  return `${what}: ${command}`;
}

/** Whether a restart may help: not where the connector itself must change, or where nothing is FAILED. */
export function isRestartable({ cause, reason }: Extract<HealthView, { kind: 'failed' }>): boolean {
  return cause?.kind !== 'connector' && reason.endsWith('FAILED');
}

function changeOf(
  { name, source }: FailingConnector,
  command: (suggested: SuggestedCommand) => string,
): NextStep {
  if (source === null)
    return {
      what: 'no file declares it: import it, then edit its file',
      command: command({ words: ['import'], names: [name] }),
    };
  const place = toPrintableLine(`${source.file}:${source.line}`);
  return { what: `edit ${place}, then apply`, command: command({ words: ['apply', '--only', name] }) };
}

/** The page of the one task that FAILED, else that of the connector. */
function detailsOf({ name, tasks, health }: FailingConnector): SuggestedCommand {
  const [failed, ...others] = tasks.filter(({ state }) => state === 'FAILED');
  const isOfTask = health.kind === 'failed' && health.reason !== 'connector FAILED';
  return failed && others.length === 0 && isOfTask
    ? { words: ['tasks'], names: [name, String(failed.id)] }
    : { words: ['describe'], names: [name] };
}
