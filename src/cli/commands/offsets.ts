import { type OffsetsView, readOffsets, readOffsetsOf } from '../../inspect/offsets.ts';
import type { EventView } from '../../model/apply-view.ts';
import { ConnectSyncError } from '../../model/error.ts';
import { toExactJson } from '../../model/print-json.ts';
import { releaseOf } from '../../model/worker-version.ts';
import {
  type ChangeOffsetsResult,
  changeOffsets,
  type OffsetChangesView,
} from '../../operations/change-offsets.ts';
import type { ClusterResult } from '../../project/on-each-cluster.ts';
import { renderOffsetChanges } from '../../render/offset-changes.ts';
import { renderOffsetsPage } from '../../render/offsets-page.ts';
import { quoteForShell } from '../../render/shell.ts';
import type { AddCommand, CommandRun } from '../command.ts';
import { isConfirmed, type Question } from '../confirm.ts';
import { type ExitCode, exitCodeOfUnread, exitCodes } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import { inspectInput, inspectPorts } from '../inspect-input.ts';
import { clusterWords, projectArguments } from '../next-command.ts';
import { type CommonOptions, withCommonOptions } from '../options/project-options.ts';
import { EventLog } from '../progress/event-log.ts';
import { reportError } from '../report-error.ts';
import { reportResults } from '../report-results.ts';
import { runCommand } from '../run-command.ts';
import { useColor } from '../use-color.ts';

interface OffsetsOptions extends CommonOptions {
  readonly reset?: boolean;
  readonly set?: string;
  readonly stop?: boolean;
  readonly yes?: boolean;
}

/** `offsets`: how far connectors have read or written; resets or sets them on request. */
export const addOffsetsCommand: AddCommand = (program, host, finish) => {
  withCommonOptions(
    program
      .command('offsets')
      .argument('<name...>', 'names or globs; one connector where offsets are changed')
      .description(
        `show how far connectors have read or written (${releaseOf('offsets')} or later); reset or set it (${releaseOf('offsetWrites')} or later)`,
      ),
    ['text', 'json'],
    ['strict'],
  )
    .option('--reset', 'delete all offsets of the connector: it starts from the beginning')
    .option('--set <file>', 'set the offsets of a JSON file: of offsets -f json, or a backup')
    .option('--stop', 'stop the connector for the change, and return it to its state afterwards')
    .option('-y, --yes', 'do not ask before the change')
    .addHelpText(
      'after',
      '\nExamples:\n  connect-sync offsets orders-source --cluster prod -f json > offsets.json\n' +
        '  connect-sync offsets orders-source --cluster prod --set offsets.json --stop\n' +
        '  connect-sync offsets orders-source --cluster prod --reset --stop --yes',
    )
    .action(async (names: string[], options: OffsetsOptions) =>
      finish(
        await runCommand(host, options, () =>
          options.reset === true || options.set !== undefined
            ? runChange(host, options, names)
            : runOffsets(host, options, names),
        ),
      ),
    );
};

async function runOffsets(host: Host, options: OffsetsOptions, names: readonly string[]): Promise<ExitCode> {
  if (options.stop === true) throw usage('--stop goes with --reset or --set');
  const run = { host, options };
  const results = await readOffsets({ ...inspectInput(run), names }, inspectPorts(run));
  return report(run, results);
}

async function runChange(host: Host, options: OffsetsOptions, names: readonly string[]): Promise<ExitCode> {
  if (options.reset === true && options.set !== undefined)
    throw usage('--reset and --set exclude each other');
  const run = { host, options };
  const results = await changeOffsets(
    {
      ...inspectInput(run),
      names,
      change: options.set === undefined ? { kind: 'reset' } : { kind: 'set', file: options.set },
      whenNotStopped: options.stop === true ? 'stop' : 'refuse',
      readBack: (connection, cluster, connector) => readOffsetsOf(connection, cluster, [connector]),
    },
    {
      ...inspectPorts(run),
      onPlanned: (changes) => host.stderr.write(renderOffsetChanges(changes)),
      confirm: (changes) => isConfirmed(host, questionOf(changes, options)),
      onEvent: printEvents(run),
    },
  );
  return report(
    run,
    results.map((result) => shownResult(result, run)),
  );
}

