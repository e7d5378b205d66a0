import { createServer, type Server } from 'node:http';
import type { Clock } from '../model/clock.ts';
import { portError } from '../model/port-error.ts';
import { answerRequest } from './answer-request.ts';
import { closeServer } from './close-server.ts';
import { collapseTriggers } from './collapse-triggers.ts';
import { limitConnections } from './limit-connections.ts';
import type { Site } from './site.ts';

/** Where to listen, and who may do what there. */
export interface ListenerOptions {
  /** A name or an address of this machine; `0.0.0.0` and `::` are all of them. */
  readonly host: string;
  /** 0: a free port. */
  readonly port: number;
  /** What `POST /-/reconcile` requires as a bearer token. Left out: only clients on this machine may send it. */
  readonly token?: string | undefined;
  /** Names by which clients may address it, beside localhost, `host` and its own address; of any case. */
  readonly allowedHosts: readonly string[];
}

/** What the listener needs of the world around it. */
export interface ListenerPorts {
  readonly clock: Clock;
  /** Called with an error that a site threw; the client gets the status 500 and no detail. */
  readonly onError?: ((error: unknown) => void) | undefined;
}

/** A server that is listening. */
export interface Listener {
  /** Without a slash at the end. With the address that it listens on, so of `0.0.0.0` too. */
  readonly url: string;
  readonly port: number;
  /** Answers what is in flight for at most half a second, and then ends all connections. May be called twice. */
  close(): Promise<void>;
}

/**
 * Serves the state of a controller: `/`, `/api/status`, `/metrics`, `/healthz`, `/readyz`, and `POST /-/reconcile`, which
 * starts a run. It refuses what a web page of another origin may have sent, and answers without CORS headers.
 *
 * @throws ConnectSyncError `port-unavailable` where it cannot listen there
 */
export async function startListener(
  options: ListenerOptions,
  site: Site,
  ports: ListenerPorts,
): Promise<Listener> {
  const collapsed = collapseTriggers(() => site.trigger(), ports.clock);
  const access = {
    token: options.token,
    allowedHosts: [...options.allowedHosts, options.host].map((name) => name.toLowerCase()),
  };
  const answering = {
    access,
    site: { ...partsOf(site), trigger: collapsed.trigger },
    onError: ports.onError,
  };
  const server = createServer(limits, (request, response) => {
    // A client that does not read its answer must not keep it in memory.
    const cancel = ports.clock.deadline(millisecondsForAnswer, () => request.socket.destroy());
    response.once('close', cancel);
    void answerRequest(request, response, answering);
  });
  limitConnections(server, mostConnections);
  server.keepAliveTimeout = millisecondsIdle;
  await listen(server, options);
  const port = portOf(server);
  return {
    url: `http://${addressOf(options.host, port)}`,
    port,
    close: () => {
      collapsed.close();
      return closeServer(server, ports.clock);
    },
  };
}

/** Of a request: its lines and headers, and how long a client may take to send them. */
const limits = {
  maxHeaderSize: 8 * 1024,
  headersTimeout: 5_000,
  requestTimeout: 10_000,
  connectionsCheckingInterval: 1_000,
};

/** Probes, a few Prometheus servers and some browsers use a fraction of it. */
const mostConnections = 100;
const millisecondsIdle = 5_000;
const millisecondsForAnswer = 30_000;

/** A site may be an instance of a class, whose methods a spread leaves out. */
function partsOf(site: Site): Omit<Site, 'trigger'> {
  return {
    page: (query) => site.page(query),
    status: () => site.status(),
    metrics: (accept) => site.metrics(accept),
    readiness: () => site.readiness(),
  };
}

async function listen(server: Server, { host, port }: ListenerOptions): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve());
  }).catch((error: unknown) => {
    throw portError(
      addressOf(host, port),
      error,
      'choose another address with --listen, such as 127.0.0.1:9465, or --listen none',
    );
  });
  server.removeAllListeners('error');
  // Too many open files, for example: the next connection may be accepted again.
  server.on('error', () => undefined);
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

function addressOf(host: string, port: number): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}
