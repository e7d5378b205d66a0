import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { IncomingRequest } from '../api/router.ts';
import type { FaultAnswer, FaultEffect } from '../faults.ts';
import { does, type Profile } from '../profile.ts';
import { type Answer, badMessage } from './answer.ts';
import { type BodyText, decodeBody } from './body-text.ts';
import { refuseForeign } from './foreign-request.ts';

/** How requests are handled. */
export interface RequestHandling {
  /** Called when a request has arrived; the function that it returns is called with the status of the answer. */
  received(method: string, path: string): (status: number) => void;
  /** The fault that applies to it, if any. */
  fault(method: string, path: string): FaultEffect | undefined;
  serve(request: IncomingRequest): Promise<Answer>;
  sleep(milliseconds: number): Promise<void>;
  /** Executes a request after the delay; its answer goes nowhere. */
  serveLater(request: IncomingRequest, milliseconds: number): void;
}

/** A server that is listening. */
export interface RunningServer {
  readonly port: number;
  /** Ends all connections, requests that are being held included. */
  close(): Promise<void>;
}

/** How long an idle connection is kept: what a real worker does (Connect REST contract 2). */
export interface ServerOptions {
  readonly port: number;
  readonly keepAliveMilliseconds: number;
  readonly profile: Profile;
  /** Names that clients may call it by, beside those of loopback; in lower case. */
  readonly allowedHosts: readonly string[];
}

/** Listens on loopback. Rejects with the system's error where the port is taken. */
export async function listen(options: ServerOptions, handling: RequestHandling): Promise<RunningServer> {
  const { profile } = options;
  const settings = { maxHeaderSize: 8 * headerLimit, requireHostHeader: false };
  const server = createServer(settings, (request, response) => {
    const refusal = refusedMessage(profile, request) ?? refuseForeign(request, options.allowedHosts);
    if (refusal) send(response, refusal, { method: request.method ?? 'GET', isCut: false });
    else void handle(request, response, handling);
  });
  server.keepAliveTimeout = options.keepAliveMilliseconds;
  server.on('checkExpectation', (request, response) => {
    send(response, badMessage(profile, 417, 'Expectation Failed'), {
      method: request.method ?? 'GET',
      isCut: false,
    });
  });
  server.on('clientError', (error, socket) => refuseBadMessage(profile, error, socket));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', () => resolve());
  });
  return { port: portOf(server), close: () => close(server) };
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

async function close(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/** Jetty's limit for the request line and all headers together, in bytes. */
const headerLimit = 8_192;

/** What Jetty refuses and Node accepts (Connect REST contract 2). */
function refusedMessage(
  profile: Profile,
  { url = '', headers, rawHeaders }: IncomingMessage,
): Answer | undefined {
  if (url.length > headerLimit) return badMessage(profile, 414, 'URI Too Long');
  const size = rawHeaders.reduce((sum, text) => sum + text.length + 2, url.length);
  if (size > headerLimit) return badMessage(profile, 431, 'Request Header Fields Too Large');
  const { host } = headers;
  if (host === undefined) return badMessage(profile, 400, 'No Host');
  if (does(profile, 'jetty12') && host === '') return badMessage(profile, 400, 'Blank Host');
  const hasBadPort = Number(/:(\d+)$/.exec(host)?.[1] ?? '0') > 65_535;
  const isBad = hasBadPort || (does(profile, 'jetty12') && /\s/.test(host));
  return isBad ? badMessage(profile, 400, 'Bad HostPort') : undefined;
}

// Jetty also rejects what Node's parser rejects, before it parses the request.
function refuseBadMessage(
  profile: Profile,
  error: Error,
  socket: { readonly writable: boolean; end(text: string): unknown; destroy(): unknown },
): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const isTooLong = 'code' in error && error.code === 'HPE_HEADER_OVERFLOW';
  const { status, body, contentType } = isTooLong
    ? badMessage(profile, 431, 'Request Header Fields Too Large')
    : badMessage(profile, 400, 'Bad Request');
  const reason = isTooLong ? 'Request Header Fields Too Large' : 'Bad Request';
  const headers = [`Content-Type: ${contentType}`, `Content-Length: ${body.length}`, 'Connection: close'];
  socket.end([`HTTP/1.1 ${status} ${reason}`, ...headers, '', body].join('\r\n'));
}

async function handle(
  message: IncomingMessage,
  response: ServerResponse,
  handling: RequestHandling,
): Promise<void> {
  const method = message.method ?? 'GET';
  const target = message.url ?? '/';
  const note = handling.received(method, target);
  const body = await readBody(message);
  if (body === undefined) return;
  const request: IncomingRequest = {
    method,
    target,
    body,
    accept: message.headers.accept,
    contentType: message.headers['content-type'],
    origin: `http://${message.headers.host ?? 'localhost'}`,
  };
  const fault = handling.fault(method, target);
  const answer = await underFault(fault, request, { handling, socket: message.socket });
  if (answer === undefined || response.destroyed) return;
  note(answer.status);
  send(response, answer, { method, isCut: fault?.kind === 'truncate' });
}

/** Undefined where the client has closed the connection before its end. */
async function readBody(message: IncomingMessage): Promise<BodyText | undefined> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of message) chunks.push(chunk);
  } catch {
    return undefined;
  }
  return decodeBody(Buffer.concat(chunks));
}

/** The answer, or undefined where there is to be none. */
async function underFault(
  fault: FaultEffect | undefined,
  request: IncomingRequest,
  { handling, socket }: { readonly handling: RequestHandling; readonly socket: IncomingMessage['socket'] },
): Promise<Answer | undefined> {
  switch (fault?.kind) {
    case undefined:
    case 'truncate':
      return handling.serve(request);
    case 'answer':
      return toAnswer(fault.answer);
    case 'answer-after':
      await handling.serve(request);
      return toAnswer(fault.answer);
    case 'late-success':
      handling.serveLater(request, fault.milliseconds);
      return toAnswer(fault.answer ?? timedOut);
    case 'delay':
      await handling.sleep(fault.milliseconds);
      return handling.serve(request);
    case 'stall':
      return undefined;
    case 'stall-after':
      await handling.serve(request);
      return undefined;
    case 'reset-before':
      socket.resetAndDestroy();
      return undefined;
    case 'reset-after':
      await handling.serve(request);
      socket.resetAndDestroy();
      return undefined;
  }
}

const timedOut: FaultAnswer = {
  status: 500,
  body: '{"error_code":500,"message":"Request timed out"}',
  contentType: 'application/json',
};

function toAnswer({ status, body = '', contentType }: FaultAnswer): Answer {
  return contentType === undefined ? { status, body } : { status, body, contentType };
}

function send(
  response: ServerResponse,
  answer: Answer,
  { method, isCut }: { readonly method: string; readonly isCut: boolean },
): void {
  response.statusCode = answer.status;
  if (answer.contentType !== undefined) response.setHeader('content-type', answer.contentType);
  if (answer.location !== undefined) response.setHeader('location', answer.location);
  if (answer.allow !== undefined) response.setHeader('allow', answer.allow);
  if (answer.closesConnection) response.setHeader('connection', 'close');
  // Jetty keeps connections alive without a header that announces it.
  else if (response.shouldKeepAlive) response.removeHeader('connection');
  const bytes = Buffer.from(answer.body);
  if (answer.status !== 204) response.setHeader('content-length', bytes.length);
  if (!isCut) {
    response.end(method === 'HEAD' ? undefined : bytes);
    return;
  }
  response.write(bytes.subarray(0, Math.ceil(bytes.length / 2)), () => response.destroy());
}
