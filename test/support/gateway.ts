import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { WireAnswer } from './fault-proxy.ts';

/** One request that came through. */
export interface RecordedRequest {
  readonly method: string;
  /** Path and query, as they were sent. */
  readonly path: string;
  /** The status of the answer; undefined while there is none. */
  readonly status: number | undefined;
}

/** A request as a rule sees it. */
export interface GatewayRequest {
  readonly method: string;
  /** Path and query, as they were sent. */
  readonly path: string;
  /** The connector in the path, decoded. */
  readonly connector: string | undefined;
  readonly body: string;
}

/** What a gateway does with a request. */
export type GatewayDecision =
  /** This answer; the worker never sees the request. */
  | { readonly answer: WireAnswer }
  /** The worker applies it, and the JSON of its answer is changed. */
  | { readonly rewrite: (json: unknown) => unknown };

/** Decides about one request; undefined: nothing. May wait, or act first, for example call `switchTo`. */
export type GatewayRule = (
  request: GatewayRequest,
) => GatewayDecision | undefined | Promise<GatewayDecision | undefined>;

/**
 * A reverse proxy on loopback in front of a worker, sandbox or real. It records what comes through, and by rules it is
 * a gateway that forbids, hides, masks and fails, or a tunnel that leads elsewhere from some moment on.
 */
export interface Gateway {
  /** Without a slash at the end. */
  readonly url: string;
  /** In the order of arrival. */
  requests(): readonly RecordedRequest[];
  /** The number of requests of each method: `{ GET: 4 }`. */
  countByMethod(): Readonly<Record<string, number>>;
  /** Forgets the requests so far. */
  forget(): void;
  /** From now on these rules hold, and no others. The first answer wins; rewrites are made one after the other. */
  follow(...rules: readonly GatewayRule[]): void;
  /**
   * From now on it leads to this worker. `cut`: connections that stand are closed once they are idle, as when a tunnel
   * is opened anew; `kept`: the client cannot notice, as behind a load balancer.
   */
  switchTo(target: string, connections: 'cut' | 'kept'): void;
  close(): Promise<void>;
}

