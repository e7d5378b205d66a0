import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { type Answer, errorAnswer } from '../sandbox/http/answer.ts';
import { decodeBody } from '../sandbox/http/body-text.ts';
import { locateRequest } from './locate-request.ts';
import type { WorkerRequest } from './recorded-worker.ts';
import type { Recording } from './recording.ts';
import type { Tunnels } from './tunnels.ts';

/** A configuration fits into one record of Kafka, 1 MiB by default; a body may be a little larger. */
const bodyLimit = 8 * 1024 * 1024;
const secondsUntilHeaders = 10;
const secondsUntilEnd = 30;

/** A server that answers as a proxy and as a worker. */
export interface RecordingServer {
  readonly server: Server;
  /** Whether a request is being received or answered. */
  readonly isBusy: boolean;
}

/** Makes the server: absolute targets are requests to a proxy, paths belong to the host of the `Host` header. */
export function makeRecordingServer(recording: Recording, tunnels: Tunnels): RecordingServer {
  let active = 0;
  const server = createServer({
    requireHostHeader: false,
    maxHeaderSize: 64 * 1024,
    headersTimeout: secondsUntilHeaders * 1000,
    requestTimeout: secondsUntilEnd * 1000,
    connectionsCheckingInterval: 1000,
  });
  server.on('request', (request, response) => {
    active += 1;
    response.once('close', () => {
      active -= 1;
    });
    void handle(request, response, { recording, tunnels });
  });
  server.on('clientError', refuseBadMessage);
  server.on('connect', (request, socket, head) => tunnels.open(request, { socket, head, server }));
  return {
    server,
    get isBusy() {
      return active > 0;
    },
  };
}

async function handle(
  message: IncomingMessage,
  response: ServerResponse,
  { recording, tunnels }: { readonly recording: Recording; readonly tunnels: Tunnels },
): Promise<void> {
  const method = message.method ?? 'GET';
  const answer = isFromBrowser(message)
    ? errorAnswer(403, 'connect-sync import --record refuses requests of web pages')
    : await answerFor(message, { recording, origin: originOf(message, tunnels) });
  if (answer !== undefined && !response.destroyed) send(response, answer, method);
}

/** A page in a browser of this machine must not add connectors to the recording. */
function isFromBrowser({ headers }: IncomingMessage): boolean {
  return headers.origin !== undefined || headers['sec-fetch-site'] !== undefined;
}

function originOf(message: IncomingMessage, tunnels: Tunnels): string {
  const { scheme, authority } = tunnels.find(message.socket) ?? {
    scheme: 'http',
    authority: `localhost:${message.socket.localPort}`,
  };
  return `${scheme}://${message.headers.host || authority}`;
}

/** Undefined where the client has closed the connection before the end of its request. */
async function answerFor(
  message: IncomingMessage,
  { recording, origin }: { readonly recording: Recording; readonly origin: string },
): Promise<Answer | undefined> {
  const { method = 'GET', url: target = '/', headers } = message;
  const body = await readBody(message);
  if (body === undefined) return undefined;
  const located = locateRequest({ method, target, origin }, recording.bases);
  const encoding = headers['content-encoding'];
  const request: WorkerRequest = {
    method,
    target,
    body: decodeBody(body.bytes),
    accept: headers.accept,
    contentType: headers['content-type'],
    contentEncoding:
      encoding === undefined || encoding.trim().toLowerCase() === 'identity' ? undefined : encoding,
    origin,
  };
  return recording.answer(located, request, refusal(request, body.isComplete));
}

function refusal({ contentEncoding }: WorkerRequest, isComplete: boolean): Answer | undefined {
  if (!isComplete) {
    const answer = errorAnswer(413, `connect-sync import --record reads bodies of up to ${bodyLimit} bytes`);
    return { ...answer, closesConnection: true };
  }
  if (contentEncoding === undefined) return undefined;
  return errorAnswer(415, 'connect-sync import --record reads no compressed bodies');
}

/** Reads a body up to the limit; the rest of a larger one is dropped. Undefined where it ends early. */
async function readBody(message: IncomingMessage) {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of message) {
      size += chunk.length;
      if (size <= bodyLimit) chunks.push(chunk);
    }
  } catch {
    return undefined;
  }
  return { bytes: Buffer.concat(chunks), isComplete: size <= bodyLimit };
}

function send(response: ServerResponse, answer: Answer, method: string): void {
  const { status, body, contentType, location, allow, closesConnection } = answer;
  response.statusCode = status;
  if (contentType !== undefined) response.setHeader('content-type', contentType);
  if (location !== undefined) response.setHeader('location', location);
  if (allow !== undefined) response.setHeader('allow', allow);
  if (closesConnection) response.setHeader('connection', 'close');
  const bytes = Buffer.from(body);
  if (status !== 204) response.setHeader('content-length', bytes.length);
  response.end(method === 'HEAD' ? undefined : bytes);
}

function refuseBadMessage(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, reason] = badMessages[error.code ?? ''] ?? [400, 'Bad Request'];
  socket.end(`HTTP/1.1 ${status} ${reason}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

const badMessages: Readonly<Record<string, readonly [number, string]>> = {
  HPE_HEADER_OVERFLOW: [431, 'Request Header Fields Too Large'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'Request Timeout'],
};
