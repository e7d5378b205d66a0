import { type HttpResult, openHttpClient } from '../http/http-client.ts';
import type { ControllerEvent } from '../model/controller-event.ts';
import { webhookSignature } from '../model/digest.ts';
import type { Ports } from '../model/ports.ts';
import { type Assessment, assessAnswer } from './assess-answer.ts';
import { checkEventSource } from './event-source.ts';
import { droppedEvents, withoutMany } from './summary-events.ts';
import { type WebhookFormat, webhookBodies } from './webhook-body.ts';
import { webhookKey } from './webhook-key.ts';
import { type WebhookTarget, webhookTarget } from './webhook-target.ts';

/** Where events are posted to. The URL may be a secret: no message repeats it. */
export interface WebhookOptions {
  /** A user and password in it are sent as basic authentication. */
  readonly url: string;
  readonly format: WebhookFormat;
  /** The key of the signature; `whsec_` and base64, or any text. Left out: unsigned. */
  readonly secret?: string | undefined;
  /** Identifies this controller in CloudEvents: a URI or a path. Default: `/connect-sync`. */
  readonly source?: string | undefined;
}

/** What a webhook needs of the world around it. */
export interface WebhookPorts extends Pick<Ports, 'clock' | 'proxy'> {
  /** Called with what went wrong, once for each kind until an event is delivered; in our words. */
  readonly onProblem: (message: string) => void;
}

/** A queue of events that are posted one after the other. */
export interface Webhook {
  /** Takes events without waiting. Of many at once the first are sent, and one that says how many there are. */
  send(events: readonly ControllerEvent[]): void;
  counts(): { readonly queued: number; readonly dropped: number };
  /** Delivers what is queued for up to five seconds, or until an attempt fails, and drops the rest. */
  close(): Promise<void>;
}

const mostQueued = 1_000;
const attemptMilliseconds = 10_000;
const firstPauseMilliseconds = 1_000;
const longestPauseMilliseconds = 60_000;
const closeMilliseconds = 5_000;
/** An event that the receiver answers with an error of its own for so long is taken for the cause of the error. */
const longestFailureMilliseconds = 3_600_000;

/**
 * Posts events to one URL, in order, each with an id and a signature (Standard Webhooks). While the receiver cannot be
 * reached or fails, attempts follow with growing pauses, and the queue grows up to 1,000 events; then the oldest that are
 * waiting are dropped, and the receiver gets their number later. What it refuses is dropped at once. Nothing waits for it.
 *
 * @throws ConnectSyncError (usage) where the URL, the secret or the source cannot be used
 */
export function openWebhook(options: WebhookOptions, ports: WebhookPorts): Webhook {
  const { url, format, secret, source = '/connect-sync' } = options;
  const key = secret === undefined ? undefined : webhookKey(secret);
  return new PostingWebhook(
    { target: webhookTarget(url), format, key, source: checkEventSource(source) },
    ports,
  );
}

interface Settings {
  readonly target: WebhookTarget;
  readonly format: WebhookFormat;
  readonly key: Uint8Array | undefined;
  readonly source: string;
}

class PostingWebhook implements Webhook {
  readonly #settings: Settings;
  readonly #ports: WebhookPorts;
  /** Ends pauses: one attempt is left. */
  readonly #closing = new AbortController();
  /** Ends requests. */
  readonly #abandoned = new AbortController();
  readonly #http: ReturnType<typeof openHttpClient>;
  readonly #queue: ControllerEvent[] = [];
  #dropped = 0;
  /** Of these, those that the receiver does not know of yet. */
  #unreported = 0;
  #posting: Promise<void> | undefined;
  readonly #problems = new Set<string>();
  /** Attempts in a row that an outage has ended. */
  #failures = 0;
  #failingSince: number | undefined;

  constructor(settings: Settings, ports: WebhookPorts) {
    this.#settings = settings;
    this.#ports = ports;
    const { headers } = settings.target;
    this.#http = openHttpClient({ proxy: ports.proxy, headers, signal: this.#abandoned.signal });
  }

