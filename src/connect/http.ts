import type { Dispatcher } from 'undici';
import type { Clock } from '../model/clock.ts';
import { decodeBody } from '../model/content-encoding.ts';
import { type NoAnswer, nameNoAnswer } from '../model/no-answer.ts';
import { Reconnects } from './cluster-identity.ts';
import { type AgentOptions, openAgents } from './http-agents.ts';
import type { HttpRequest, HttpResult } from './http-request.ts';
import { StringShortener } from './shorten-strings.ts';

/** How to reach the servers of one cluster. */
export interface HttpOptions extends AgentOptions {
  readonly clock: Pick<Clock, 'deadline'>;
  /** Sent with every request. May hold secrets. */
  readonly headers: Readonly<Record<string, string>>;
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

type ExchangeLimits = Pick<HttpRequest, 'limitBytes' | 'shortenAboveBytes' | 'maySend'>;

/** One request on its way: collects the answer and settles once. */
class Exchange implements Dispatcher.DispatchHandler {
  readonly #limits: ExchangeLimits;
  readonly #settle: (result: HttpResult) => void;
  readonly #chunks: Buffer[] = [];
  #controller: Dispatcher.DispatchController | undefined;
  #bytes = 0;
  #shortener: StringShortener | undefined;
  #status = 0;
  #location: string | undefined;
  #contentType: string | undefined;
  #date: string | undefined;
  #encoding: string | undefined;
  #settled = false;
  #endDeadline: () => void = () => undefined;

  constructor(limits: ExchangeLimits, settle: (result: HttpResult) => void) {
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
    if (!this.#settled && this.#limits.maySend?.() === false) this.stop('interrupted');
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
    this.#contentType = firstOf(headers['content-type']);
    this.#date = firstOf(headers['date']);
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
        this.#finish({
          kind: 'answer',
          status: this.#status,
          location: this.#location,
          contentType: this.#contentType,
          date: this.#date,
          bytes: body.bytes.length,
          text,
        });
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
