import { type Answer, errorAnswer, frameworkError } from '../http/answer.ts';
import { Jackson } from '../http/jackson.ts';
import { RestError } from '../http/rest-error.ts';
import { parseTarget } from '../http/target.ts';
import type { Worker } from './handler.ts';
import { matchPath, type Route, routesOf } from './routes.ts';

/** A request as it was received. */
export interface IncomingRequest {
  readonly method: string;
  /** Path and query, not decoded. */
  readonly target: string;
  readonly body: string;
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
  if (request.method === 'OPTIONS') return allowed(matches.map(({ route }) => route));
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  const match = matches.find(({ route }) => route.method === method);
  if (!match) return frameworkError(405);
  const refusal = negotiate(match.route, request);
  if (refusal) return refusal;
  const { name, task } = match.parameters;
  // A parameter that is not a number is rejected later than an unknown path, and with a Content-Type.
  if (task === undefined) return errorAnswer(404, 'HTTP 404 Not Found');
  try {
    const body = new Jackson(request.body, worker.profile);
    const { query } = target;
    return await match.route.handler(worker, { name, task, query, body, origin: request.origin });
  } catch (error) {
    if (error instanceof RestError) return errorAnswer(error.status, error.message);
    return errorAnswer(500, `the sandbox failed: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function allowed(routes: readonly Route[]): Answer {
  const methods = new Set<string>(routes.map((route) => route.method));
  if (methods.has('GET')) methods.add('HEAD');
  const list = [...methods, 'OPTIONS'].join(', ');
  return { status: 200, body: list, contentType: 'text/plain', allow: list };
}

function negotiate(route: Route, { accept, contentType, body }: IncomingRequest): Answer | undefined {
  const consumes = route.path !== '/' && route.path !== '/health';
  if (consumes && route.method !== 'GET') {
    if (contentType === undefined && body !== '') return unsupportedType();
    if (contentType !== undefined && !/^application\/(json|\*)\s*(;|$)/i.test(contentType)) {
      return frameworkError(415);
    }
  }
  return accepts(accept) ? undefined : frameworkError(406);
}

// Where there is no Content-Type at all, the error has one.
function unsupportedType(): Answer {
  return errorAnswer(415, 'HTTP 415 Unsupported Media Type');
}

function accepts(accept: string | undefined): boolean {
  if (accept === undefined || accept.trim() === '') return true;
  return accept.split(',').some((range) => {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    const isRefused = parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
    return !isRefused && ['*/*', 'application/*', 'application/json'].includes(type);
  });
}
