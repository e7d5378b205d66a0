import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Access, refuseForeign, refuseRun } from './access.ts';
import { type Reply, sendReply, textReply } from './reply.ts';
import { routes } from './routes.ts';
import type { Site } from './site.ts';

/** What the answer to a request depends on. */
export interface Answering {
  readonly access: Access;
  readonly site: Site;
  readonly onError?: ((error: unknown) => void) | undefined;
}

/** Answers one request. Never rejects: an error of the site is the status 500. */
export async function answerRequest(
  request: IncomingMessage,
  response: ServerResponse,
  answering: Answering,
): Promise<void> {
  const reply = await replyTo(request, answering).catch((error: unknown) => {
    answering.onError?.(error);
    return textReply(500, 'connect-sync could not make this answer; its log says why');
  });
  if (reply !== undefined && !response.destroyed) sendReply(response, reply, request.method ?? 'GET');
}

/** Undefined where the client has gone. */
async function replyTo(request: IncomingMessage, { access, site }: Answering): Promise<Reply | undefined> {
  const body = await passBody(request);
  if (body === 'too-large') return textReply(413, 'the body is larger than 1 kB', { connection: 'close' });
  if (body === 'aborted') return undefined;
  const refusal = refuseForeign(request, access);
  if (refusal) return refusal;
  const [path = '', ...query] = (request.url ?? '').split('?');
  const route = routes.get(path);
  if (!route) return textReply(404, 'nothing is here');
  if (!route.methods.some((method) => method === request.method)) {
    const allow = route.methods.join(', ');
    return textReply(405, `only ${allow} is possible here`, { allow });
  }
  const denial = route.isGuarded ? refuseRun(request, access) : undefined;
  return denial ?? route.reply(site, { query: query.join('?'), accept: request.headers.accept });
}

const mostBodyBytes = 1_024;

/** No route has a use for a body; it is read so that the connection can be used again. */
async function passBody(request: IncomingMessage): Promise<'passed' | 'too-large' | 'aborted'> {
  if (Number(request.headers['content-length'] ?? 0) > mostBodyBytes) return 'too-large';
  return new Promise((resolve) => {
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > mostBodyBytes) resolve('too-large');
    });
    request.once('end', () => resolve('passed'));
    request.once('error', () => resolve('aborted'));
    request.once('close', () => resolve('aborted'));
  });
}
