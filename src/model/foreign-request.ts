/** What a server on this machine knows of a request before it answers it: a part of `IncomingMessage`. */
export interface ArrivedRequest {
  readonly headers: {
    readonly host?: string | undefined;
    readonly origin?: string | undefined;
    readonly 'sec-fetch-site'?: string | string[] | undefined;
  };
  /** Names and values in turn. */
  readonly rawHeaders: readonly string[];
  readonly socket: { readonly localAddress?: string | undefined };
}

/**
 * Why a request may come from a web page of another origin; undefined for any other. A page can reach a server on this
 * machine in two ways: under a name of its own that leads to it (DNS rebinding), which `Host` shows, and as a
 * cross-origin request, which `Origin` and `Sec-Fetch-Site` show. `server`: the subject of the sentence, such as
 * `the sandbox`. `allowed`: names that the user gave, in lower case.
 */
export function whyForeign(
  { headers, rawHeaders, socket }: ArrivedRequest,
  { server, allowed }: { readonly server: string; readonly allowed: readonly string[] },
): string | undefined {
  const { host = '', origin, 'sec-fetch-site': site } = headers;
  if (rawHeaders.filter((text, index) => index % 2 === 0 && /^host$/i.test(text)).length > 1)
    return 'the request has several Host headers';
  if (!isOwnName(host, [...allowed, ownAddress(socket.localAddress ?? '')]))
    return (
      `${server} answers only to localhost, its own address and names given with --allow-host, not to ${shown(host)}: ` +
      'a web page could reach it under a name of its own (DNS rebinding)'
    );
  if (origin !== undefined && !isSameOrigin(origin, host))
    return `${server} refuses requests of web pages, and this one comes from ${shown(origin)}`;
  if (typeof site === 'string' && site !== 'same-origin' && site !== 'none')
    return `${server} refuses requests of web pages, and this one is ${shown(site)}`;
  return undefined;
}

/** The header is repeated in a message, so it is bounded. */
function shown(text: string): string {
  return JSON.stringify(text.length > 100 ? `${text.slice(0, 100)}…` : text);
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

/** A server on `::` sees the IPv4 address of a connection as `::ffff:10.0.0.5`. */
function ownAddress(address: string): string {
  return bare(address).replace(/^::ffff:(?=\d+\.)/, '');
}

/** A page of the server itself; behind a proxy with TLS the scheme differs. `null` is never the same. */
function isSameOrigin(origin: string, host: string): boolean {
  return (
    /^https?:\/\//i.test(origin) && origin.replace(/^https?:\/\//i, '').toLowerCase() === host.toLowerCase()
  );
}