  send(events: readonly ControllerEvent[]): void {
    for (const event of withoutMany(events)) this.#queue.push(event);
    while (this.#queue.length > mostQueued) {
      // The first may be on its way.
      this.#queue.splice(1, 1);
      this.#lose('the webhook does not keep up: the oldest events that wait for it are dropped');
    }
    this.#posting ??= this.#postAll().finally(() => {
      this.#posting = undefined;
    });
  }

  counts() {
    return { queued: this.#queue.length, dropped: this.#dropped };
  }

  async close(): Promise<void> {
    this.#closing.abort();
    const done = new AbortController();
    const late = this.#ports.clock.sleep(closeMilliseconds, done.signal);
    await Promise.race([late, this.#posting]);
    done.abort();
    this.#abandoned.abort();
    await this.#posting;
    const left = this.#queue.length;
    this.#dropped += left;
    if (left > 0)
      this.#report(left === 1 ? '1 event was not delivered' : `${left} events were not delivered`);
    await this.#http.close();
  }

  async #postAll(): Promise<void> {
    for (let event = this.#queue[0]; event; event = this.#queue[0]) {
      const isLastAttempt = this.#closing.signal.aborted;
      const result = await this.#exchange(event);
      if (this.#abandoned.signal.aborted) return;
      const pause = this.#conclude(assessAnswer(result, this.#ports.clock.wallTime()));
      if (pause !== undefined && isLastAttempt) return;
      if (pause !== undefined) await this.#pause(pause);
    }
  }

  /** Removes the first event from the queue, or returns for how many milliseconds the receiver asks until the next attempt. */
  #conclude(answer: Assessment): number | undefined {
    const { clock } = this.#ports;
    switch (answer.kind) {
      case 'taken':
        this.#problems.clear();
        this.#next();
        // After the oldest one, so that its number stays what it is while the receiver is away.
        if (this.#unreported > 0) this.#queue.unshift(droppedEvents(this.#unreported, clock));
        this.#unreported = 0;
        return undefined;
      case 'refused':
        this.#dropped += 1;
        this.#report(`${answer.problem}; an event is dropped`);
        this.#next();
        return undefined;
      case 'unavailable':
        this.#failingSince = undefined;
        break;
      case 'failing':
        this.#failingSince ??= clock.now();
        if (clock.now() - this.#failingSince < longestFailureMilliseconds) break;
        this.#lose(`${answer.problem} for an hour; an event is dropped`);
        this.#next();
        return undefined;
    }
    this.#failures += 1;
    this.#report(`${answer.problem}; retrying`);
    return answer.pauseMilliseconds;
  }

  /** The event after the first one is to be posted. */
  #next(): void {
    this.#queue.shift();
    this.#failures = 0;
    this.#failingSince = undefined;
  }

  /** As long as the receiver asks for, but never without growing pauses; not at all while the webhook closes. */
  async #pause(milliseconds: number): Promise<void> {
    const { clock } = this.#ports;
    const doubled = firstPauseMilliseconds * 2 ** Math.min(this.#failures - 1, 10);
    const pause = Math.min(longestPauseMilliseconds, doubled) * (0.5 + 0.5 * clock.random());
    await clock.sleep(Math.max(pause, milliseconds), this.#closing.signal);
  }

  #exchange(event: ControllerEvent): Promise<HttpResult> {
    const { target, format, key, source } = this.#settings;
    const { contentType, text } = webhookBodies[format](event, source);
    const sentAt = Math.floor(this.#ports.clock.wallTime() / 1_000);
    const signature =
      key === undefined
        ? {}
        : { 'webhook-signature': `v1,${webhookSignature(key, `${event.id}.${sentAt}.${text}`)}` };
    return this.#http.send({
      ...{ method: 'POST', url: target.url, body: text, answer: 'ignored' },
      timeoutMilliseconds: attemptMilliseconds,
      headers: {
        'content-type': contentType,
        'user-agent': 'connect-sync',
        'webhook-id': event.id,
        'webhook-timestamp': String(sentAt),
        ...signature,
      },
    });
  }

  /** An event is dropped that the receiver might have taken: it gets the number later. */
  #lose(problem: string): void {
    this.#dropped += 1;
    this.#unreported += 1;
    this.#report(problem);
  }

  #report(problem: string): void {
    if (this.#problems.has(problem)) return;
    this.#problems.add(problem);
    this.#ports.onProblem(problem);
  }
}
