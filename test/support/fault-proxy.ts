import {
  Agent,
  createServer,
  type IncomingMessage,
  request,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../../src/model/clock.ts';
import { realClock } from './real-clock.ts';

/** A made-up answer. */
export interface WireAnswer {
  readonly status: number;
  readonly body?: string;
  /** Left out: none. */
  readonly contentType?: string;
}

/** What goes wrong with one request on its way to the worker or back. Durations are milliseconds of the clock. */
export type WireFault =
  /** This answer; the worker never sees the request. */
  | { readonly kind: 'answer'; readonly answer: WireAnswer }
  /** The worker applies the request, and this is what comes back, at once or so much later. */
  | { readonly kind: 'answer-after'; readonly answer: WireAnswer; readonly milliseconds?: number }
  /** This answer at once; the worker gets the request so much later. */
  | { readonly kind: 'late'; readonly answer: WireAnswer; readonly milliseconds: number }
  /** Nothing happens for so long; then the worker gets it, and its answer goes back. */
  | { readonly kind: 'silence-before'; readonly milliseconds: number }
  /** The worker applies it, and its answer goes back so much later. */
  | { readonly kind: 'silence-after'; readonly milliseconds: number }
  /** The connection is reset, and the worker never sees the request. */
  | { readonly kind: 'reset-before' }
  /** The worker applies it, and the connection is reset instead of an answer. */
  | { readonly kind: 'reset-after' }
  /** The worker applies it, and the connection ends in the middle of the answer's body. */
  | { readonly kind: 'half-body' }
  /** The worker applies it, and half of the answer's body comes back as if it were all. */
  | { readonly kind: 'short-body' }
  /** Neither passed on nor answered for as long as the connection stands. */
  | { readonly kind: 'hang' }
  /** The worker applies it, and no answer comes for as long as the connection stands. */
  | { readonly kind: 'hang-after' };

/** A request as it arrived. */
export interface ArrivedRequest {
  /** Counts from 0, in the order of arrival. */
  readonly index: number;
  readonly method: string;
  /** With the query, as sent. */
  readonly path: string;
  readonly body: string;
}

/** What became of a request. */
export interface ProxiedRequest extends ArrivedRequest {
  readonly fault: WireFault | undefined;
  /** The order in which things happened, over all requests: a number for each moment, undefined before it. */
  readonly arrived: number;
  /** The worker has answered it. */
  readonly appliedAt: number | undefined;
  /** The last that the client sees of it was sent, or its connection ended. */
  readonly ended: number | undefined;
  /** What the worker answered. */
  readonly workerStatus: number | undefined;
  /** The body of what went back, where it was complete. */
  readonly seen: string | undefined;
  readonly seenStatus: number | undefined;
}

/** A proxy on loopback between a client and a worker that loses, cuts and forges what passes through it. */
export interface FaultProxy {
  /** All of them lead to the same worker. */
  readonly urls: readonly string[];
  /** In the order of arrival. */
  readonly requests: readonly ProxiedRequest[];
  /** From now on this decides what goes wrong with each request, when its body has arrived. */
  disturb(decide: (request: ArrivedRequest) => WireFault | undefined): void;
  /** For so long the first URL refuses every connection, and those that stand are cut. */
  unplug(milliseconds: number): void;
  /** Resolves when the worker has answered everything that it was to get, however late. */
  quiet(): Promise<void>;
  close(): Promise<void>;
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** How a proxy is set up. */
export interface FaultProxyOptions {
  /** How many URLs it has; 1 if left out. */
  readonly urls?: number;
  /** What it lives by; the real one if left out. */
  readonly clock?: Clock;
  /** Each way takes up to so many milliseconds of the clock, by chance; none if left out. */
  readonly latencyMilliseconds?: number;
}

/** Starts a proxy before a worker. Paths, bodies and answers pass byte for byte. */
export async function startFaultProxy(target: string, options: FaultProxyOptions = {}): Promise<FaultProxy> {
  const proxy = new ForgingProxy(target, options);
  await proxy.listen();
  return proxy;
}

interface WorkerAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

class ForgingProxy implements FaultProxy {
  readonly #target: URL;
  readonly #clock: Clock;
  readonly #latency: number;
  readonly #agent = new Agent({ keepAlive: true });
  readonly #servers: readonly Server[];
  readonly #underWay = new Set<Promise<unknown>>();
  readonly #closing = new AbortController();
  readonly #seen: Mutable<ProxiedRequest>[] = [];
  #urls: readonly string[] = [];
  #decide: (request: ArrivedRequest) => WireFault | undefined = () => undefined;
  #moment = 0;

  constructor(target: string, { urls, clock, latencyMilliseconds }: FaultProxyOptions) {
    this.#target = new URL(target);
    this.#clock = clock ?? realClock();
    this.#latency = latencyMilliseconds ?? 0;
    this.#servers = Array.from({ length: urls ?? 1 }, () =>
      createServer((incoming, outgoing) => void this.#handle(incoming, outgoing)),
    );
  }

  get urls(): readonly string[] {
    return this.#urls;
  }

  get requests(): readonly ProxiedRequest[] {
    return this.#seen;
  }

  disturb(decide: (request: ArrivedRequest) => WireFault | undefined): void {
    this.#decide = decide;
  }

  async quiet(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.allSettled(this.#underWay);
  }

  unplug(milliseconds: number): void {
    const [server] = this.#servers;
    if (server?.listening) void this.#track(this.#unplug(server, milliseconds));
  }

  async listen(): Promise<void> {
    const ports = await Promise.all(this.#servers.map((server) => listenOn(server, 0)));
    this.#urls = ports.map((port) => `http://127.0.0.1:${port}`);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    this.#agent.destroy();
    await Promise.all(this.#servers.map(end));
  }

  async #unplug(server: Server, milliseconds: number): Promise<void> {
    const { port } = server.address() as AddressInfo;
    await end(server);
    await this.#clock.sleep(milliseconds, this.#closing.signal);
    if (!this.#closing.signal.aborted) await listenOn(server, port);
  }

  async #handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = await readAll(incoming).catch(() => undefined);
    if (body === undefined) return;
    const { method = '', url: path = '' } = incoming;
    const arrived: ArrivedRequest = { index: this.#seen.length, method, path, body };
    const noted = this.#note(arrived);
    noted.fault = this.#decide(arrived);
    outgoing.once('close', () => {
      noted.ended ??= this.#nextMoment();
    });
    await this.#travel();
    await this.#meet(noted, incoming, outgoing);
  }

  #note(arrived: ArrivedRequest): Mutable<ProxiedRequest> {
    const noted: Mutable<ProxiedRequest> = {
      ...arrived,
      fault: undefined,
      arrived: this.#nextMoment(),
      appliedAt: undefined,
      ended: undefined,
      workerStatus: undefined,
      seen: undefined,
      seenStatus: undefined,
    };
    this.#seen.push(noted);
    return noted;
  }

  #nextMoment(): number {
    this.#moment += 1;
    return this.#moment;
  }

  async #meet(
    noted: Mutable<ProxiedRequest>,
    incoming: IncomingMessage,
    outgoing: ServerResponse,
  ): Promise<void> {
    const { fault } = noted;
    const passOn = () => this.#passOn(noted, incoming);
    const answer = (text: WorkerAnswer) => this.#answer(noted, outgoing, text);
    switch (fault?.kind) {
      case undefined:
        return answer(await passOn());
      case 'answer':
        return answer(forged(fault.answer));
      case 'answer-after':
        await passOn();
        if (fault.milliseconds !== undefined) await this.#clock.sleep(fault.milliseconds);
        return answer(forged(fault.answer));
      case 'late':
        this.#track(this.#clock.sleep(fault.milliseconds).then(passOn));
        return answer(forged(fault.answer));
      case 'silence-before':
        await this.#track(this.#clock.sleep(fault.milliseconds));
        return answer(await passOn());
      case 'silence-after': {
        const text = await passOn();
        await this.#clock.sleep(fault.milliseconds);
        return answer(text);
      }
      case 'reset-before':
        incoming.socket.resetAndDestroy();
        return;
      case 'reset-after':
        await passOn();
        incoming.socket.resetAndDestroy();
        return;
      case 'half-body':
        cut(outgoing, await passOn());
        return;
      case 'short-body': {
        const text = await passOn();
        return answer({ ...text, body: half(text.body) });
      }
      case 'hang':
        return;
      case 'hang-after':
        await passOn();
        return;
    }
  }

  #answer(
    noted: Mutable<ProxiedRequest>,
    outgoing: ServerResponse,
    { status, headers, body }: WorkerAnswer,
  ): void {
    if (outgoing.destroyed) return;
    noted.seen = body;
    noted.seenStatus = status;
    noted.ended = this.#nextMoment();
    outgoing.writeHead(status, headers);
    outgoing.end(body);
  }

  /** What the worker answers; where it does not, the 502 of a gateway. */
  #passOn(noted: Mutable<ProxiedRequest>, incoming: IncomingMessage): Promise<WorkerAnswer> {
    const { hostname, port } = this.#target;
    const { method, path, body } = noted;
    const headers = Object.fromEntries(
      Object.entries(incoming.headers).filter(([name]) => !hopByHop.has(name)),
    );
    const answered = new Promise<WorkerAnswer>((resolve) => {
      const onward = request({ agent: this.#agent, hostname, port, method, path, headers }, (answer) => {
        readAll(answer).then(
          (text) => resolve(workersOwn(answer, text)),
          () => resolve(forged({ status: 502 })),
        );
      });
      onward.on('error', () => resolve(forged({ status: 502 })));
      onward.end(body);
    });
    const noticed = answered.then(async (answer) => {
      noted.appliedAt = this.#nextMoment();
      noted.workerStatus = answer.status;
      await this.#travel();
      return answer;
    });
    return this.#track(noticed);
  }

  async #travel(): Promise<void> {
    if (this.#latency > 0) await this.#clock.sleep(this.#latency * this.#clock.random());
  }

  #track<T>(work: Promise<T>): Promise<T> {
    this.#underWay.add(work);
    void work.finally(() => this.#underWay.delete(work));
    return work;
  }
}

async function listenOn(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve());
  });
  return (server.address() as AddressInfo).port;
}

async function end(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

const hopByHop: ReadonlySet<string> = new Set(['connection', 'keep-alive', 'host']);

async function readAll(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function workersOwn(answer: IncomingMessage, body: string): WorkerAnswer {
  const { 'content-type': contentType, location } = answer.headers;
  return {
    status: answer.statusCode ?? 502,
    headers: { ...(contentType && { 'content-type': contentType }), ...(location && { location }) },
    body,
  };
}

function forged({ status, body = '', contentType }: WireAnswer): WorkerAnswer {
  return { status, headers: contentType === undefined ? {} : { 'content-type': contentType }, body };
}

function half(body: string): string {
  return body.slice(0, Math.ceil(body.length / 2));
}

function cut(outgoing: ServerResponse, { status, headers, body }: WorkerAnswer): void {
  if (outgoing.destroyed) return;
  // With nothing in the body there is nothing to cut: half a status line is as good as none.
  if (body === '') {
    outgoing.destroy();
    return;
  }
  outgoing.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  outgoing.write(half(body), () => outgoing.destroy());
}