/** Starts a gateway on a free port. Without rules everything passes unchanged; a worker that is away cuts the connection. */
export async function startGateway(target: string, ...rules: readonly GatewayRule[]): Promise<Gateway> {
  const state: State = { target, rules, requests: [], open: new Set() };
  const server = http.createServer((request, response) => void handle(state, request, response));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests: () => [...state.requests],
    countByMethod: () => {
      const counts: Record<string, number> = {};
      for (const { method } of state.requests) counts[method] = (counts[method] ?? 0) + 1;
      return counts;
    },
    forget: () => {
      state.requests.length = 0;
    },
    follow: (...next) => {
      state.rules = next;
    },
    switchTo: (next, connections) => {
      state.target = next;
      if (connections === 'kept') return;
      server.closeIdleConnections();
      for (const response of state.open) response.shouldKeepAlive = false;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Which requests a rule is about; what is left out is not looked at. */
export interface RequestFilter {
  readonly methods?: readonly string[];
  /** Path and query. */
  readonly path?: RegExp;
  /** The name in the path. */
  readonly connector?: RegExp;
  /** Only the first so many. */
  readonly times?: number;
}

/** The worker never sees these requests, and this is answered. */
export function answering(filter: RequestFilter, answer: WireAnswer): GatewayRule {
  const isMatch = matcher(filter);
  return (request) => (isMatch(request) ? { answer } : undefined);
}

/** These requests fail with a status and the error body of a worker, as those that an RBAC extension denies. */
export function failing(filter: RequestFilter, status: number, message: string): GatewayRule {
  const body = JSON.stringify({ error_code: status, message });
  return answering(filter, { status, body, contentType: 'application/json' });
}

/** These requests fail as on a follower that cannot forward them to its leader; the cause is that of Java. */
export function notForwarding(filter: RequestFilter, cause: string): GatewayRule {
  return failing(filter, 500, `IO Error trying to forward REST request: ${cause}`);
}

/** These connectors are missing in the list of names and in the expansions. Each can still be read alone. */
export function hiding(names: RegExp): GatewayRule {
  const isList = matcher({ methods: ['GET'], path: /^\/connectors\/?(?:\?|$)/ });
  const isShown = (name: unknown) => !names.test(String(name));
  return (request) =>
    isList(request)
      ? {
          rewrite: (json) =>
            Array.isArray(json)
              ? json.filter(isShown)
              : Object.fromEntries(Object.entries(json ?? {}).filter(([name]) => isShown(name))),
        }
      : undefined;
}

/** The values of these config keys are replaced in every answer, validations included, as by gateways that mask. */
export function masking(keys: RegExp, mask = '********'): GatewayRule {
  const maskIn = (json: unknown): unknown => {
    if (Array.isArray(json)) return json.map(maskIn);
    if (typeof json !== 'object' || json === null) return json;
    if ('name' in json && typeof json.name === 'string' && keys.test(json.name) && 'value' in json) {
      return { ...json, value: json.value === null ? null : mask };
    }
    return Object.fromEntries(
      Object.entries(json).map(([key, value]) => [
        key,
        typeof value === 'string' && keys.test(key) ? mask : maskIn(value),
      ]),
    );
  };
  return () => ({ rewrite: maskIn });
}

/** Acts right before such a request is passed on, for example to switch to another worker. */
export function actingBefore(filter: RequestFilter, act: () => unknown): GatewayRule {
  const isMatch = matcher(filter);
  return async (request) => {
    if (isMatch(request)) await act();
    return undefined;
  };
}

function matcher({ methods, path, connector, times = Number.POSITIVE_INFINITY }: RequestFilter) {
  let left = times;
  return (request: GatewayRequest): boolean => {
    const fits =
      (methods?.includes(request.method) ?? true) &&
      (path?.test(request.path) ?? true) &&
      (connector === undefined || (request.connector !== undefined && connector.test(request.connector)));
    if (!fits || left <= 0) return false;
    left -= 1;
    return true;
  };
}

interface State {
  target: string;
  rules: readonly GatewayRule[];
  readonly requests: { method: string; path: string; status: number | undefined }[];
  /** Those that are not complete. */
  readonly open: Set<http.ServerResponse>;
}

async function handle(
  state: State,
  incoming: http.IncomingMessage,
  response: http.ServerResponse,
): Promise<void> {
  const { method = 'GET', url: path = '/' } = incoming;
  const recorded = { method, path, status: undefined as number | undefined };
  state.requests.push(recorded);
  state.open.add(response);
  response.once('close', () => state.open.delete(response));
  const body = await readAll(incoming).catch(() => undefined);
  if (body === undefined) return;
  const decisions = await decide(state.rules, { method, path, connector: connectorIn(path), body });
  const made = decisions.find((decision) => 'answer' in decision);
  if (made && 'answer' in made) {
    const { status, body: text = '', contentType } = made.answer;
    recorded.status = status;
    response.writeHead(status, contentType === undefined ? {} : { 'content-type': contentType });
    response.end(text);
    return;
  }
  const rewrites = decisions.flatMap((decision) => ('rewrite' in decision ? [decision.rewrite] : []));
  const answer = await forward(state.target, incoming, body).catch(() => undefined);
  if (answer === undefined) {
    response.destroy();
    return;
  }
  recorded.status = answer.status;
  reply(response, { ...answer, body: rewritten(answer.body, rewrites) });
}

async function decide(
  rules: readonly GatewayRule[],
  request: GatewayRequest,
): Promise<readonly GatewayDecision[]> {
  const decisions: GatewayDecision[] = [];
  for (const rule of rules) {
    const decision = await rule(request);
    if (decision) decisions.push(decision);
  }
  return decisions;
}

function connectorIn(path: string): string | undefined {
  const name = /^\/connectors\/([^/?]+)/.exec(path)?.[1];
  if (name === undefined) return undefined;
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

async function readAll(message: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

interface PassedAnswer {
  readonly status: number;
  readonly message: string | undefined;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

function forward(target: string, incoming: http.IncomingMessage, body: string): Promise<PassedAnswer> {
  const { hostname, port } = new URL(target);
  const { method, url: path, headers } = incoming;
  return new Promise((resolve, reject) => {
    const options = { hostname, port, method, path, headers, agent: false };
    const passed = http.request(options, (answer) => {
      const { statusCode: status = 502, statusMessage: message } = answer;
      readAll(answer).then(
        (text) => resolve({ status, message, headers: answer.headers, body: text }),
        reject,
      );
    });
    passed.once('error', reject);
    passed.end(body);
  });
}

function rewritten(body: string, rewrites: readonly ((json: unknown) => unknown)[]): string {
  if (rewrites.length === 0 || !/^\s*[[{]/.test(body)) return body;
  return JSON.stringify(rewrites.reduce((json, rewrite) => rewrite(json), JSON.parse(body) as unknown));
}

function reply(response: http.ServerResponse, { status, message, headers, body }: PassedAnswer): void {
  const { connection, 'transfer-encoding': _, 'content-length': __, ...passed } = headers;
  response.writeHead(status, message, {
    ...passed,
    ...(status !== 204 && { 'content-length': Buffer.byteLength(body) }),
  });
  response.end(body);
}
