import { type Answer, emptyAnswer, errorAnswer, frameworkError, jettyPage } from '../http/answer.ts';
import type { BodyText } from '../http/body-text.ts';
import { Jackson } from '../http/jackson.ts';
import { type MediaType, parseAccept, parseMediaType, printParameters } from '../http/media-types.ts';
import { RestError } from '../http/rest-error.ts';
import { parseTarget } from '../http/target.ts';
import type { RestRequest, Worker } from './handler.ts';
import { matchPath, type Route, routesOf } from './routes.ts';

/** A request as it was received. */
export interface IncomingRequest {
  readonly method: string;
  /** Path and query, not decoded. */
  readonly target: string;
  readonly body: BodyText;
  readonly accept: string | undefined;
  readonly contentType: string | undefined;
  /** The scheme and host that the client used. */
  readonly origin: string;
}

/** Finds the route of a request and serves it, with the refusals of the REST framework (Connect REST contract 2). */
export async function serve(worker: Worker, request: IncomingRequest): Promise<Answer> {
  const target = parseTarget(worker.profile, request.method, request.target);
  if ('status' in target) return target;
  const matches = routesOf(worker.profile).flatMap((route) => {
    const parameters = matchPath(route.path, target.segments);
    return parameters ? [{ route, parameters }] : [];
  });
  if (matches.length === 0) return frameworkError(404);
  const { accept: acceptHeader, contentType } = request;
  const accept = acceptHeader?.trim() ? parseAccept(acceptHeader) : [];
  // Jersey itself answers an Accept that it cannot read, Jetty a Content-Type.
  if (!accept) return emptyAnswer(400);
  if (contentType !== undefined && !parseMediaType(contentType, 'required')) {
    return jettyPage({ profile: worker.profile, method: request.method }, 400, 'Bad Request');
  }
  if (request.method === 'OPTIONS')
    return optionsFor(
      matches.map(({ route }) => route),
      accept,
    );
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  const match = matches.find(({ route }) => route.method === method);
  if (!match) return frameworkError(405);
  const type = acceptedType(accept);
  const refusal = refusedType(match.route, request) ?? (type === undefined ? frameworkError(406) : undefined);
  if (refusal) return refusal;
  const { name, task } = match.parameters;
  // A parameter that is not a number is rejected later than an unknown path, and with a Content-Type.
  if (task === undefined) return errorAnswer(404, 'HTTP 404 Not Found');
  const answer = await handled(worker, match.route, { request, name, task, query: target.query });
  return answer.contentType === 'application/json' && type ? { ...answer, contentType: type } : answer;
}

async function handled(
  worker: Worker,
  route: Route,
  {
    request,
    ...others
  }: Pick<RestRequest, 'name' | 'task' | 'query'> & { readonly request: IncomingRequest },
): Promise<Answer> {
  try {
    const body = new Jackson(request.body, worker.profile);
    return await route.handler(worker, { ...others, body, origin: request.origin });
  } catch (error) {
    if (error instanceof RestError) return errorAnswer(error.status, error.message);
    return errorAnswer(500, `the sandbox failed: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** `OPTIONS` answers with the methods as text only where text is accepted; otherwise with an empty body of that type. */
function optionsFor(routes: readonly Route[], accept: readonly MediaType[]): Answer {
  const methods = new Set<string>(routes.map((route) => route.method));
  if (methods.has('GET')) methods.add('HEAD');
  const list = [...methods, 'OPTIONS'].join(', ');
  const best = mostWanted(accept);
  const isText =
    !best || best.type === '*' || (best.type === 'text' && ['plain', '*'].includes(best.subtype));
  if (isText) return { status: 200, body: list, contentType: 'text/plain', allow: list };
  const quality = best.parameters.map(([name, value]) => `;${name}=${value}`).join('');
  return { status: 200, body: '', contentType: `${best.type}/${best.subtype}${quality}`, allow: list };
}

function mostWanted(accept: readonly MediaType[]): MediaType | undefined {
  return accept.toSorted((one, other) => qualityOf(other) - qualityOf(one))[0];
}

function qualityOf({ parameters }: MediaType): number {
  const given = Number(parameters.find(([name]) => name === 'q')?.[1] ?? '1');
  return given;
}

/** The refusal of a request's media types (Connect REST contract 2). */
function refusedType(route: Route, { contentType, body }: IncomingRequest): Answer | undefined {
  const consumes = route.path !== '/' && route.path !== '/health';
  if (!consumes) return undefined;
  const given = contentType === undefined ? undefined : parseMediaType(contentType, 'required');
  // No media type and any media type are refused only by what reads the body, and with a Content-Type.
  if (!given || (given.subtype === '*' && ['*', 'application'].includes(given.type))) {
    const reads = route.readsBody === true && (body.text !== '' || contentType !== undefined);
    return reads ? errorAnswer(415, 'HTTP 415 Unsupported Media Type') : undefined;
  }
  return given.type === 'application' && given.subtype === 'json' ? undefined : frameworkError(415);
}

/** The media type that JSON is answered as: the accepted one with its parameters. Undefined: none is accepted. */
function acceptedType(accept: readonly MediaType[]): string | undefined {
  if (accept.length === 0) return 'application/json';
  const fits = accept.find(
    ({ type, subtype }) =>
      (type === '*' && subtype === '*') || (type === 'application' && ['*', 'json'].includes(subtype)),
  );
  return fits && `application/json${fits.subtype === 'json' ? printParameters(fits) : ''}`;
}
