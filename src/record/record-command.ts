import type { Clock } from '../model/clock.ts';
import type { CommandEnd, RecordingResult, RecordingStart, ShownRequest } from '../model/recording.ts';
import { type ChildSettings, childEnvironment, recorderVariables } from './child-environment.ts';
import type { RecordedTls } from './record-tls.ts';
import { runRecordedCommand } from './run-recorded-command.ts';
import { startRecorder } from './start-recorder.ts';

/** What to record. */
export interface RecordInput {
  /** A program and its arguments; empty: other processes are recorded until the interrupt. */
  readonly command: readonly string[];
  readonly directory: string;
  readonly environment: ReadonlyMap<string, string>;
  /** Ports of loopback where the command expects a worker. */
  readonly ports: readonly number[];
  /** Whether HTTPS is recorded, with certificates that only the command trusts. */
  readonly tls: 'recorded' | 'refused';
}

/** The world around a recording. */
export interface RecordPorts {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly isOnTerminal: boolean;
  readonly onExit: (action: () => void) => () => void;
  readonly killGroup: (id: number, signal: NodeJS.Signals) => void;
  /** Called when the recorder listens, with the variables that point at it. */
  readonly onStart: (start: RecordingStart) => void;
  readonly onRequest: (request: ShownRequest) => void;
  readonly onHttps: (authority: string) => void;
}

/** What a command sent, and how it ended; undefined where none was run. */
export interface CommandRecording extends RecordingResult {
  readonly end: CommandEnd | undefined;
}

/**
 * Runs a command and records what it sends to Kafka Connect. Nothing is sent on to a real cluster.
 *
 * @throws ConnectSyncError where a port cannot be used or the command cannot be started
 */
export async function recordCommand(input: RecordInput, ports: RecordPorts): Promise<CommandRecording> {
  const tls = input.tls === 'recorded' ? await loadTls(ports.clock) : undefined;
  try {
    return await record(input, ports, tls);
  } finally {
    await tls?.remove();
  }
}

/** Loaded only where it is needed: the library is large. */
async function loadTls(clock: Clock): Promise<RecordedTls> {
  const { recordTls } = await import('./record-tls.ts');
  return recordTls(clock);
}

async function record(
  input: RecordInput,
  ports: RecordPorts,
  tls: RecordedTls | undefined,
): Promise<CommandRecording> {
  const { clock, onRequest, onHttps } = ports;
  const options = { ports: input.ports, clock, endTls: tls?.endTls, onRequest, onHttps };
  const recorder = await startRecorder(options);
  let isEnded = false;
  try {
    const settings = { proxy: recorder.proxy, certificates: tls?.certificates };
    ports.onStart({ proxy: recorder.proxy, variables: recorderVariables(settings) });
    const end = input.command.length === 0 ? await interrupted(ports) : await run(settings, input, ports);
    if (end !== undefined) await recorder.quiet();
    isEnded = true;
    return { ...(await recorder.end()), end };
  } finally {
    if (!isEnded) await recorder.end();
  }
}

function run(settings: ChildSettings, input: RecordInput, ports: RecordPorts): Promise<CommandEnd> {
  const { signal, isOnTerminal, onExit, killGroup } = ports;
  const { command, directory, environment } = input;
  return runRecordedCommand(command, {
    directory,
    environment: childEnvironment(environment, settings),
    signal,
    isOnTerminal,
    onExit,
    killGroup,
  });
}

async function interrupted({ signal }: Pick<RecordPorts, 'signal'>): Promise<undefined> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
