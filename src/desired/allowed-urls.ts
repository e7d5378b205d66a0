import { domainToASCII } from 'node:url';
import { matchesPathGlob } from '../model/path-glob.ts';

/** The URLs that the job allows. */
export interface AllowedUrls {
  /** Whether a worker's base URL is allowed. */
  allows(url: string): boolean;
  /** The entries as they were written. */
  readonly listed: readonly string[];
  /** The entries that are not URLs. */
  readonly invalid: readonly string[];
}

/**
 * The URLs that `CONNECT_SYNC_ALLOWED_URLS` lists, separated by blanks or commas. An entry is an origin, or a URL with a path; it allows everything below its path. `*` stands for a
 * part of one label of the host, one segment of the path, or any port; alone it allows every URL.
 */
export function allowedUrls(text: string): AllowedUrls {
  const listed = text.split(/[\s,]+/).filter((entry) => entry !== '');
  const entries = listed.map((written) => ({ written, pattern: parseEntry(written) }));
  const patterns = entries.flatMap(({ pattern }) => pattern ?? []);
  return {
    listed,
    invalid: entries.flatMap(({ written, pattern }) => (pattern === undefined ? [written] : [])),
    allows: (url) => {
      const place = placeOf(url);
      return place !== undefined && patterns.some((pattern) => isWithin(place, pattern));
    },
  };
}

/** The parts of a URL, or of an entry with wildcards, that are compared. */
interface UrlPlace {
  readonly scheme: string;
  /** Labels, in ASCII and lower case. */
  readonly host: string;
  readonly port: string;
  /** Without slashes at the ends. */
  readonly path: string;
}

const anywhere: UrlPlace = { scheme: '*', host: '**', port: '*', path: '' };

/** An entry is no URL to Node, because of its wildcards. */
function parseEntry(written: string): UrlPlace | undefined {
  if (written === '*') return anywhere;
  const match = /^(https?):\/\/(\[[0-9a-f:.]+\]|[^/?#@:[\]\\]+)(?::(\d+|\*))?(\/[^?#\\]*)?$/i.exec(written);
  if (!match) return undefined;
  const [, scheme = '', host = '', port, path = ''] = match;
  const ascii = host.startsWith('[') ? hostOf(`http://${host}`) : inAscii(host);
  if (ascii === undefined) return undefined;
  const lower = scheme.toLowerCase();
  return { scheme: lower, host: ascii, port: port ?? defaultPort(lower), path: pathOfEntry(path) };
}

/** `/*` at the end stands for everything below, which an entry without it allows too. */
function pathOfEntry(path: string): string {
  return withoutSlashes(path.replace(/\/\*{1,2}$/, ''));
}

/** The host in ASCII: a label in another alphabet becomes what is sent. Undefined: it is no host. */
function inAscii(host: string): string | undefined {
  const labels = host.toLowerCase().split('.');
  const ascii = labels.map((label) => (/^[a-z0-9_*-]*$/.test(label) ? label : domainToASCII(label)));
  return ascii.includes('') ? undefined : ascii.join('.');
}

/** A URL as it is contacted. Undefined where a gateway may read its path in another way than it is written. */
function placeOf(text: string): UrlPlace | undefined {
  if (!URL.canParse(text)) return undefined;
  const { protocol, hostname, port, pathname } = new URL(text);
  if (/%2f|%5c|%2e|%25|;/i.test(pathname)) return undefined;
  const scheme = protocol.slice(0, -1);
  return { scheme, host: hostname, port: port || defaultPort(scheme), path: withoutSlashes(pathname) };
}

function isWithin(place: UrlPlace, allowed: UrlPlace): boolean {
  const { scheme, host, port, path } = allowed;
  const isHost = host === place.host || matchesPathGlob(asPath(host), asPath(place.host));
  const isPath = path === '' || matchesPathGlob(`${path}/**`, place.path);
  return (
    (scheme === '*' || scheme === place.scheme) && isHost && (port === '*' || port === place.port) && isPath
  );
}

/** Labels as segments, so that `*` stays within one. */
function asPath(host: string): string {
  return host.replaceAll('.', '/');
}

function hostOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).hostname : undefined;
}

function withoutSlashes(path: string): string {
  return path.replace(/^\//, '').replace(/\/$/, '');
}

function defaultPort(scheme: string): string {
  return scheme === 'https' ? '443' : '80';
}
