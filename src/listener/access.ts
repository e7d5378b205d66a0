import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { whyForeign } from '../model/foreign-request.ts';
import { type Reply, textReply } from './reply.ts';

/** Who may send which requests. */
export interface Access {
  readonly token?: string | undefined;
  /** In lower case. */
  readonly allowedHosts: readonly string[];
}

/**
 * The refusal of a request that a web page of another origin may have sent; undefined for any other. A link from another
 * page to this one is followed: the browser shows the answer in place of that page, which cannot read it.
 */
export function refuseForeign(request: IncomingMessage, { allowedHosts }: Access): Reply | undefined {
  const headers = isFollowedLink(request)
    ? { ...request.headers, 'sec-fetch-site': 'none' }
    : request.headers;
  const why = whyForeign(
    { headers, rawHeaders: request.rawHeaders, socket: request.socket },
    { server: 'connect-sync', allowed: allowedHosts },
  );
  return why === undefined ? undefined : textReply(403, why);
}

function isFollowedLink({ method, headers }: IncomingMessage): boolean {
  return (
    method === 'GET' && headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document'
  );
}

/** The refusal of a request to start a run, of somebody who may not; undefined for who may. */
export function refuseRun(request: IncomingMessage, { token }: Access): Reply | undefined {
  if (token !== undefined)
    return hasToken(request, token)
      ? undefined
      : textReply(401, 'send the header `Authorization: Bearer TOKEN` with CONNECT_SYNC_RECONCILE_TOKEN', {
          'www-authenticate': 'Bearer realm="connect-sync"',
        });
  if (isLocal(request)) return undefined;
  return textReply(
    403,
    'without a token only clients on the same machine may start a run: start the controller with ' +
      'CONNECT_SYNC_RECONCILE_TOKEN set, and send the token',
  );
}

/** Digests have one length, so the time of the comparison says nothing about the token. */
function hasToken({ headers }: IncomingMessage, token: string): boolean {
  const [scheme = '', given = ''] = (headers.authorization ?? '').split(' ');
  return scheme.toLowerCase() === 'bearer' && timingSafeEqual(digest(given), digest(token));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

const proxyHeaders = [
  'forwarded',
  'via',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-real-ip',
];

/** A proxy on this machine passes on requests from elsewhere, and says so in its headers. */
function isLocal({ headers, socket }: IncomingMessage): boolean {
  const peer = (socket.remoteAddress ?? '').replace(/^::ffff:/, '');
  const isLoopback = peer === '::1' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(peer);
  return isLoopback && !proxyHeaders.some((name) => headers[name] !== undefined);
}
