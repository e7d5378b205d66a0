import type { HealthView, OutcomeView } from '../model/apply-view.ts';
import { formatDuration } from '../model/duration.ts';
import { toPrintable, toPrintableLine } from '../model/printable.ts';
import { unreachable } from '../model/unreachable.ts';

/** The word for a change, as plans have it. */
export const changeWords = {
  create: 'create',
  update: 'update',
  'set-state': 'state',
  restart: 'restart',
  delete: 'delete',
  offsets: 'offsets',
} as const satisfies Record<OutcomeView['change'], string>;

/** The outcome of one change on one line: `applied; RUNNING, 2/2 tasks, after 2.1 s`. */
export function outcomeText(outcome: OutcomeView): string {
  const { kind, milliseconds } = outcome;
  const why = outcome.reason === null ? '' : `: ${toPrintableLine(outcome.reason)}`;
  switch (kind) {
    case 'applied':
      return `applied${healthText(outcome)} after ${formatDuration(milliseconds)}${why}`;
    case 'unchanged':
      return `unchanged${why || ': already in the desired state'}`;
    case 'failed':
      return `failed after ${formatDuration(milliseconds)}${why}`;
    case 'unknown':
      return `outcome unknown after ${formatDuration(milliseconds)}${why}`;
    case 'stale':
      return outcome.wrote
        ? `stale${why}`
        : `stale, left alone${why || ': it changed after the plan was made'}`;
    case 'skipped':
      return `skipped${why}`;
    case 'not-started':
      return `not started${why}`;
    default:
      return unreachable(kind);
  }
}

/** Whether the change did not succeed, or its connector is not healthy afterwards. */
export function needsAttention({ kind, health }: OutcomeView): boolean {
  if (kind === 'failed' || kind === 'unknown' || kind === 'stale') return true;
  return health?.kind === 'failed' || health?.kind === 'progressing';
}

/** Whether it was applied and its health was not checked: `--no-wait`, or an interruption. */
export function isUnwatched({ kind, change, health }: OutcomeView): boolean {
  return kind === 'applied' && health === null && change !== 'delete';
}

/** The message of the worker, line by line, and the position in the file if it needs attention. */
export function outcomeDetails(outcome: OutcomeView): string[] {
  const { source } = outcome;
  const place =
    source && needsAttention(outcome) ? [`--> ${toPrintableLine(source.file)}:${source.line}`] : [];
  return [...workerLines(outcome), ...place];
}

/** The message of the worker, or the root cause or warning, line by line; printable. */
export function workerLines({ workerMessage, health }: OutcomeView): string[] {
  return [...linesOf(workerMessage), ...(health ? healthLines(health) : [])];
}

/** The root cause with what it means, or the warning, of an assessment, line by line; printable. */
export function healthLines(health: HealthView): string[] {
  const texts =
    health.kind === 'failed'
      ? [health.rootCause, causeText(health)]
      : [health.kind === 'healthy' && health.warning !== undefined ? `warning: ${health.warning}` : null];
  return texts.flatMap(linesOf);
}

function linesOf(text: string | null): string[] {
  return text === null ? [] : toPrintable(text).trimEnd().split('\n');
}

const causeWords = {
  connector: 'needs a change of the connector',
  outside: 'outside of the connector',
} as const;

/** Why it failed and what to do: `outside of the connector: it is not authorized in Kafka; grant the permission`. */
export function causeText({ cause }: Extract<HealthView, { kind: 'failed' }>): string | null {
  return cause ? `${causeWords[cause.kind]}: ${cause.advice}` : null;
}

/** Those that failed, grouped by cause: what needs a change of the connector first. Empty where one failed, or nothing is known. */
export function groupByCause(
  connectors: readonly { readonly name: string; readonly health: HealthView | null }[],
): readonly { readonly title: string; readonly names: readonly string[] }[] {
  const failed = connectors.flatMap(({ name, health }) =>
    health?.kind === 'failed' ? [{ name, health }] : [],
  );
  if (failed.length < 2 || failed.every(({ health }) => !health.cause)) return [];
  const groups = [
    { kind: 'connector', title: causeWords.connector },
    { kind: 'outside', title: causeWords.outside },
    { kind: undefined, title: 'of unknown cause' },
  ] as const;
  return groups
    .map(({ kind, title }) => ({
      title,
      names: failed.filter(({ health }) => health.cause?.kind === kind).map(({ name }) => name),
    }))
    .filter(({ names }) => names.length > 0);
}

function healthText(outcome: OutcomeView): string {
  const { health, failedBefore } = outcome;
  if (!health) return isUnwatched(outcome) ? '; health not checked,' : '';
  if (failedBefore && health.kind === 'healthy') return `; healed: ${stateText(health)},`;
  if (health.kind === 'healthy' || health.kind === 'suspended') return `; ${stateText(health)},`;
  const word = failedBefore ? 'unhealthy as before' : 'unhealthy';
  return `; ${word}${outcome.allowed ? ' (allowed)' : ''}: ${stateText(health)}`;
}

/** A state, or what is wrong: `RUNNING, 2/2 tasks`, `connector FAILED`. */
export function stateText(health: HealthView): string {
  switch (health.kind) {
    case 'healthy':
      return `RUNNING, ${health.running}/${health.tasks} ${health.tasks === 1 ? 'task' : 'tasks'}`;
    case 'suspended':
      return health.state === 'paused' ? 'PAUSED' : 'STOPPED';
    default:
      return toPrintableLine(health.reason);
  }
}
