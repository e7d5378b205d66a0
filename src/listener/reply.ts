import type { ServerResponse } from 'node:http';

/** What goes back to a client. */
export interface Reply {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A reply in a few lines of text, for people and probes. */
export function textReply(
  status: number,
  text: string,
  headers: Readonly<Record<string, string>> = {},
): Reply {
  return { status, contentType: 'text/plain; charset=utf-8', body: `${text}\n`, headers };
}

/** Sends a reply with the headers that all replies have; the body is left out for HEAD. */
export function sendReply(response: ServerResponse, reply: Reply, method: string): void {
  const bytes = Buffer.from(reply.body);
  response.writeHead(reply.status, {
    ...headersOfAll,
    'content-type': reply.contentType,
    'content-length': bytes.length,
    ...reply.headers,
  });
  response.end(method === 'HEAD' ? undefined : bytes);
}

/**
 * Nothing is loaded from elsewhere, nothing runs that is not in the page, no other page can frame it or read it, and
 * nobody keeps a copy.
 */
const headersOfAll: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'none'; img-src data:; form-action 'self'; " +
    "base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cache-control': 'no-store',
};
