import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import {
  type AddressInfo,
  connect,
  createServer as createTcpServer,
  type Server as TcpServer,
} from 'node:net';
import { onTestFinished } from 'vitest';

/** A request as the server saw it. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** What to do with a request; the body has been read. */
export type Reply = (response: ServerResponse, request: SeenRequest) => void;

/** A server that answers as scripted, correctly or not, and records every request. */
export interface MisbehavingServer {
  readonly url: string;
  readonly port: number;
  readonly requests: SeenRequest[];
  /** From now on it replies so. */
  reply: Reply;
  stop(): Promise<void>;
}

/** Starts a server on a free loopback port, or on the one given; it is stopped when the test ends. */
export async function startServer(reply: Reply, port = 0): Promise<MisbehavingServer> {
  const requests: SeenRequest[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const seen = {
      method: request.method ?? '',
      path: request.url ?? '',
      headers: request.headers,
      body: Buffer.concat(chunks).toString(),
    };
    requests.push(seen);
    started.reply(response, seen);
  });
  const address = await listen(server, port);
  onTestFinished(() => stop(server));
  const started: MisbehavingServer = {
    url: `http://127.0.0.1:${address.port}`,
    port: address.port,
    requests,
    reply,
    stop: () => stop(server),
  };
  return started;
}

/**
 * A loopback URL at which nothing listens until the test ends, another one each time. Its port is that of an open
 * outgoing connection: one that was only free a moment ago may be given away again.
 */
export async function urlWithoutServer(): Promise<string> {
  const server = createTcpServer();
  const { port } = await listen(server, 0);
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  onTestFinished(async () => {
    socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${socket.localPort}`;
}

/** One reply after the other; the last one stays. */
export function inTurn(...replies: readonly Reply[]): Reply {
  let turn = 0;
  return (response, request) => {
    replies[Math.min(turn, replies.length - 1)]?.(response, request);
    turn += 1;
  };
}

/** A reply for each path (without its query), and a 404 of Connect's for the others. */
export function byPath(replies: Readonly<Record<string, Reply>>): Reply {
  return (response, request) => {
    const reply = replies[request.path] ?? error(404, 'HTTP 404 Not Found');
    reply(response, request);
  };
}

export function json(value: unknown, status = 200): Reply {
  return (response) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

/** An error of Connect's; as from the framework, without a Content-Type. */
export function error(status: number, message: string | null): Reply {
  return (response) => response.writeHead(status).end(JSON.stringify({ error_code: status, message }));
}

export function text(status: number, body: string, headers: Readonly<Record<string, string>> = {}): Reply {
  return (response) => response.writeHead(status, headers).end(body);
}

export function html(status: number): Reply {
  return text(status, '<html><head><title>Error 404 Not Found</title></head><body>…</body></html>', {
    'content-type': 'text/html;charset=iso-8859-1',
  });
}

export function nothing(status: number): Reply {
  return (response) => response.writeHead(status).end();
}

/** Accepts the request and stays silent. */
export const never: Reply = () => undefined;

/** Closes the connection without an answer. */
export const hangUp: Reply = (response) => response.destroy();

/** Promises more bytes than it sends, and closes the connection in between. */
export const cutInTheMiddle: Reply = (response) => {
  response.writeHead(200, { 'content-length': '1000' });
  response.write('["orders", "pay', () => response.destroy());
};

/** Sends this many bytes. */
export function huge(bytes: number): Reply {
  const chunk = Buffer.alloc(1024 * 1024, 'x');
  return (response) => {
    response.writeHead(200);
    const send = (left: number): void => {
      if (left <= 0 || response.destroyed) return void response.end();
      response.write(chunk.subarray(0, Math.min(left, chunk.length)), () => send(left - chunk.length));
    };
    send(bytes);
  };
}

function listen(server: TcpServer, port: number): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server.address() as AddressInfo));
  });
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
