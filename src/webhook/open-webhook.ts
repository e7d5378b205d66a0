import { type HttpResult, openHttpClient } from '../http/http-client.ts';
import type { ControllerEvent } from '../model/controller-event.ts';
import { webhookSignature } from '../model/digest.ts';
import { ConnectSyncError } from '../model/error.ts';
import type { Ports } from '../model/ports.ts';
import { isBad, type WebhookFormat, webhookBodies } from './webhook-body.ts';

/** Where events are posted to. The URL may be a secret: no message repeats it. */
export interface WebhookOptions {
  readonly url: string;
  readonly format: WebhookFormat;
  /** The key of the signature; `whsec_` and base64, or any text. Left out: unsigned. */
  readonly secret?: string | undefined;
}

/** What a webhook needs of the world around it. */
export interface WebhookPorts extends Pick<Ports, 'clock' | 'proxy'> {
  /** Called with what went wrong, once for each kind in a row; in our words. */
  readonly onProblem: (message: string) => void;
}

/** A queue of events that are posted one after the other. */
export interface Webhook {
  /** Takes events without waiting. Of many at once the first are sent, and one that says how many there are. */
  send(events: readonly ControllerEvent[]): void;
  counts(): { readonly queued: number; readonly dropped: number };
  /** Delivers what is queued for up to five seconds, and drops the rest. */
  close(): Promise<void>;
}

const mostQueued = 1_000;
const mostAtOnce = 20;
const attemptMilliseconds = 10_000;
const firstPauseMilliseconds = 1_000;
const longestPauseMilliseconds = 60_000;
const mostAttempts = 10;
const closeMilliseconds = 5_000;
const shortestSecret = 16;

/**
 * Posts events to one URL, in order, each with an id and a signature (Standard Webhooks), until the receiver takes it: a
 * network error, 408, 429 and 5xx are tried again with growing pauses. Nothing waits for it.
 *
 * @throws ConnectSyncError (usage) where the URL is none
 */
export function openWebhook(options: WebhookOptions, ports: WebhookPorts): Webhook {
  checkWebhookUrl(options.url);
  if (options.secret !== undefined) checkSecret(options.secret);
  return new PostingWebhook(options, ports);
}

function checkWebhookUrl(url: string): void {
  const scheme = URL.canParse(url) ? new URL(url).protocol : '';
  if (scheme === 'http:' || scheme === 'https:') return;
  throw new ConnectSyncError({
    code: 'webhook-url',
    message: '--webhook expects a URL with http:// or https://',
    hint: 'the URL is not repeated here because it may be a secret',
    category: 'usage',
  });
}

/** With an empty key anybody could sign. */
function checkSecret(secret: string): void {
  const isBase64 = !secret.startsWith('whsec_') || /^whsec_[A-Za-z0-9+/]+={0,2}$/.test(secret);
  if (isBase64 && keyOf(secret).length >= shortestSecret) return;
  throw new ConnectSyncError({
    code: 'webhook-secret',
    message: `CONNECT_SYNC_WEBHOOK_SECRET must be a key of at least ${shortestSecret} bytes: a text, or whsec_ and base64`,
    hint: 'make one with  echo whsec_$(head -c 32 /dev/urandom | base64)',
    category: 'usage',
  });
}

class PostingWebhook implements Webhook {
  readonly #options: WebhookOptions;
  readonly #ports: WebhookPorts;
  readonly #closing = new AbortController();
  readonly #http: ReturnType<typeof openHttpClient>;
  readonly #queue: ControllerEvent[] = [];
  #dropped = 0;
  #posting: Promise<void> | undefined;
  #lastProblem: string | undefined;

  constructor(options: WebhookOptions, ports: WebhookPorts) {
    this.#options = options;
    this.#ports = ports;
    this.#http = openHttpClient({ proxy: ports.proxy, headers: {}, signal: this.#closing.signal });
  }

