/** A host as it is compared: in lower case, and the names of this machine as one. */
export function normalizeHost(host: string): string {
  const lower = host.trim().toLowerCase().replace(/\.$/, '');
  return loopback.has(lower) ? 'localhost' : lower;
}

const loopback: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '::1', '[::1]']);

/** The addresses of `bootstrap.servers`, without a protocol. */
export function normalizeBrokers(list: string): readonly string[] {
  const addresses = list.split(',').map((address) => {
    const [, host = address, port = ''] = /^(?:\w+:\/\/)?(.*?)(:\d+)?$/.exec(address.trim()) ?? [];
    return `${normalizeHost(host)}${port}`;
  });
  return [...new Set(addresses.filter((address) => address !== ''))];
}

/**
 * The URLs of a value, one for each host: `mongodb://a,b/shop` has two, and so has a list of URLs. Without user,
 * password, default port and the slash at the end; parameters that are no credentials count.
 */
export function normalizeUrl(value: string): readonly string[] {
  const urls = value.split(/,(?=\s*\w[\w+.-]*:\/\/)/).flatMap((url) => hostsOfUrl(url.trim()));
  return [...new Set(urls)];
}

function hostsOfUrl(url: string): readonly string[] {
  const at = url.indexOf('://');
  if (at === -1 || !/^[\w+.:-]+$/.test(url.slice(0, at))) return [url];
  const [scheme, after] = [url.slice(0, at + 3).toLowerCase(), url.slice(at + 3)];
  const end = after.search(/[/?;]/);
  const authority = end === -1 ? after : after.slice(0, end);
  const rest = withoutCredentials(after.slice(authority.length));
  const hosts = authority.slice(authority.lastIndexOf('@') + 1);
  return hosts.split(',').map((host) => {
    const [, name = host, port = defaultPorts[scheme]] = /^(.*?)(?::(\d+))?$/.exec(host) ?? [];
    return `${scheme}${normalizeHost(name)}${port === undefined ? '' : `:${port}`}${rest}`;
  });
}

const defaultPorts: Readonly<Record<string, string>> = {
  'http://': '80',
  'https://': '443',
  'mongodb://': '27017',
  'jdbc:postgresql://': '5432',
  'jdbc:mysql://': '3306',
  'jdbc:mariadb://': '3306',
  'jdbc:sqlserver://': '1433',
};

/** Two users of one database are two users of the same table. */
function withoutCredentials(rest: string): string {
  const kept = rest
    .split(/(?=[?&;])/)
    .filter((parameter) => !/^[?&;](?:user|username|password)=/i.test(parameter))
    .join('');
  return kept.replace(/^([^?&;]*)&/, '$1?').replace(/\/$/, '');
}
