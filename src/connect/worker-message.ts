import { withMeaning, withoutExceptionClass } from '../model/java-exception.ts';
import type { AnswerBody } from './answer-body.ts';

const longest = 4_000;

/**
 * What a worker said, without what only hides it: the class of the exception in front where it adds nothing, the list
 * of every plugin behind (of which the class names stay), the configuration in between; and with what its exception
 * means. The rest is still the worker's: scrub before showing (Connect REST contract 7.4).
 */
export function tidyWorkerMessage(message: string): string {
  const tidied = withoutExceptionClass(message.replace(/^Error trying to forward REST request: /, ''))
    .replace(/(, available connectors are: )(.*)$/s, (_, words: string, list: string) =>
      shortList(words, list),
    )
    // With every value in clear, resolved references included.
    .replace(
      /^Connector config \{.*\} contains no connector type/s,
      'Connector config contains no connector type',
    )
    .replace(/You can also find the above list of errors at the endpoint .*$/s, '')
    .trim();
  return withMeaning(tidied.length > longest ? `${cutAtSpace(tidied)} …` : tidied);
}

/** Kilobytes with the file of each plugin on the worker; the names of the classes are all that helps. */
function shortList(words: string, list: string): string {
  const names = [...list.matchAll(/name='([\w.$]{1,200})'/g)].map((match) => match[1]);
  const isShort = /^[\w.$]+(, [\w.$]+)*$/.test(list);
  if (isShort) return words + list;
  return names.length > 0 ? words + names.join(', ') : '';
}

/** Half a secret would not be recognised any more, so a word is left out as a whole. */
function cutAtSpace(text: string): string {
  return text
    .slice(0, longest)
    .replace(/(?<!\S)\S*$/, '')
    .trimEnd();
}

/**
 * What a worker says that could not even connect to the leader, or to the worker that runs the connector: nothing was
 * sent. The class is that of Java. What remains may have been sent: a time-out of reading, a reset, an end of file, a
 * page of a proxy that gave up on an answer (Connect REST contract 8.1).
 */
export const notForwarded: Pick<RegExp, 'test'> = {
  test: (said) =>
    isNoRequest.some((text) => text.test(said)) ||
    (/^(?:IO )?Error trying to forward REST request\b/.test(said) &&
      unconnected.some((text) => text.test(said))),
};

/** The address that the leader advertises is no URL; the client did not start. */
const isNoRequest: readonly RegExp[] = [
  /^(?:Error trying to forward REST request: )?(?:Invalid URI host|Illegal character in (?:authority|hostname))/,
  /^Failed to (?:start|initialize) (?:HTTP client|RestClient|HttpClient)/,
];

const unconnected: readonly RegExp[] = [
  // Name, route, connection. Where a proxy connects to a name it does not know, it says so in words.
  /\b(?:UnknownHost|UnresolvedAddress|NoRouteToHost|PortUnreachable|HttpHostConnect|Connect|Bind)Exception\b/,
  /Unresolved address|Connection refused|(?:Network|Host) is (?:unreachable|down)|No route to host/,
  /Operation not permitted|Permission denied|No available server|no available server/,
  // Connecting took too long.
  /\b(?:Http)?ConnectTimeoutException\b|(?:[Cc]onnect(?:ion)?|CONNECT) timed ?out|Connect [Tt]imeout/,
  // The TLS handshake, which precedes every request.
  /\bSSLHandshakeException\b|\bSSLPeerUnverifiedException\b|\bCert(?:Path|ificate)\w{0,30}Exception\b/,
  /PKIX path|SSL message, plaintext connection|Unsupported or unrecognized SSL message|Not an SSL\/TLS record/,
  // A mesh or a proxy between the workers.
  /no healthy upstream|Unrecognized token 'no'|No server is available to handle this request/,
  /disconnect\/reset before headers.{0,200}(?:connection failure|connection timeout|delayed connect error|overflow)/s,
  /Max requests queued per destination/,
];

/** Describes why a request was not sent: the worker that got it did not reach the one that it is for. */
export function describeNotForwarded(
  status: number,
  body: AnswerBody,
): { readonly why: string; readonly next: undefined } {
  const said = body.kind === 'error' ? (body.message ?? '') : '';
  if (!/forward REST request|^Invalid URI|^Failed to/.test(said)) {
    return { why: `answers ${status}`, next: undefined };
  }
  const address = leaderAddress(said);
  const cause = causes.find(([pattern]) => pattern.test(said))?.[1];
  const at = address === undefined ? '' : ` at ${address}`;
  const because = cause === undefined ? '' : `: ${cause}`;
  const check = 'check rest.advertised.host.name, listeners and certificates of the workers';
  return { why: `cannot reach its leader${at} (${status}${because}); ${check}`, next: undefined };
}

/** What kept a worker from its leader, by what it says. */
const causes: readonly (readonly [RegExp, string])[] = [
  [/UnknownHost|UnresolvedAddress|Unresolved address/, 'it does not know that host name'],
  [/SSL|PKIX|Cert(?:Path|ificate)/, 'the TLS handshake failed'],
  [/[Tt]ime(?:d ?)?out/, 'nothing accepts the connection'],
  [/NoRouteToHost|No route|unreachable|is down/, 'there is no route to it'],
  [/refused/, 'the connection is refused'],
  [/upstream|token 'no'|available/, 'the proxy between them has no way to it'],
  [/Invalid URI|Illegal character/, 'what the leader advertises is no address'],
];

/** The host, and the port if there is one: nothing else of the message, which is the worker's. */
function leaderAddress(said: string): string | undefined {
  const host = '([A-Za-z0-9](?:[\\w.-]{0,252}))';
  const places = [
    `https?://${host}(:\\d{1,5})?`,
    `(?:UnknownHostException|Unresolved address):? *${host}(:\\d{1,5})?(?:$|[:\\s])`,
    `matching ${host}() found`,
    `[/ ]${host}(:\\d{1,5})(?:$|[\\s,\\])])`,
    `\\(authority: ${host}(:\\d{1,5})?\\)`,
  ];
  for (const place of places) {
    const [found, name, port = ''] = new RegExp(place).exec(said) ?? [];
    if (found !== undefined) return `${name}${port}`;
  }
  return undefined;
}
