/**
 * Why a request got no complete answer:
 * - `refused`, `unknown-host`, `unreachable`, `connect-timeout`: no connection was established;
 * - `tls`: the TLS handshake failed, because of a certificate, a name or the protocol;
 * - `proxy`: the HTTP proxy refused the request;
 * - `cut`: the connection ended before the answer was complete;
 * - `timeout`: the answer was not complete in time;
 * - `malformed`: the response is not HTTP;
 * - `encoded`: the answer is in a content encoding that was not asked for and is not known;
 * - `too-large`: the answer is larger than any worker response;
 * - `unsendable`: the request cannot be sent, for example because of a line break in a header;
 * - `interrupted`: the run was ended from outside.
 */
export type NoAnswerReason =
  | 'refused'
  | 'unknown-host'
  | 'unreachable'
  | 'connect-timeout'
  | 'tls'
  | 'proxy'
  | 'cut'
  | 'timeout'
  | 'malformed'
  | 'encoded'
  | 'too-large'
  | 'unsendable'
  | 'interrupted';

/** A reason with the code of the runtime, such as `ECONNREFUSED` or `CERT_HAS_EXPIRED`. */
export interface NoAnswer {
  readonly reason: NoAnswerReason;
  readonly detail: string | undefined;
}

/** The reason behind an error of Node or undici. The message of the error is never quoted. */
export function nameNoAnswer(error: unknown): NoAnswer {
  const proxyStatus = proxyRefusal(error);
  if (proxyStatus !== undefined) return { reason: 'proxy', detail: proxyStatus };
  // The HTTP parser sets a code for some errors only.
  if (error instanceof Error && error.name === 'HTTPParserError')
    return { reason: 'malformed', detail: undefined };
  const detail = codeOf(error);
  const named = codes.find(([pattern]) => pattern.test(detail));
  return { reason: named?.[1] ?? 'cut', detail: detail === '' ? undefined : detail };
}

const codes: readonly (readonly [RegExp, NoAnswerReason])[] = [
  [/^ECONNREFUSED$/, 'refused'],
  [/^(ENOTFOUND|EAI_\w+)$/, 'unknown-host'],
  [/^(EHOSTUNREACH|ENETUNREACH|ENETDOWN|EHOSTDOWN|EADDRNOTAVAIL|EACCES|EPERM)$/, 'unreachable'],
  [/^(UND_ERR_CONNECT_TIMEOUT|ETIMEDOUT)$/, 'connect-timeout'],
  [/^(EPROTO|ERR_SSL_|ERR_TLS_|ERR_OSSL_|ERR_CRYPTO_|UND_ERR_PRX_TLS)/, 'tls'],
  [/CERT|^(HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|UNABLE_TO_VERIFY_LEAF_SIGNATURE)$/, 'tls'],
  [/^UND_ERR_HEADERS_OVERFLOW$/, 'malformed'],
  [/^(UND_ERR_INVALID_ARG|UND_ERR_NOT_SUPPORTED|ERR_INVALID_\w+)$/, 'unsendable'],
  [/^(UND_ERR_DESTROYED|UND_ERR_CLOSED)$/, 'interrupted'],
];

/** The status of a proxy that refused; undici reports it only in the message. */
function proxyRefusal(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  return /^Proxy (?:response|Authentication Required) \((\d{3})\)/.exec(error.message)?.[1];
}

function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return '';
  return typeof error.code === 'string' ? error.code : '';
}