function questionOf({ kind, cluster, connector }: OffsetChangesView, { yes }: OffsetsOptions): Question {
  const verb = kind === 'reset' ? 'Reset' : 'Set';
  return {
    label: cluster,
    yes: yes === true,
    question: `${verb} these offsets of ${connector} on ${cluster}?`,
  };
}

/** Progress on stderr, unless --quiet; of the outcome, what the result does not show. */
function printEvents({ host, options }: CommandRun): (event: EventView) => void {
  const log = new EventLog({ color: useColor(host, host.stderr, options.color), nameWidth: 0 });
  return (event) => {
    const isFailure = event.kind === 'finished' && event.outcome.kind !== 'applied';
    if (options.quiet !== true && !isFailure) host.stderr.write(log.textOf(event));
  };
}

type ChangeResult = ClusterResult<ChangeOffsetsResult<OffsetsView>>;

/** The page after the change; undefined where a person declined. A failure is an error with what to run next. */
function shownResult(result: ChangeResult, run: CommandRun): ClusterResult<OffsetsView | undefined> {
  if (!result.ok) return result;
  const { cluster, value } = result;
  switch (value.kind) {
    case 'failed':
      if (value.unexpected !== undefined) reportError(value.unexpected, run.host);
      return { cluster, ok: false, error: changeFailed(cluster, value, run) };
    case 'declined':
      return { cluster, ok: true, value: undefined };
    case 'up-to-date':
      run.host.stderr.write(`${cluster}: no change: ${value.connector} already has these offsets\n`);
      return { cluster, ok: true, value: value.readBack };
    case 'changed':
      return { cluster, ok: true, value: value.readBack };
  }
}

type FailedChange = Extract<ChangeOffsetsResult<OffsetsView>, { readonly kind: 'failed' }>;

const stateCommands = { running: 'resume', paused: 'pause', stopped: 'stop' } as const;

function changeFailed(
  cluster: string,
  { outcome, formerState, state, isReturned, isChanged }: FailedChange,
  { host, options }: CommandRun,
): ConnectSyncError {
  const { name, reason, workerMessage } = outcome;
  const words = workerMessage === null ? '' : `\n  the worker says: ${workerMessage}`;
  const now = state === undefined ? 'its state now could not be read' : `it is ${state} now`;
  const left = isReturned ? '' : `; it was ${formerState} before, and ${now}`;
  const command = isReturned ? 'status' : stateCommands[formerState];
  const named = clusterWords(host, options).get(cluster) ?? cluster;
  const next = ['connect-sync', command, name, '--cluster', named, ...projectArguments(options)];
  return new ConnectSyncError({
    code: isReturned ? 'offsets-not-changed' : 'state-not-restored',
    message: `${cluster}: the offsets of ${name} ${changeWords(isChanged)}${isChanged ? '' : ':'} ${reason}${left}${words}`,
    hint: next.map(quoteForShell).join(' '),
    category: 'failure',
  });
}

function changeWords(isChanged: boolean | undefined): string {
  if (isChanged === undefined) return 'may not have been changed';
  return isChanged ? 'were changed, but' : 'were not changed';
}

function report(run: CommandRun, results: readonly ClusterResult<OffsetsView | undefined>[]): ExitCode {
  const { host, options } = run;
  const color = useColor(host, host.stdout, options.color);
  return reportResults(run, results, {
    // Where a person declined there is nothing to show.
    format: 'connect-sync/offsets',
    json: (view) => view,
    print: toExactJson,
    text: (views) => views.flatMap((view) => (view ? [renderOffsetsPage(view, { color })] : [])).join('\n'),
    exitCode: (view) => (view ? exitCodeOf(view) : exitCodes.failure),
  });
}

function exitCodeOf({ connectors }: OffsetsView): ExitCode {
  return exitCodeOfUnread(connectors.flatMap((one) => ('problem' in one ? [one.name] : [])));
}

function usage(message: string): ConnectSyncError {
  return new ConnectSyncError({ code: 'offsets-usage', message, category: 'usage' });
}
