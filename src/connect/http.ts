import { Agent, type Dispatcher, EnvHttpProxyAgent, Pool } from 'undici';
import type { Clock } from '../model/clock.ts';
import { decodeBody } from '../model/content-encoding.ts';
import { type NoAnswer, nameNoAnswer } from '../model/no-answer.ts';
import { isReachedDirectly, type ProxySettings } from '../model/proxy-settings.ts';
import { Reconnects } from './cluster-identity.ts';
import type { HttpRequest, HttpResult } from './http-request.ts';
import { StringShortener } from './shorten-strings.ts';

/** How to reach the servers of one cluster. */
export interface HttpOptions {
  readonly clock: Pick<Clock, 'deadline'>;
  /** As Node's `tls.connect` takes them. */
  readonly tls: Readonly<Record<string, string>>;
  readonly proxy: ProxySettings | undefined;
  /** Sent with every request. May hold secrets. */
  readonly headers: Readonly<Record<string, string>>;
  readonly connectTimeoutMilliseconds: number;
}

/** A client for HTTP/1.1. It follows no redirect, repeats nothing, and never rejects. */
export interface Http {
  send(request: HttpRequest): Promise<HttpResult>;
  /** How often a pooled connection was opened in the place of one that had ended: the pool does so by itself. */
  readonly reconnects: number;
  /** Ends all that is in flight, as `interrupted`, and closes every connection. */
  close(): Promise<void>;
}

/** Opens a client. Settings that cannot be used show as `unsendable` or `tls` in every result. */
export function openHttp(options: HttpOptions): Http {
  const inFlight = new Set<Exchange>();
  let closed = false;
  const pooled = new Reconnects();
  const agents = openAgents(options, pooled);
  return {
    send: (request) =>
      new Promise((resolve) => {
        const exchange = new Exchange(request, (result) => {
          inFlight.delete(exchange);
          resolve(result);
        });
        inFlight.add(exchange);
        if (closed) exchange.stop('interrupted');
        else if (agents.kind === 'unusable') exchange.onResponseError(undefined, agents.cause);
        else dispatch(agents.agentFor(request), { request, exchange, options });
      }),
    get reconnects() {
      return pooled.count;
    },
    close: async () => {
      closed = true;
      for (const exchange of inFlight) exchange.stop('interrupted');
      if (agents.kind === 'usable') await Promise.all(agents.all.map((agent) => agent.destroy()));
    },
  };
}

type Agents =
  | {
      readonly kind: 'usable';
      readonly agentFor: (request: HttpRequest) => Dispatcher;
      readonly all: readonly Dispatcher[];
    }
  | { readonly kind: 'unusable'; readonly cause: unknown };

function openAgents(options: HttpOptions, pooled: Reconnects): Agents {
  try {
    const open = (proxy: ProxySettings | undefined) => ({
      pooled: openAgent(options, proxy, pooled),
      own: openAgent(options, proxy),
    });
    const { proxy } = options;
    const direct = open(undefined);
    const proxied = proxy?.http || proxy?.https ? open(proxy) : direct;
    return {
      kind: 'usable',
      agentFor: ({ origin, connection }) => {
        const agents = proxy && isReachedDirectly(origin, proxy) ? direct : proxied;
        return connection === 'pooled' ? agents.pooled : agents.own;
      },
      all: [direct.pooled, direct.own, proxied.pooled, proxied.own],
    };
  } catch (cause) {
    return { kind: 'unusable', cause };
  }
}

/**
 * A worker closes an idle connection after 30 s without a word (Connect REST contract 2): ours are dropped long
 * before.
 */
const keepAliveMilliseconds = 15_000;

function openAgent(
  { tls, connectTimeoutMilliseconds: timeout }: HttpOptions,
  proxy: ProxySettings | undefined,
  watch = new Reconnects(),
): Dispatcher {
  const connection = { timeout, allowH2: false };
  const secured = { ...connection, ...tls };
  const shared = {
    keepAliveTimeout: keepAliveMilliseconds,
    keepAliveMaxTimeout: keepAliveMilliseconds,
    // One timer spans the whole exchange; undici's own are coarse below a second.
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: secured,
    factory: (origin: string | URL, poolOptions: object) =>
      new Pool(origin, poolOptions).on('disconnect', watch.onEnd).on('connect', watch.onOpen),
  };
  if (!proxy) return new Agent(shared);
  return new EnvHttpProxyAgent({
    ...shared,
    // Empty, not left out: undici would read the environment instead.
    httpProxy: withScheme(proxy.http),
    httpsProxy: withScheme(proxy.https),
    // It knows no networks: what is reached directly is decided by `isReachedDirectly`.
    noProxy: '',
    // Plain HTTP goes through a proxy as a plain request: many proxies allow CONNECT for port 443 alone.
    proxyTunnel: false,
    requestTls: secured,
    proxyTls: connection,
    clientFactory: (origin, poolOptions) =>
      new Pool(origin, poolOptions).compose((next) => (call, handler) => next(call, givingUp(handler))),
  });
}

/** `proxy.example:3128` is how many environments name a proxy. */
function withScheme(proxy: string | undefined): string {
  return !proxy || proxy.includes('://') ? (proxy ?? '') : `http://${proxy}`;
}

/**
 * undici takes its own socket error, met while a tunnel is being opened, for a reason to connect again at once: with
 * a proxy that hangs up it then does nothing else, thousands of times a second. Under another code it gives up.
 */
