import { Agent, type Dispatcher, EnvHttpProxyAgent, Pool, request as send } from 'undici';
import { decodeBody } from '../model/content-encoding.ts';
import { type NoAnswer, nameNoAnswer } from '../model/no-answer.ts';
import { isReachedDirectly, type ProxySettings, proxyUrl } from '../model/proxy-settings.ts';

/** How to connect to a service that is no worker. */
export interface HttpClientOptions {
  readonly proxy: ProxySettings | undefined;
  /** Sent with every request. They may contain a token. */
  readonly headers: Readonly<Record<string, string>>;
  /** The certificates to trust in place of those of Node, in PEM. */
  readonly ca?: string | undefined;
  /** Aborts requests in flight. */
  readonly signal: AbortSignal;
}

/** One request. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  readonly url: string;
  /** JSON text. */
  readonly body: string | undefined;
  readonly timeoutMilliseconds: number;
  /** Beside those of every request; `content-type` replaces that of JSON. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** `ignored`: the text of the answer is empty, and no more than 64 kB of it are taken. Default: it is read. */
  readonly answer?: 'ignored' | undefined;
  /** An answer with more is `too-large`; left out: far more than a forge sends. */
  readonly mostBytes?: number | undefined;
}

/** A complete response, unparsed, or the reason why there is none. */
export type HttpResult =
  | {
      readonly kind: 'answer';
      readonly status: number;
      /** A header by its name in lower case; of repeated headers the first. */
      readonly header: (name: string) => string | undefined;
      readonly text: string;
    }
  | { readonly kind: 'no-answer'; readonly why: NoAnswer };

/** An HTTP client. It never rejects, and it follows no redirect, so a token is sent to no other server. */
export interface HttpClient {
  send(request: HttpRequest): Promise<HttpResult>;
  close(): Promise<void>;
}

/** Opens a client. With invalid settings every result is `unsendable`. */
export function openHttpClient(options: HttpClientOptions): HttpClient {
  let dispatcher: Dispatcher | undefined;
  return {
    send: async (request) => {
      try {
        // All requests go to one server.
        dispatcher ??= openAgent(options, request.url);
        return await exchange(dispatcher, request, options);
      } catch (error) {
        return { kind: 'no-answer', why: reasonOf(error, options.signal) };
      }
    },
    close: async () => {
      await dispatcher?.destroy();
    },
  };
}

const connectTimeout = 10_000;

function openAgent({ proxy, ca }: HttpClientOptions, url: string): Dispatcher {
  const connect = { timeout: connectTimeout, allowH2: false, ...(ca !== undefined && { ca }) };
  if ((!proxy?.http && !proxy?.https) || isReachedDirectly(url, proxy)) return new Agent({ connect });
  return new EnvHttpProxyAgent({
    connect,
    // An empty string, because undici reads the environment if a setting is missing.
    httpProxy: proxyUrl(proxy.http),
    httpsProxy: proxyUrl(proxy.https),
    noProxy: '',
    proxyTunnel: false,
    requestTls: connect,
    proxyTls: connect,
    clientFactory: (origin, poolOptions) =>
      new Pool(origin, poolOptions).compose(
        (next) => (call, handler) => next(call, withoutReconnects(handler)),
      ),
  });
}

/** Keeps undici from reconnecting in a tight loop if a proxy hangs up while a tunnel is opened: see `connect/http-agents.ts`. */
function withoutReconnects(handler: Dispatcher.DispatchHandler): Dispatcher.DispatchHandler {
  const report = handler.onResponseError?.bind(handler);
  return Object.assign(handler, {
    onResponseError: (controller: Dispatcher.DispatchController, cause: Error) =>
      report?.(
        controller,
        'code' in cause && cause.code === 'UND_ERR_SOCKET'
          ? Object.assign(new Error('the proxy hung up', { cause }), { code: 'ECONNRESET' })
          : cause,
      ),
  });
}

async function exchange(
  dispatcher: Dispatcher,
  { method, url, body, timeoutMilliseconds, headers: own, answer: wanted, mostBytes }: HttpRequest,
  { headers, signal }: HttpClientOptions,
): Promise<HttpResult> {
  const answer = await send(url, {
    method,
    dispatcher,
    headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }), ...own },
    body: body ?? null,
    signal: AbortSignal.any([signal, AbortSignal.timeout(Math.max(1, Math.ceil(timeoutMilliseconds)))]),
  });
  const first = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value);
  return {
    kind: 'answer',
    status: answer.statusCode,
    header: (name) => first(answer.headers[name]),
    text:
      wanted === 'ignored'
        ? await ignore(answer.body)
        : await textOf(answer.body, first(answer.headers['content-encoding']), mostBytes),
  };
}

/** What a receiver says beside its status does not matter, even if it never ends. */
async function ignore(body: Dispatcher.ResponseData['body']): Promise<string> {
  await body.dump({ limit: 64 * 1024 }).catch(() => undefined);
  return '';
}

/** Far more than a page of 100 comments with 65,536 characters each. */
const largestAnswer = 64 * 1024 * 1024;

async function textOf(
  body: AsyncIterable<Buffer>,
  encoding: string | undefined,
  mostBytes = largestAnswer,
): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > mostBytes) throw new Unreadable({ reason: 'too-large', detail: undefined });
    chunks.push(chunk);
  }
  const decoded = decodeBody(Buffer.concat(chunks), encoding, mostBytes);
  switch (decoded.kind) {
    case 'bytes':
      return new TextDecoder().decode(decoded.bytes);
    case 'too-large':
      throw new Unreadable({ reason: 'too-large', detail: undefined });
    case 'encoded':
      throw new Unreadable({ reason: 'encoded', detail: decoded.encoding });
  }
}

/** An answer that came and is of no use. */
class Unreadable extends Error {
  readonly why: NoAnswer;

  constructor(why: NoAnswer) {
    super(why.reason);
    this.why = why;
  }
}

function reasonOf(error: unknown, signal: AbortSignal): NoAnswer {
  if (signal.aborted) return { reason: 'interrupted', detail: undefined };
  if (error instanceof Unreadable) return error.why;
  const isTimeout = error instanceof Error && error.name === 'TimeoutError';
  return isTimeout ? { reason: 'timeout', detail: undefined } : nameNoAnswer(error);
}
