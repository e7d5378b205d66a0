import type { IncomingMessage } from 'node:http';
import { type Answer, errorAnswer } from './answer.ts';

/**
 * The refusal of a request that a web page may have sent; undefined for any other. A page can reach loopback in two
 * ways: under a name of its own that leads to 127.0.0.1 (DNS rebinding), which `Host` shows, and as a cross-origin
 * request, which `Origin` and `Sec-Fetch-Site` show. No answer has CORS headers. Real workers check neither, so this is
 * the one point where the sandbox is stricter. `allowed`: names that the user gave, in lower case.
 */
export function refuseForeign(
  { headers, rawHeaders, socket }: Pick<IncomingMessage, 'headers' | 'rawHeaders' | 'socket'>,
  allowed: readonly string[],
): Answer | undefined {
  const { host = '', origin, 'sec-fetch-site': site } = headers;
  if (rawHeaders.filter((text, index) => index % 2 === 0 && /^host$/i.test(text)).length > 1)
    return refusal('the request has several Host headers');
  if (!isOwnName(host, [...allowed, bare(socket.localAddress ?? '')]))
    return refusal(
      `the sandbox answers only to localhost, its own address and names given with --allow-host, not to ${shown(host)}: ` +
        'a web page could reach it under a name of its own (DNS rebinding)',
    );
  if (origin !== undefined && !isSameOrigin(origin, host))
    return refusal(`the sandbox refuses requests of web pages, and this one comes from ${shown(origin)}`);
  if (typeof site === 'string' && site !== 'same-origin' && site !== 'none')
    return refusal(`the sandbox refuses requests of web pages, and this one is ${shown(site)}`);
  return undefined;
}

/** The header is repeated in a message, so it is bounded. */
function shown(text: string): string {
  return JSON.stringify(text.length > 100 ? `${text.slice(0, 100)}…` : text);
}

function refusal(message: string): Answer {
  return errorAnswer(403, message);
}

/** No browser leaves the name empty; Jetty 9 accepts that. */
function isOwnName(host: string, own: readonly string[]): boolean {
  if (host === '') return true;
  const name = nameIn(host);
  if (name === undefined) return false;
  // Browsers take these names for loopback without asking DNS (RFC 6761).
  if (name === 'localhost' || name.endsWith('.localhost')) return true;
  return name === '::1' || /^127(?:\.\d{1,3}){3}$/.test(name) || own.includes(name);
}

/** The name or address in a `Host` header, as browsers write it: lower case, `127.1` in full. */
function nameIn(host: string): string | undefined {
  if (!/^[^\s/\\?#@]+$/.test(host) || !URL.canParse(`http://${host}`)) return undefined;
  return bare(new URL(`http://${host}`).hostname);
}

/** Without the brackets of an IPv6 address and the dot of an absolute name. */
function bare(name: string): string {
  return name.replace(/^\[|\]$/g, '').replace(/\.$/, '');
}

/** A page of the sandbox's own host; behind a proxy with TLS the scheme differs. `null` is never the same. */
function isSameOrigin(origin: string, host: string): boolean {
  return (
    /^https?:\/\//i.test(origin) && origin.replace(/^https?:\/\//i, '').toLowerCase() === host.toLowerCase()
  );
}