function givingUp(handler: Dispatcher.DispatchHandler): Dispatcher.DispatchHandler {
  const report = handler.onResponseError?.bind(handler);
  return Object.assign(handler, {
    onResponseError: (controller: Dispatcher.DispatchController, cause: Error) =>
      report?.(controller, 'code' in cause && cause.code === 'UND_ERR_SOCKET' ? hungUp(cause) : cause),
  });
}

function hungUp(cause: Error): Error {
  return Object.assign(new Error('the proxy hung up', { cause }), { code: 'ECONNRESET' });
}

interface Dispatched {
  readonly request: HttpRequest;
  readonly exchange: Exchange;
  readonly options: Pick<HttpOptions, 'clock' | 'headers'>;
}

function dispatch(agent: Dispatcher, { request, exchange, options }: Dispatched): void {
  const { method, origin, path, body, connection, timeoutMilliseconds } = request;
  exchange.limit(options.clock, Math.max(1, Math.ceil(timeoutMilliseconds)));
  try {
    agent.dispatch(
      {
        method,
        origin,
        path,
        body: body ?? null,
        headers: { ...options.headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
        reset: connection === 'own',
      },
      exchange,
    );
  } catch (error) {
    exchange.onResponseError(undefined, error);
  }
}

/** One request on its way: collects the answer and settles once. */
class Exchange implements Dispatcher.DispatchHandler {
  readonly #limits: Pick<HttpRequest, 'limitBytes' | 'shortenAboveBytes'>;
  readonly #settle: (result: HttpResult) => void;
  readonly #chunks: Buffer[] = [];
  #controller: Dispatcher.DispatchController | undefined;
  #bytes = 0;
  #shortener: StringShortener | undefined;
  #status = 0;
  #location: string | undefined;
  #encoding: string | undefined;
  #settled = false;
  #endDeadline: () => void = () => undefined;

  constructor(
    limits: Pick<HttpRequest, 'limitBytes' | 'shortenAboveBytes'>,
    settle: (result: HttpResult) => void,
  ) {
    this.#limits = limits;
    this.#settle = settle;
  }

  /** From now on it has so long. */
  limit(clock: HttpOptions['clock'], milliseconds: number): void {
    this.#endDeadline = clock.deadline(milliseconds, () => this.stop('timeout'));
  }

  /** Ends it for a reason of ours. */
  stop(reason: 'timeout' | 'interrupted' | 'too-large'): void {
    this.#finish(this.#noAnswer({ reason, detail: undefined }, undefined));
    this.#controller?.abort(new Error(reason));
  }

  /** Called right before the first byte is written; from here on the request counts as sent. */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    // Given up while it was waiting for its connection: it must not go out any more.
    if (this.#settled) controller.abort(new Error('given up'));
    else this.#controller = controller;
  }

  onResponseStart(
    _controller: unknown,
    status: number,
    headers: Readonly<Record<string, string | string[] | undefined>>,
  ): void {
    if (status < 200) return;
    this.#status = status;
    this.#location = firstOf(headers['location']);
    this.#encoding = firstOf(headers['content-encoding']);
  }

  onResponseData(_controller: unknown, chunk: Buffer): void {
    if (this.#settled) return;
    this.#keep(this.#shortener ? this.#shortener.push(chunk) : chunk);
    const { limitBytes, shortenAboveBytes = Number.POSITIVE_INFINITY } = this.#limits;
    // What is compressed has no strings yet.
    const isPlain = this.#encoding === undefined && this.#chunks[0]?.[0] !== 0x1f;
    if (!this.#shortener && isPlain && this.#bytes > shortenAboveBytes) this.#shorten();
    if (this.#bytes > limitBytes) this.stop('too-large');
  }

  #keep(chunk: Buffer): void {
    this.#bytes += chunk.length;
    this.#chunks.push(chunk);
  }

  /** From now on, and what has arrived. */
  #shorten(): void {
    const arrived = this.#chunks.splice(0);
    this.#bytes = 0;
    this.#shortener = new StringShortener();
    for (const chunk of arrived) this.#keep(this.#shortener.push(chunk));
  }

  onResponseEnd(): void {
    const body = decodeBody(Buffer.concat(this.#chunks), this.#encoding, this.#limits.limitBytes);
    switch (body.kind) {
      case 'bytes': {
        const text = new TextDecoder().decode(body.bytes);
        this.#finish({ kind: 'answer', status: this.#status, location: this.#location, text });
        break;
      }
      case 'too-large':
        this.stop('too-large');
        break;
      case 'encoded':
        this.#finish(this.#noAnswer({ reason: 'encoded', detail: body.encoding }, undefined));
    }
  }

  onResponseError(_controller: unknown, error: unknown): void {
    this.#finish(this.#noAnswer(nameNoAnswer(error), error));
  }

  #noAnswer(why: NoAnswer, cause: unknown): HttpResult {
    // A proxy that refuses has not passed the request on.
    const sent = this.#controller !== undefined && why.reason !== 'proxy';
    // The error about bytes that are no HTTP holds those bytes, whatever they are.
    return { kind: 'no-answer', why, sent, cause: why.reason === 'malformed' ? undefined : cause };
  }

  #finish(result: HttpResult): void {
    if (this.#settled) return;
    this.#settled = true;
    this.#endDeadline();
    this.#chunks.length = 0;
    this.#settle(result);
  }
}

function firstOf(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}
