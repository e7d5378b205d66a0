import { readClusterUrls } from '../connect/cluster-urls.ts';
import { readCertificate, type ServerCertificate } from '../connect/read-certificate.ts';
import type { Ports } from '../model/ports.ts';
import { isReachedDirectly, type ProxySettings, proxyUrl } from '../model/proxy-settings.ts';
import type { ClusterContext } from './resolve-clusters.ts';

export type { ServerCertificate } from '../connect/read-certificate.ts';

/** How one URL of a cluster is reached. */
export interface UrlPath {
  /** As it is shown. */
  readonly url: string;
  readonly isSecure: boolean;
  readonly isLoopback: boolean;
  /** Host and port of the proxy, without its user; undefined: the URL is reached directly. */
  readonly proxy: string | undefined;
  /** Undefined without TLS, through a proxy, or where there is no handshake. */
  readonly certificate: ServerCertificate | undefined;
}

const patienceMilliseconds = 10_000;

/** How each URL is reached, with the certificate of its server. Empty where a URL cannot be used. Never rejects. */
export function readUrlPaths(
  { target, project }: ClusterContext,
  { clock, proxy }: Ports,
): Promise<readonly UrlPath[]> {
  const urls = readClusterUrls(target);
  if (urls.kind === 'unusable') return Promise.resolve([]);
  const { timeoutMilliseconds = patienceMilliseconds } = project.input;
  return Promise.all(
    urls.bases.map(async ({ origin, shown }) => {
      const { protocol, hostname } = new URL(origin);
      const isSecure = protocol === 'https:';
      const through = proxyFor(origin, proxy);
      const request = { origin, tls: target.tls, clock, timeoutMilliseconds };
      return {
        url: shown,
        isSecure,
        isLoopback: /^(?:localhost|127\.[\d.]+|\[::1\])$/.test(hostname),
        proxy: through,
        certificate: isSecure && through === undefined ? await readCertificate(request) : undefined,
      };
    }),
  );
}

function proxyFor(origin: string, proxy: ProxySettings | undefined): string | undefined {
  if (!proxy || isReachedDirectly(origin, proxy)) return undefined;
  const named = origin.startsWith('https:') ? proxy.https || proxy.http : proxy.http;
  const url = proxyUrl(named);
  if (url === '') return undefined;
  return URL.canParse(url) ? new URL(url).host : 'the proxy of the environment';
}
