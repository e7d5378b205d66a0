/**
 * What the body of an answer is, by its content: errors of a worker often lack a Content-Type, and gateways in front of
 * a worker send wrong ones (Connect REST contract 2).
 * - `nothing`: no body, or blanks;
 * - `html`: a page: a proxy, a login, a worker's web server before the worker is up;
 * - `error`: the error that Kafka Connect sends, `{"error_code": …, "message": …}`;
 * - `json`: any other JSON;
 * - `broken-json`: it begins as JSON and is none;
 * - `text`: anything else.
 */
export type AnswerBody =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'html'; readonly title: string | undefined }
  | { readonly kind: 'error'; readonly message: string | undefined }
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'broken-json' }
  | { readonly kind: 'text'; readonly text: string };

/** Classifies a body. Never throws. */
export function inspectBody(raw: string): AnswerBody {
  const text = raw.trim();
  if (text === '') return { kind: 'nothing' };
  if (text.startsWith('<')) return { kind: 'html', title: titleOf(text) };
  try {
    return classifyJson(JSON.parse(text));
  } catch {
    return /^[{["]/.test(text) ? { kind: 'broken-json' } : { kind: 'text', text };
  }
}

/** The message in a body, to classify the answer by; it may be anything. */
export function messageIn(body: AnswerBody): string | undefined {
  switch (body.kind) {
    case 'error':
      return body.message;
    case 'html':
      return body.title;
    case 'text':
      return body.text;
    case 'json':
      return messageOf(body.value);
    case 'nothing':
    case 'broken-json':
      return undefined;
  }
}

/**
 * What may be quoted of a body: the message of an error of Kafka Connect, or a text that gateways are known to send.
 * Whatever else answers at the URL may be any service of the network, and a pull request may have chosen the URL: its
 * answers must not appear in a comment.
 */
export function quotableMessage(body: AnswerBody): string | undefined {
  switch (body.kind) {
    case 'error':
      return body.message;
    case 'html':
      return knownText(body.title);
    case 'text':
      return knownText(body.text);
    case 'json':
      return knownText(messageOf(body.value));
    case 'nothing':
    case 'broken-json':
      return undefined;
  }
}

/** Whether the title of a page is that of a login. */
export function isLoginTitle(title: string | undefined): boolean {
  return /\b(?:sign|log)[ -]?(?:in|on)\b|\bauthenticat/i.test(title ?? '');
}

/** The text of the table that this one is: nothing of the answer itself is repeated. */
function knownText(said: string | undefined): string | undefined {
  if (said === undefined || said.length > longestKnown) return undefined;
  const plain = said.toLowerCase();
  return knownTexts.find((known) => plain === known.toLowerCase()) ?? envoyText(plain);
}

/** Envoy names the reason why it could not reach the worker. */
function envoyText(plain: string): string | undefined {
  const known = 'upstream connect error or disconnect/reset before headers';
  if (!plain.startsWith(known)) return undefined;
  const reason = envoyReasons.find((one) => plain.includes(one));
  return reason === undefined ? known : `${known}: ${reason}`;
}

const longestKnown = 500;

const envoyReasons: readonly string[] = [
  'connection failure',
  'connection termination',
  'connection timeout',
  'delayed connect error',
  'local reset',
  'remote reset',
  'overflow',
  'protocol error',
];

/** What the authentication of Kafka Connect itself, nginx, Jetty, HAProxy, Squid, Traefik, Envoy, Kong and ingress controllers say, as titles or as whole bodies. */
const knownTexts: readonly string[] = [
  'User cannot access the resource.',
  ...'400 Bad Request|400 The plain HTTP request was sent to HTTPS port|401 Authorization Required'.split(
    '|',
  ),
  ...'401 Unauthorized|403 Forbidden|404 Not Found|404 page not found|Error 404 Not Found|405 Not Allowed'.split(
    '|',
  ),
  ...'413 Request Entity Too Large|429 Too Many Requests|500 Internal Server Error|502 Bad Gateway'.split(
    '|',
  ),
  ...'502 Proxy Error|503 Service Temporarily Unavailable|503 Service Unavailable|504 Gateway Time-out'.split(
    '|',
  ),
  ...'504 Gateway Timeout|Bad Gateway|Gateway Timeout|Service Unavailable|Forbidden|Unauthorized|Not Found'.split(
    '|',
  ),
  ...'Bad Request|Too Many Requests|Internal Server Error|ERROR: The requested URL could not be retrieved'.split(
    '|',
  ),
  ...'no healthy upstream|no available server|default backend - 404|RBAC: access denied'.split('|'),
  ...'no Route matched with those values|name resolution failed|API rate limit exceeded'.split('|'),
  ...'failure to get a peer from the ring-balancer|The upstream server is timing out'.split('|'),
  ...'An invalid response was received from the upstream server|Missing Authentication Token'.split('|'),
];

function classifyJson(value: unknown): AnswerBody {
  const isError = isObject(value) && Number.isInteger(value['error_code']);
  return isError ? { kind: 'error', message: messageOf(value) } : { kind: 'json', value };
}

/** The `message` that Kafka Connect and most gateways put into an error. */
function messageOf(value: unknown): string | undefined {
  const message = isObject(value) ? value['message'] : undefined;
  return typeof message === 'string' ? message : undefined;
}

function titleOf(html: string): string | undefined {
  const title = /<title[^<>]*>([^<]{1,200})/i.exec(html.slice(0, 10_000))?.[1]?.trim();
  return title || undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
