import { setMaxListeners } from 'node:events';
import type { Clock } from '../model/clock.ts';
import { portError } from '../model/port-error.ts';
import type { Worker } from './api/handler.ts';
import { type IncomingRequest, serve } from './api/router.ts';
import { assembleWorker } from './assemble-worker.ts';
import { type Fault, Faults } from './faults.ts';
import { jettyPage } from './http/answer.ts';
import { listen, type RequestHandling } from './http/server.ts';
import type { MaskStyle } from './masking.ts';
import type { PluginDefinition } from './plugins/plugin-definition.ts';
import { type ConnectVersion, does, profileOf } from './profile.ts';
import { RequestLog, type SandboxRequest } from './request-log.ts';
import type { SandboxWorker } from './sandbox-worker.ts';
import { Timing } from './worker/timing.ts';
import { WorkerControls } from './worker-controls.ts';

export type { ConnectVersion } from './profile.ts';

/** Which worker to imitate, and where it listens. */
export interface SandboxOptions {
  /** 0: a free port. It always listens on 127.0.0.1. */
  readonly port: number;
  readonly connectVersion: ConnectVersion;
  /** Accept every connector, converter and transformation class, not only those that are installed. */
  readonly anyClass: boolean;
  readonly clock: Clock;
  readonly kafkaClusterId?: string;
  /** Plugins beside the recorded ones. */
  readonly plugins?: readonly PluginDefinition[];
  /** Faults to inject from the start. */
  readonly faults?: readonly Fault[];
  /**
   * Names under which clients reach it, such as `host.docker.internal`. Requests for other names than these and those of
   * loopback are refused, and so are those of web pages.
   */
  readonly allowedHosts?: readonly string[];
  /** Left out: secrets are answered as they are, as Apache Kafka does. */
  readonly mask?: MaskStyle | undefined;
  /** Multiplies the delays with which states and tasks change. Default 1; tests use about 0.1. */
  readonly pace?: number;
}

/** A running sandbox. */
export interface Sandbox {
  /** Without a slash at the end. */
  readonly url: string;
  /** Every request so far, in the order of arrival. */
  readonly requests: readonly SandboxRequest[];
  /** Empties `requests`. */
  clearRequests(): void;
  /** Faults, outages and changes from outside. */
  readonly worker: SandboxWorker;
  /** Stops the sandbox: closes all connections, held requests included, and drops work in progress. */
  close(): Promise<void>;
}

/**
 * Starts an in-memory Kafka Connect worker on loopback that speaks the REST API of one release, down to its error
 * bodies; one contract suite tests the sandbox and real workers. It runs no connector, keeps nothing on disk and
 * contacts nobody: it resolves no provider reference, and no plugin validates against an outside system.
 *
 * @throws ConnectSyncError `invalid-argument` for an unknown version or mask, `port-unavailable` where the port cannot be used
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const profile = profileOf(options.connectVersion);
  const closing = new AbortController();
  // Every connector whose state changes listens to it; thousands of listeners are not a leak.
  setMaxListeners(0, closing.signal);
  const timing = new Timing(options.clock, options.pace ?? 1, closing.signal);
  const faults = new Faults();
  for (const fault of options.faults ?? []) faults.inject(fault);
  const log = new RequestLog();
  let workerId = '';
  const parts = assembleWorker({
    ...options,
    profile,
    timing,
    workerId: () => workerId,
    classes: options.anyClass ? 'any' : 'installed',
  });
  const server = await listen(
    {
      port: options.port,
      keepAliveMilliseconds: does(profile, 'jetty12') ? 90_000 : 30_000,
      profile,
      allowedHosts: (options.allowedHosts ?? []).map((name) => name.toLowerCase()),
    },
    handlingOf(parts.worker, { faults, log, timing }),
  ).catch((error: unknown) => {
    throw portError(
      `port ${options.port}`,
      error,
      'choose another with --port, or let --port 0 take a free one',
    );
  });
  workerId = `127.0.0.1:${server.port}`;
  return {
    url: `http://${workerId}`,
    requests: log.requests,
    clearRequests: () => log.clear(),
    worker: new WorkerControls({ ...parts, faults, timing }),
    close: async () => {
      closing.abort();
      await server.close();
      await parts.worker.herder.settled();
    },
  };
}

function handlingOf(
  worker: Worker,
  { faults, log, timing }: { readonly faults: Faults; readonly log: RequestLog; readonly timing: Timing },
): RequestHandling {
  const answer = async (request: IncomingRequest) =>
    worker.outages.isBooting
      ? jettyPage({ profile: worker.profile, method: request.method }, 404, 'Not Found')
      : serve(worker, request);
  return {
    received: (method, path) => log.received(method, path),
    fault: (method, path) => faults.apply(method, path),
    serve: answer,
    sleep: (milliseconds) => timing.sleep(milliseconds),
    serveLater: (request, milliseconds) =>
      worker.herder.track(timing.sleep(milliseconds).then(() => answer(request))),
  };
}