  send(events: readonly ControllerEvent[]): void {
    for (const event of withoutMany(events)) this.#queue.push(event);
    while (this.#queue.length > mostQueued) {
      this.#queue.shift();
      this.#drop('the webhook does not keep up: the oldest events are dropped');
    }
    this.#posting ??= this.#postAll().finally(() => {
      this.#posting = undefined;
    });
  }

  counts() {
    return { queued: this.#queue.length, dropped: this.#dropped };
  }

  async close(): Promise<void> {
    const done = new AbortController();
    const late = this.#ports.clock.sleep(closeMilliseconds, done.signal);
    await Promise.race([late, this.#posting]);
    done.abort();
    this.#closing.abort();
    await this.#posting;
    if (this.#queue.length > 0)
      this.#drop(`${this.#queue.length} events were not delivered`, this.#queue.length);
    await this.#http.close();
  }

  async #postAll(): Promise<void> {
    for (let event = this.#queue[0]; event && !this.#closing.signal.aborted; event = this.#queue[0]) {
      const isDone = await this.#post(event);
      // It may have been dropped meanwhile.
      if (isDone && this.#queue[0] === event) this.#queue.shift();
    }
  }

  /** Whether the event is dealt with: delivered, or refused for good. */
  async #post(event: ControllerEvent): Promise<boolean> {
    const { clock } = this.#ports;
    for (let attempt = 1; !this.#closing.signal.aborted; attempt += 1) {
      const result = await this.#exchange(event);
      if (result.kind === 'answer' && result.status < 300) {
        this.#lastProblem = undefined;
        return true;
      }
      const problem = describe(result);
      if (!isWorthRetry(result) || attempt >= mostAttempts) {
        this.#drop(`${problem}; an event is dropped`);
        return true;
      }
      this.#tell(`${problem}; it is tried again`);
      const doubled = Math.min(longestPauseMilliseconds, firstPauseMilliseconds * 2 ** (attempt - 1));
      const pause = retryAfter(result) ?? doubled * (0.5 + 0.5 * clock.random());
      await clock.sleep(pause, this.#closing.signal);
    }
    return false;
  }

  #exchange(event: ControllerEvent): Promise<HttpResult> {
    const { url, format, secret } = this.#options;
    const { contentType, text } = webhookBodies[format](event);
    const sentAt = Math.floor(this.#ports.clock.wallTime() / 1_000);
    const signature =
      secret === undefined
        ? {}
        : { 'webhook-signature': `v1,${webhookSignature(keyOf(secret), `${event.id}.${sentAt}.${text}`)}` };
    return this.#http.send({
      ...{ method: 'POST', url, body: text, timeoutMilliseconds: attemptMilliseconds, answer: 'ignored' },
      headers: {
        'content-type': contentType,
        'user-agent': 'connect-sync',
        'webhook-id': event.id,
        'webhook-timestamp': String(sentAt),
        ...signature,
      },
    });
  }

  #drop(problem: string, number = 1): void {
    this.#dropped += number;
    this.#tell(problem);
  }

  #tell(problem: string): void {
    if (problem === this.#lastProblem) return;
    this.#lastProblem = problem;
    this.#ports.onProblem(problem);
  }
}

/** A mass failure must not flood a chat: what is bad comes first, and the rest is a number. */
function withoutMany(given: readonly ControllerEvent[]): readonly ControllerEvent[] {
  const isMass = given.length > mostAtOnce;
  const events = isMass ? [...given.filter(isBad), ...given.filter((event) => !isBad(event))] : given;
  const rest = events.slice(mostAtOnce);
  const [first] = rest;
  if (!first) return events;
  const message = `and ${rest.length} more events at the same time; the page of the controller and its log have them all`;
  const { id, time, kind } = first;
  return [...events.slice(0, mostAtOnce), { id, time, kind, cluster: null, connector: null, message }];
}

function isWorthRetry(result: HttpResult): boolean {
  if (result.kind === 'no-answer') return true;
  return result.status === 408 || result.status === 429 || result.status >= 500;
}

function describe(result: HttpResult): string {
  return result.kind === 'answer'
    ? `the webhook answered with ${result.status}`
    : `the webhook did not answer (${result.why.reason})`;
}

/** Milliseconds that the receiver asks for, as far as that is sensible. */
function retryAfter(result: HttpResult): number | undefined {
  const text = result.kind === 'answer' ? result.header('retry-after') : undefined;
  if (text === undefined || !/^\d{1,6}$/.test(text.trim())) return undefined;
  return Math.min(longestPauseMilliseconds, Number(text) * 1_000);
}

/** `whsec_` marks base64 (Standard Webhooks); anything else is taken as it is. */
function keyOf(secret: string): Uint8Array {
  return secret.startsWith('whsec_')
    ? Buffer.from(secret.slice('whsec_'.length), 'base64')
    : Buffer.from(secret, 'utf8');
}
