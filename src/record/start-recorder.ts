import type { Server } from 'node:http';
import type { Clock } from '../model/clock.ts';
import { ConnectSyncError } from '../model/error.ts';
import { portError } from '../model/port-error.ts';
import type { RecordingResult, ShownRequest } from '../model/recording.ts';
import { Recording } from './recording.ts';
import { makeRecordingServer, type RecordingServer } from './recording-server.ts';
import { type EndTls, Tunnels } from './tunnels.ts';

/** Where the recorder listens, and what it does with requests. */
export interface RecorderOptions {
  /** Ports of loopback beside that of the proxy, where a command expects a worker. */
  readonly ports: readonly number[];
  readonly clock: Clock;
  readonly endTls?: EndTls | undefined;
  readonly onRequest: (request: ShownRequest) => void;
  /** Called with `host:port` of an HTTPS target that is refused. */
  readonly onHttps: (authority: string) => void;
}

/** A recorder that is listening. */
export interface Recorder {
  /** The URL of the proxy. */
  readonly proxy: string;
  /** Resolves when no request has arrived for a moment: commands leave work in the background. */
  quiet(): Promise<void>;
  /** Stops listening and returns what arrived. */
  end(): Promise<RecordingResult>;
}

/**
 * Starts the recorder on loopback. It is a proxy for HTTP and a worker of Kafka Connect for every host that is asked for
 * one; it never sends a request on.
 *
 * @throws ConnectSyncError `port-unavailable` where a port cannot be used
 */
export async function startRecorder(options: RecorderOptions): Promise<Recorder> {
  const { clock, ports, endTls, onRequest, onHttps } = options;
  const recording = new Recording(clock, onRequest);
  const onRefused = (authority: string) => {
    recording.sawHttps(authority);
    onHttps(authority);
  };
  const tunnels = new Tunnels({ endTls, onRefused });
  const servers: RecordingServer[] = [];
  const open = async (port: number, host: string) => {
    const made = makeRecordingServer(recording, tunnels);
    await listen(made.server, port, host);
    servers.push(made);
    return made.server;
  };
  const close = async () => {
    tunnels.close();
    await Promise.all(servers.map(({ server }) => closeServer(server)));
    await recording.close();
  };
  try {
    const proxy = await open(0, '127.0.0.1');
    for (const port of new Set(ports)) {
      await open(port, '127.0.0.1');
      // `localhost` leads to ::1 first on many machines; some have no IPv6.
      await open(port, '::1').catch(ignoreMissingIpv6);
    }
    return {
      proxy: `http://127.0.0.1:${portOf(proxy)}`,
      quiet: () => waitUntilQuiet(servers, clock),
      end: async () => {
        const result = recording.result();
        await close();
        return result;
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

async function listen(server: Server, port: number, host: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve());
  }).catch((error: unknown) => {
    throw portError(
      `port ${port}`,
      error,
      'stop what listens there: with --port the recorder takes the place of the worker',
    );
  });
  server.removeAllListeners('error');
  server.on('error', () => undefined);
}

function ignoreMissingIpv6(error: unknown): undefined {
  const { code = '' } = (error instanceof ConnectSyncError ? error.cause : error) as NodeJS.ErrnoException;
  if (['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EINVAL'].includes(code)) return undefined;
  throw error;
}

async function closeServer(server: RecordingServer['server']): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/** How long the recorder waits for requests of processes that outlive the command, and at most in all. */
const pauseMilliseconds = 50;
const quietPauses = 4;
const pauseLimit = 200;

async function waitUntilQuiet(servers: readonly RecordingServer[], clock: Clock): Promise<void> {
  let quiet = 0;
  for (let count = 0; count < pauseLimit && quiet < quietPauses; count += 1) {
    await clock.sleep(pauseMilliseconds);
    quiet = servers.some(({ isBusy }) => isBusy) ? 0 : quiet + 1;
  }
}
