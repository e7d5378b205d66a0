/** A worker's answer. The body is read as text first, since not every answer is JSON, whatever its header says. */
export interface Answer {
  readonly status: number;
  readonly text: string;
  /** The parsed body; undefined where it is not JSON. */
  readonly json: unknown;
  /** The media type without parameters; undefined where the answer has none. */
  readonly mediaType: string | undefined;
  readonly headers: Headers;
}

/** The body and headers of a request. */
export interface Sent {
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent unchanged, with the given media type (default `application/json`, empty: none). */
  readonly raw?: string;
  readonly mediaType?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Plain HTTP to one worker. It shares no code with the client in `src/connect`, whose faults it would otherwise hide. */
export interface RestClient {
  /** Without a trailing slash. */
  url(): string;
  send(method: string, path: string, sent?: Sent): Promise<Answer>;
  get(path: string): Promise<Answer>;
  put(path: string, body?: unknown): Promise<Answer>;
  post(path: string, body?: unknown): Promise<Answer>;
  delete(path: string): Promise<Answer>;
}

/** A client of the worker at the URL that the function returns. It is called for each request: the worker may start later. */
export function restClient(url: () => string): RestClient {
  const send = async (method: string, path: string, sent: Sent = {}): Promise<Answer> => {
    const raw = sent.raw ?? (sent.body === undefined ? undefined : JSON.stringify(sent.body));
    // Bytes, not text: for text, fetch would add a media type.
    const body = raw === undefined ? undefined : new TextEncoder().encode(raw);
    const mediaType = sent.mediaType ?? 'application/json';
    const response = await fetch(url() + path, {
      method,
      headers: { ...(body && mediaType ? { 'content-type': mediaType } : {}), ...sent.headers },
      ...(body ? { body } : {}),
      redirect: 'manual',
      signal: AbortSignal.timeout(100_000),
    });
    return answerOf(response, await response.text());
  };
  return {
    url,
    send,
    get: (path) => send('GET', path),
    put: (path, body) => send('PUT', path, { body }),
    post: (path, body) => send('POST', path, { body }),
    delete: (path) => send('DELETE', path),
  };
}

/** The path of one connector, its name percent-encoded as one segment. */
export function connectorPath(name: string, rest = ''): string {
  return `/connectors/${encodeURIComponent(name)}${rest}`;
}

/** An answer from a response and its body. */
export function answerOf(response: Response, text: string): Answer {
  return {
    status: response.status,
    text,
    json: parsed(text),
    mediaType: response.headers.get('content-type')?.split(';')[0]?.trim(),
    headers: response.headers,
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
