import type { Clock } from '../model/clock.ts';
import type { CommandEnd, RecordingResult, RecordingStart, ShownRequest } from '../model/recording.ts';
import { childEnvironment, proxyVariables } from './child-environment.ts';
import { runRecordedCommand } from './run-recorded-command.ts';
import { type Recorder, startRecorder } from './start-recorder.ts';

/** What to record. */
export interface RecordInput {
  /** A program and its arguments; empty: other processes are recorded until the interrupt. */
  readonly command: readonly string[];
  readonly directory: string;
  readonly environment: ReadonlyMap<string, string>;
  /** Ports of loopback where the command expects a worker. */
  readonly ports: readonly number[];
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
  const { clock, onRequest, onHttps } = ports;
  const recorder = await startRecorder({ ports: input.ports, clock, onRequest, onHttps });
  let isEnded = false;
  try {
    const { proxy } = recorder;
    ports.onStart({ proxy, variables: proxyVariables(proxy) });
    const end = input.command.length === 0 ? await interrupted(ports) : await run(recorder, input, ports);
    if (end !== undefined) await recorder.quiet();
    isEnded = true;
    return { ...(await recorder.end()), end };
  } finally {
    if (!isEnded) await recorder.end();
  }
}

function run({ proxy }: Recorder, input: RecordInput, ports: RecordPorts): Promise<CommandEnd> {
  const { signal, isOnTerminal, onExit, killGroup } = ports;
  const { command, directory, environment } = input;
  return runRecordedCommand(command, {
    directory,
    environment: childEnvironment(environment, { proxy }),
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
