import type { ClusterTarget } from '../model/project.ts';

/** One URL of a cluster, taken apart: userinfo and fragment are gone. */
export interface BaseUrl {
  /** `http://host:port` */
  readonly origin: string;
  /** What stands in front of `/connectors`: empty, or such as `/connect`, never with a slash at its end. */
  readonly path: string;
  /** Fit to be shown, as `shownPath` is of the path. */
  readonly shown: string;
  readonly shownPath: string;
}

/** The URLs of a cluster, or why it cannot be worked with; a sentence for people, behind the URL it speaks of. */
export type ClusterUrls =
  | { readonly kind: 'usable'; readonly bases: readonly [BaseUrl, ...BaseUrl[]] }
  | { readonly kind: 'unusable'; readonly shown: string; readonly because: string };

/** Takes the URLs of a cluster apart, and refuses what is known to be no Connect REST API. */
export function readClusterUrls({ urls, shownUrls }: Pick<ClusterTarget, 'urls' | 'shownUrls'>): ClusterUrls {
  const [first, ...others] = urls.map((url) => readUrl(url, shownUrls?.get(url)));
  const read = first ? [first, ...others] : [];
  const unusable = read.find((one) => one.kind === 'unusable');
  if (unusable) return unusable;
  const [base, ...rest] = read.flatMap((one) => (one.kind === 'usable' ? one.bases : []));
  if (base) return { kind: 'usable', bases: [base, ...rest] };
  return { kind: 'unusable', shown: 'the cluster', because: 'has no URL' };
}

/** Whether a URL has a port on which Kafka brokers usually listen: 9092 to 9098, and 19092, 29092 … of many examples. */
export function isKafkaPort({ origin }: Pick<BaseUrl, 'origin'>): boolean {
  return /:[1-9]?909[2-8]$/.test(origin);
}

function readUrl(text: string, masked: string | undefined): ClusterUrls {
  if (!URL.canParse(text)) {
    // Not repeated: what cannot be taken apart may hold a password.
    return {
      kind: 'unusable',
      shown: 'the URL of the cluster',
      because: 'is not a URL: write http://host:8083',
    };
  }
  const url = new URL(text);
  const path = url.pathname.replace(/(?<!\/)\/+$/, '');
  const shown = masked ?? `${url.protocol}//${url.host}${path}`;
  const because = whyUnusable(url, path);
  if (because !== undefined) return { kind: 'unusable', shown, because };
  return {
    kind: 'usable',
    bases: [{ origin: url.origin, path, shown, shownPath: masked === undefined ? path : pathIn(masked) }],
  };
}

/** What follows the host in a URL that contains references; nothing where the host is not apart from them. */
function pathIn(masked: string): string {
  return /^https?:\/\/[^/]+(\/.*)$/i.exec(masked)?.[1] ?? '';
}

function whyUnusable(url: URL, path: string): string | undefined {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return 'is not an http or https URL';
  if (url.search !== '') return 'has a query: the URL must end with the path in front of /connectors';
  const managed = /\/connect\/v1\/environments\/[^/]+\/clusters\/[^/]+/.test(path);
  if (url.hostname === 'api.confluent.cloud' || managed) {
    return (
      "is Confluent Cloud's API, which only resembles the REST API of Kafka Connect " +
      '(it masks values, so that nothing can be compared); connect-sync works with workers you can reach yourself'
    );
  }
  return undefined;
}
