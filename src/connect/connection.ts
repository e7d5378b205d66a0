import { setMaxListeners } from 'node:events';
import type { Clock } from '../model/clock.ts';
import type { ClusterTarget } from '../model/project.ts';
import { WorkerFailure } from '../model/worker-failure.ts';
import { inspectBody, quotableMessage } from './answer-body.ts';
import type { Attempt, FailedAttempt } from './attempt.ts';
import { classifyAnswer, classifyNoAnswer, recognizeBroker } from './classify-response.ts';
import { ClusterIdentity } from './cluster-identity.ts';
import type { ClusterOptions } from './cluster-options.ts';
import { type BaseUrl, readClusterUrls } from './cluster-urls.ts';
import { describeFailure, describeFailureBriefly, nextAfterFailure } from './describe-failure.ts';
import type { Request } from './endpoints.ts';
import { type Http, openHttp } from './http.ts';
import type { HttpRequest, HttpResult } from './http-request.ts';
import { readHeaders, readTls } from './request-headers.ts';
import { tidyWorkerMessage } from './worker-message.ts';

/** A request on its way to one URL. */
interface Sent {
  readonly request: Request;
  readonly base: BaseUrl;
  readonly timeoutMilliseconds: number;
  /** Left out: a pooled connection for a read, one of its own for a write. */
  readonly connection?: HttpRequest['connection'];
}

/**
 * The connections to one cluster, and what is remembered of it: which URL answered last. Sends a request to one URL
 * once, and classifies what comes back; `send-request` decides what follows.
 */
export class Connection {
  readonly options: ClusterOptions;
  readonly #bases: readonly BaseUrl[];
  readonly #http: Http | undefined;
  readonly #unusable: { readonly shown: string; readonly because: string } | undefined;
  readonly #hasCredentials: boolean;
  readonly #ending = new AbortController();
  /** How often reads had connected again when a URL was last known to lead to this cluster. */
  readonly #verifiedAt = new Map<BaseUrl, number>();
  readonly identity: ClusterIdentity;
  /** Checks of URLs that are under way. */
  readonly checks = new Map<string, Promise<FailedAttempt | undefined>>();
  #preferred = 0;
  #answered = false;

