import { type Command, InvalidArgumentError } from 'commander';
import type { ImportInput } from '../../import/import-connectors.ts';
import { type ImportedRecordings, importRecordings } from '../../import/import-recordings.ts';
import { ConnectSyncError } from '../../model/error.ts';
import type { RecordedCluster } from '../../model/recorded-cluster.ts';
import type { CommandEnd } from '../../model/recording.ts';
import type { CommandRecording } from '../../record/record-command.ts';
import {
  recordedRequestLine,
  recordingEndLines,
  recordingStartLines,
  refusedHttpsLine,
} from '../../render/recording-lines.ts';
import type { CommandWord } from '../../render/shell.ts';
import type { CommandRun } from '../command.ts';
import { inspectPorts } from '../inspect-input.ts';
import { clusterWord } from '../next-command.ts';
import { type CommonOptions, workingDirectory } from '../options/project-options.ts';

/** What `--record` needs of the command line. */
export interface RecordOptions {
  readonly record?: boolean;
  readonly recordTls?: boolean;
  readonly port?: readonly number[];
  readonly from?: readonly string[];
}

/** How the command ended, and what was imported. */
export interface ImportedRecording {
  readonly end: CommandEnd | undefined;
  readonly imported: ImportedRecordings;
}

/** The words of a command line, divided at `--`. */
export interface DividedWords {
  readonly names: readonly string[];
  /** Undefined without `--`. */
  readonly command: readonly string[] | undefined;
}

/** Divides the arguments of `import`: what follows `--` is a command, whose own options are left alone. */
export function divideWords(words: readonly string[], args: readonly string[]): DividedWords {
  const at = words.indexOf('--');
  const command = at < 0 ? undefined : words.slice(at + 1);
  return { names: args.slice(0, args.length - (command?.length ?? 0)), command };
}

/** Adds the options of recordings. */
export function withRecordOptions(command: Command): Command {
  return command
    .option(
      '--record',
      'import what a command sends to Kafka Connect: --record -- COMMAND [ARG…]; without a command, record until Ctrl-C',
    )
    .option(
      '--record-tls',
      'like --record, and record HTTPS too: the command gets certificates of the recorder to trust',
    )
    .option(
      '--port <n>',
      'with --record: also listen on this port of localhost, where the command expects a worker; may be repeated',
      collectPort,
    );
}

/** A parser of a port option that may be repeated. */
function collectPort(text: string, before: readonly number[] = []): number[] {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > 65_535) throw new InvalidArgumentError('Expected a port from 1 to 65535.');
  return [...before, port];
}

/**
 * Rejects options that do not belong together.
 *
 * @throws ConnectSyncError (usage)
 */
export function checkRecordOptions(
  { record, recordTls, port, from }: RecordOptions,
  { names, command }: DividedWords,
): void {
  if (record !== true && recordTls !== true) {
    if (port !== undefined) throw usage('--port needs --record', undefined);
    if (command)
      throw usage('a command behind  --  needs --record', 'connect-sync import --record -- ./deploy.sh');
    return;
  }
  if (from !== undefined) {
    throw usage('--record and --from exclude each other', 'record a command, or read its files');
  }
  if (command && (command[0] ?? '') === '')
    throw usage('no command is given behind  --', 'connect-sync import --record -- ./deploy.sh');
  const path = names.find(
    (name) => /[/\\]/.test(name) || /\.(?:sh|bash|py|js|mjs|ts|rb|ps1|cmd|bat)$/.test(name),
  );
  if (path !== undefined && !command) {
    throw usage(
      `${JSON.stringify(path)} is not the name of a connector`,
      `to record a command, write it behind  -- :  connect-sync import --record -- ${path}`,
    );
  }
}

function usage(message: string, hint: string | undefined): ConnectSyncError {
  return new ConnectSyncError({ code: 'record-usage', message, hint, category: 'usage' });
}

/**
 * Records what a command sends, and imports it when the command ends, however it ends.
 *
 * @throws ConnectSyncError where the recording cannot start, and every error of the import
 */
export async function importRecording(
  run: CommandRun & { readonly options: RecordOptions },
  command: readonly string[],
  input: ImportInput,
): Promise<ImportedRecording> {
  const [program] = command;
  const recording = await record(run, command);
  const isInterrupted = run.host.interrupt.aborted;
  run.host.stderr.write(
    recordingEndLines(recording, { program, end: recording.end, isInterrupted, tls: tlsOf(run.options) }),
  );
  const { clusters, end } = recording;
  const recorded = clusters.length === 0 ? [nothingRecorded(program)] : clusters;
  return { end, imported: await importRecordings({ ...input, recorded }, inspectPorts(run)) };
}

function nothingRecorded(program: string | undefined): RecordedCluster {
  return { url: program ?? 'the recording', connectors: [], rejected: [] };
}

/** Whether the command says that it failed. */
export function hasFailed(end: CommandEnd | undefined): boolean {
  return end !== undefined && (end.kind === 'killed' || end.code !== 0);
}

/** The options of `plan` that name the imported clusters. */
export function clustersToPlan(
  { cluster }: Pick<CommonOptions, 'cluster'>,
  { views, clusters }: ImportedRecordings,
): readonly CommandWord[] {
  const [name] = clusters;
  if (views.length > 1 && name !== undefined) return ['--all-clusters'];
  if (cluster.length > 0) return cluster.flatMap((one) => ['--cluster', clusterWord(one)]);
  return ['--cluster', name ?? views[0].from];
}

async function record(
  { host, options }: CommandRun & { readonly options: RecordOptions },
  command: readonly string[],
): Promise<CommandRecording> {
  const ports = options.port ?? [];
  const write = (line: string) => {
    if (options.quiet !== true) host.stderr.write(line);
  };
  // Loaded only where it is needed: the recording worker is half of the program.
  const { recordCommand } = await import('../../record/record-command.ts');
  return recordCommand(
    {
      command,
      ports,
      tls: tlsOf(options),
      directory: workingDirectory(host, options),
      environment: host.environment,
    },
    {
      clock: host.clock,
      signal: host.interrupt,
      isOnTerminal: host.stdinIsTerminal,
      onExit: host.onExit,
      killGroup: host.killGroup,
      onStart: (start) => {
        const lines = recordingStartLines(start, { program: command[0], ports });
        // Without a command, nothing can be recorded without these lines.
        if (command.length === 0) host.stderr.write(lines);
        else write(lines);
      },
      onRequest: (request) => write(recordedRequestLine(request)),
      onHttps: (authority) => write(refusedHttpsLine(authority)),
    },
  );
}

function tlsOf({ recordTls }: RecordOptions): 'recorded' | 'refused' {
  return recordTls === true ? 'recorded' : 'refused';
}

/** Whether a recording is asked for. */
export function isRecording({ record, recordTls }: RecordOptions): boolean {
  return record === true || recordTls === true;
}
