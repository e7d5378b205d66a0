import { comparableUrl } from '../model/worker-address.ts';

/** Where a request was sent: to a worker of Kafka Connect, or to something else. */
export type LocatedRequest =
  /** `base`: the base URL of the worker. `path`: the path and query that the worker sees. */
  | { readonly kind: 'connect'; readonly base: string; readonly path: string }
  | { readonly kind: 'other'; readonly url: string }
  | { readonly kind: 'invalid' };

/** The first line of a request, and what the target means if it is only a path. */
export interface RequestLine {
  readonly method: string;
  /** The target as it was sent: absolute for a proxy, a path for a server. */
  readonly target: string;
  /** The scheme and the host that a path belongs to. */
  readonly origin: string;
}

/**
 * Finds out by its path whether a request is for Kafka Connect: `/connectors…`, `/connector-plugins…` or
 * `/admin/loggers…`, also below the path of a gateway. The root of a host, and of every base URL that is known already,
 * counts too: commands wait until it answers.
 */
export function locateRequest(
  { method, target, origin }: RequestLine,
  knownBases: { has(base: string): boolean },
): LocatedRequest {
  const { scheme, authority, path, query } = split(target.startsWith('/') ? origin + target : target);
  const host = comparableUrl(`${scheme}://${authority.slice(authority.lastIndexOf('@') + 1)}`);
  if (host === undefined) return { kind: 'invalid' };
  const parts = path.split('/').slice(1);
  const at = parts.findIndex((part, index) => isStart(part, parts[index + 1]));
  const isRoot = at < 0 && ['GET', 'HEAD', 'OPTIONS'].includes(method);
  if (at >= 0) {
    return {
      kind: 'connect',
      base: join(host, parts.slice(0, at)),
      path: `/${parts.slice(at).join('/')}${query}`,
    };
  }
  if (isRoot && parts.every((part) => part === '')) return { kind: 'connect', base: host, path: `/${query}` };
  if (isRoot && knownBases.has(join(host, parts)))
    return { kind: 'connect', base: join(host, parts), path: `/${query}` };
  return { kind: 'other', url: host + shownPath(parts) };
}

function split(url: string) {
  const [, scheme = '', rest = ''] = /^([a-z]+):\/\/(.*)$/is.exec(url) ?? [];
  const end = rest.search(/[/?#]/);
  const authority = end < 0 ? rest : rest.slice(0, end);
  const afterHost = (end < 0 ? '' : rest.slice(end)).replace(/#.*$/s, '');
  const mark = afterHost.indexOf('?');
  const path = mark < 0 ? afterHost : afterHost.slice(0, mark);
  return {
    scheme,
    authority,
    path: path === '' ? '/' : path,
    query: mark < 0 ? '' : afterHost.slice(mark),
  };
}

function isStart(part: string, next: string | undefined): boolean {
  return part === 'connectors' || part === 'connector-plugins' || (part === 'admin' && next === 'loggers');
}

function join(host: string, parts: readonly string[]): string {
  return [host, ...parts.filter((part) => part !== '')].join('/');
}

/** The paths of other services may contain tokens, so only a first part that is a plain word is shown. */
function shownPath(parts: readonly string[]): string {
  const [first = '', ...others] = parts.filter((part) => part !== '');
  if (first === '') return '/';
  if (!/^[a-z_-]{1,24}$/.test(first)) return '/…';
  return others.length === 0 ? `/${first}` : `/${first}/…`;
}

/** The path of a request to a worker as it is shown: values in the query may be secret. */
export function shownConnectPath(path: string): string {
  const mark = path.indexOf('?');
  if (mark < 0) return path;
  const parts = path.slice(mark + 1).split('&');
  return `${path.slice(0, mark)}?${parts.map(shownParameter).join('&')}`;
}

/** The parameters of the REST API of Kafka Connect. */
const plainParameters =
  /^(?:expand|forward|includeTasks|onlyFailed|connectorsOnly|version|scope|reset)(?:=[\w.-]{0,40})?$/;

function shownParameter(parameter: string): string {
  return plainParameters.test(parameter) ? parameter : `${parameter.split('=', 1)[0]?.slice(0, 40)}=…`;
}