  constructor(target: ClusterTarget, options: ClusterOptions) {
    this.options = options;
    this.identity = new ClusterIdentity(target.kafkaClusterId);
    this.#hasCredentials = target.auth !== undefined || target.headers.size > 0;
    const urls = readClusterUrls(target);
    const headers = readHeaders(target);
    this.#bases = urls.kind === 'usable' ? urls.bases : [];
    if (urls.kind === 'unusable') this.#unusable = urls;
    else if (headers.kind === 'unusable') this.#unusable = { ...headers, shown: urls.bases[0].shown };
    else this.#http = openHttp({ ...connectionOptions(target, options), headers: headers.headers });
    // Every waiting read listens; there may be more of them than Node takes for a leak.
    setMaxListeners(0, this.#ending.signal);
    const end = () => this.end();
    options.signal?.addEventListener('abort', end, { once: true, signal: this.#ending.signal });
    if (options.signal?.aborted) end();
  }

  get clock(): Clock {
    return this.options.clock;
  }

  /** Aborts when the run is over: nothing is to be waited for any more. */
  get ending(): AbortSignal {
    return this.#ending.signal;
  }

  /** Whether any URL has answered as a worker does. Until then it is not known to be a worker. */
  get answered(): boolean {
    return this.#answered;
  }

  /** The URL that answered last, or the first one. */
  get url(): string {
    return this.#bases[this.#preferred]?.shown ?? this.#unusable?.shown ?? '';
  }

  /** All URLs, the one that answered last in front; those of another cluster only where there are no others. */
  get bases(): readonly BaseUrl[] {
    const all = [...this.#bases.slice(this.#preferred), ...this.#bases.slice(0, this.#preferred)];
    const own = all.filter((base) => !this.identity.foreign(base));
    return own.length > 0 ? own : all;
  }

  /** Whether reads have connected again since a URL was last known to lead to this cluster. */
  hasReconnected(base: BaseUrl): boolean {
    return this.#verifiedAt.get(base) !== this.#http?.reconnects;
  }

  /** A URL is known to lead to this cluster now. */
  verified(base: BaseUrl): void {
    this.#verifiedAt.set(base, this.#http?.reconnects ?? 0);
  }

  /** A time-out, as far as `--timeout` allows it. */
  capped(milliseconds: number): number {
    return Math.min(milliseconds, this.options.timeoutMilliseconds ?? milliseconds);
  }

  /** Sends a request to one URL, once, and remembers which URL answers. Never rejects. */
  async attempt(sent: Sent): Promise<Attempt> {
    const attempt = await this.probe(sent);
    this.#rememberUrl(attempt);
    return attempt;
  }

  /** Sends a request to one URL, once, whichever URL is to be asked next. Never rejects. */
  async probe(sent: Sent): Promise<Attempt> {
    const foreign = this.identity.foreign(sent.base);
    if (foreign) return foreign;
    const started = this.clock.now();
    const result = await this.#send(sent);
    const milliseconds = this.clock.now() - started;
    const made = toAttempt(sent, result, milliseconds);
    const attempt = this.#answered ? made : recognizeBroker(made, sent.request, this.#bases);
    this.options.onRequest?.({
      method: sent.request.method,
      url: sent.base.shown,
      path: `${sent.base.shownPath}${sent.request.path}`,
      status: result.kind === 'answer' ? result.status : undefined,
      milliseconds,
      ...(result.kind === 'no-answer' && { failure: result.why.reason }),
      ...(result.kind === 'answer' && result.date !== undefined && { date: result.date }),
    });
    return attempt;
  }

  /**
   * The failure to throw after these attempts; the most informative one first. Where it was another request that failed
   * before this one was sent, its status says nothing about this one.
   */
  failure(
    request: Request,
    attempts: readonly [FailedAttempt, ...FailedAttempt[]],
    { waitedMilliseconds = 0, isSent = true }: { waitedMilliseconds?: number; isSent?: boolean } = {},
  ): WorkerFailure {
    const [first] = attempts;
    const said = first.got.kind === 'answer' ? quotableMessage(first.got.body) : undefined;
    const facts = {
      request,
      attempts,
      waitedMilliseconds,
      hasCredentials: this.#hasCredentials,
      hasProxy: Boolean(this.options.proxy?.http || this.options.proxy?.https),
    };
    return new WorkerFailure({
      verdict: first.verdict,
      method: request.method,
      url: `${first.base.shown}${request.path}`,
      message: describeFailure(facts),
      brief: describeFailureBriefly(facts),
      next: nextAfterFailure(facts),
      status: isSent && first.got.kind === 'answer' ? first.got.status : undefined,
      workerMessage: said === undefined ? undefined : tidyWorkerMessage(said),
      cause: first.cause,
    });
  }

  /** @throws WorkerFailure where the target cannot be used at all */
  assertUsable(request: Request): void {
    if (!this.#unusable) return;
    throw new WorkerFailure({
      verdict: 'not-connect',
      method: request.method,
      url: this.#unusable.shown,
      message: `cannot ${request.purpose}: ${this.#unusable.shown} ${this.#unusable.because}`,
      brief: `${this.#unusable.shown} ${this.#unusable.because}`,
    });
  }

  /** Ends what is in flight and what waits. */
  end(): void {
    // Without a reason of its own, the signal would keep a stack trace, and with it the whole run.
    this.#ending.abort('the run is over');
    void this.#http?.close();
  }

  async close(): Promise<void> {
    this.end();
    await this.#http?.close();
  }

  async #send({ request, base, timeoutMilliseconds, connection }: Sent): Promise<HttpResult> {
    if (!this.#http) throw new Error('a cluster that cannot be used was sent a request');
    return this.#http.send({
      method: request.method,
      origin: base.origin,
      path: `${base.path}${request.path}`,
      body: request.body,
      connection: connection ?? (request.access === 'read' ? 'pooled' : 'own'),
      limitBytes: request.limitBytes,
      shortenAboveBytes: request.shortenAboveBytes,
      timeoutMilliseconds,
      maySend: request.access === 'read' ? undefined : this.options.mayWrite,
    });
  }

  /** The URL that answered goes first from now on; one that did not answer for a worker goes last. */
  #rememberUrl(attempt: Attempt): void {
    const index = this.#bases.indexOf(attempt.base);
    if (attempt.kind === 'ok' || isWorkersOwn(attempt)) {
      this.#answered = true;
      this.#preferred = index;
    } else if (index === this.#preferred) {
      this.#preferred = (index + 1) % this.#bases.length;
    }
  }
}

/** A connection takes a moment; with more than one URL a silent one must not use up the time of the others. */
function connectionOptions(target: ClusterTarget, options: ClusterOptions) {
  return {
    clock: options.clock,
    tls: readTls(target.tls),
    proxy: options.proxy,
    connectTimeoutMilliseconds: target.urls.length > 1 ? 5_000 : 10_000,
  };
}

function toAttempt(sent: Sent, result: HttpResult, milliseconds: number): Attempt {
  const { request, base, timeoutMilliseconds } = sent;
  if (result.kind === 'no-answer') {
    const verdict = classifyNoAnswer(request.endpoint, result.why, result.sent);
    const got = { kind: 'nothing', why: result.why, sent: result.sent, timeoutMilliseconds } as const;
    return { kind: 'failed', base, verdict, cause: result.cause, got };
  }
  const { status, location, contentType, bytes } = result;
  const body = inspectBody(result.text);
  const verdict = classifyAnswer({ endpoint: request.endpoint, status, body, milliseconds });
  if (verdict === undefined) {
    const value = body.kind === 'json' ? body.value : undefined;
    return { kind: 'ok', base, status, value, text: result.text };
  }
  const got = { kind: 'answer', status, body, location, contentType, bytes } as const;
  return { kind: 'failed', base, verdict, cause: undefined, got };
}

/** Whether an error is a worker's own, which is up then, other than one about to leave or without its leader. */
function isWorkersOwn({ got, verdict }: FailedAttempt): boolean {
  if (got.kind !== 'answer' || got.body.kind !== 'error' || verdict === 'not-sent') return false;
  return !got.body.message?.startsWith('Worker is shutting down');
}
