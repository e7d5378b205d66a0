import { BlockList, isIP } from 'node:net';

/** The proxies to go through, as the environment names them (`http_proxy`, `https_proxy`, `no_proxy`). */
export interface ProxySettings {
  /** The proxy for `http:` URLs, and for `https:` ones where `https` is not given. */
  readonly http?: string | undefined;
  readonly https?: string | undefined;
  /** Hosts that are reached directly: see `isReachedDirectly`. */
  readonly except?: string | undefined;
}

/** The URL of a proxy; many environments name it without a scheme: `proxy.example:3128`. Empty where there is none. */
export function proxyUrl(proxy: string | undefined): string {
  return !proxy || proxy.includes('://') ? (proxy ?? '') : `http://${proxy}`;
}

/**
 * Whether a server is reached without a proxy, by the rules that curl and Go share, and where only one of them has a
 * rule, by that one. Entries of `no_proxy` stand between commas or spaces: `*` for all servers; a domain, with or without
 * a dot in front, for itself and everything below it; `*.domain` only for what is below it; an address; a network
 * such as `10.0.0.0/8` or `fd00::/8`. An entry with a port is for that port alone. No name is resolved.
 */
export function isReachedDirectly(origin: string, { except = '' }: ProxySettings): boolean {
  const url = new URL(origin);
  const server = {
    host: bare(url.hostname),
    port: url.port || (url.protocol === 'https:' ? '443' : '80'),
  };
  return except.split(/[,\s]/).some((entry) => entry !== '' && includes(entry.toLowerCase(), server));
}

interface Server {
  readonly host: string;
  readonly port: string;
}

function includes(entry: string, { host, port }: Server): boolean {
  if (entry === '*') return true;
  const [, named = entry, forPort] = isIP(bare(entry)) ? [] : (/^([^/]+):(\d{1,5})$/.exec(entry) ?? []);
  if (forPort !== undefined && Number(forPort) !== Number(port)) return false;
  if (named === '*') return true;
  const family = isIP(host);
  if (family > 0) return isAddressIn(bare(named), host, family);
  const domain = named.replace(/^\*?\./, '').replace(/\.$/, '');
  if (domain === '') return false;
  return (host === domain && !named.startsWith('*')) || host.endsWith(`.${domain}`);
}

function isAddressIn(named: string, address: string, family: number): boolean {
  const [network = '', length] = named.split('/', 2);
  if (isIP(network) === 0) return false;
  const list = new BlockList();
  const whole = isIP(network) === 6 ? 128 : 32;
  const prefix = length === undefined ? whole : /^\d{1,3}$/.test(length) ? Number(length) : whole + 1;
  if (prefix > whole) return false;
  list.addSubnet(network, prefix, whole === 128 ? 'ipv6' : 'ipv4');
  return list.check(address, family === 6 ? 'ipv6' : 'ipv4');
}

/** A host without the brackets of an IPv6 address, and without the dot at the end of an absolute name. */
function bare(host: string): string {
  return host.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '');
}
