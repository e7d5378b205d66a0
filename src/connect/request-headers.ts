import type { ClusterTarget, ClusterTls } from '../model/project.ts';

/** The headers of every request to a cluster, or what is wrong with one; the value is never repeated. */
export type RequestHeaders =
  | { readonly kind: 'usable'; readonly headers: Readonly<Record<string, string>> }
  | { readonly kind: 'unusable'; readonly because: string };

/**
 * Puts together what is sent with every request. Authentication is the one header that workers pass on
 * (Connect REST contract 8.3).
 */
export function readHeaders(target: Pick<ClusterTarget, 'auth' | 'headers'>): RequestHeaders {
  const headers: Record<string, string> = {};
  for (const [name, value] of target.headers) headers[name.toLowerCase()] = value;
  Object.assign(headers, { accept: 'application/json', 'user-agent': 'connect-sync' }, authorization(target));
  for (const [name, value] of Object.entries(headers)) {
    if (!/^[!#$%&'*+.^_`|~\w-]+$/.test(name))
      return { kind: 'unusable', because: 'has a header without a valid name' };
    if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) {
      const what = name === 'authorization' ? 'the credentials hold' : `the header "${name}" holds`;
      return {
        kind: 'unusable',
        because: `${what} a line break or another character that HTTP cannot carry`,
      };
    }
  }
  return { kind: 'usable', headers };
}

function authorization({ auth }: Pick<ClusterTarget, 'auth'>): { readonly authorization?: string } {
  switch (auth?.kind) {
    case 'basic': {
      const pair = Buffer.from(`${auth.username}:${auth.password}`).toString('base64');
      return { authorization: `Basic ${pair}` };
    }
    case 'bearer':
      return { authorization: `Bearer ${auth.token}` };
    case undefined:
      return {};
  }
}

/** The TLS settings of a cluster, as Node's `tls.connect` takes them. */
export function readTls(tls: ClusterTls | undefined): Readonly<Record<string, string>> {
  return {
    ...(tls?.ca !== undefined && { ca: tls.ca }),
    ...(tls?.certificate !== undefined && { cert: tls.certificate }),
    ...(tls?.key !== undefined && { key: tls.key }),
    ...(tls?.keyPassword !== undefined && { passphrase: tls.keyPassword }),
    ...(tls?.serverName !== undefined && { servername: tls.serverName }),
  };
}
