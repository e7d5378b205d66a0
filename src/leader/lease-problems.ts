import type { HttpResult } from '../http/http-client.ts';
import type { NoAnswer, NoAnswerReason } from '../model/no-answer.ts';
import { toPrintableLine } from '../model/printable.ts';
import { LockProblem } from './lock-record.ts';

/** A request for a Lease, for messages. */
export interface LeaseRequest {
  readonly verb: 'read' | 'create' | 'update';
  /** The name of the Lease. */
  readonly name: string;
  readonly namespace: string;
  readonly server: string;
}

type Answer = Extract<HttpResult, { kind: 'answer' }>;

/** There is no answer. */
export function unanswered(request: LeaseRequest, { reason, detail }: NoAnswer): LockProblem {
  const code = detail === undefined ? '' : ` (${detail})`;
  return problem(
    request,
    `${noAnswers[reason] ?? 'did not answer'}${code}`,
    nextSteps[reason] ?? checkNetwork,
  );
}

/** The answer is a refusal, or something that no API server sends. */
export function refused(request: LeaseRequest, answer: Answer): LockProblem {
  const { status } = answer;
  const said = messageOf(answer.text);
  const words = said === undefined ? '' : `: ${said}`;
  const retryAfterMilliseconds = secondsIn(answer.header('retry-after')) * 1_000;
  return problem(request, `answered ${status}${words}`, nextAfter(status, request), retryAfterMilliseconds);
}

/** The answer is a success, and its text is not the Lease. `what`: what it is instead. */
export function unreadable(request: LeaseRequest, what: string): LockProblem {
  return problem(request, `answered with ${what}`, 'check that this is the API server, and no proxy');
}

function problem(
  { verb, name, namespace, server }: LeaseRequest,
  why: string,
  next: string,
  retryAfterMilliseconds = 0,
): LockProblem {
  const message = `cannot ${verb} the Lease ${namespace}/${name}: the API server ${server} ${why}; ${next}`;
  return new LockProblem(message, { retryAfterMilliseconds });
}

const checkNetwork = 'check the NetworkPolicy of the pod, and whether the API server is up';

const noAnswers: Partial<Readonly<Record<NoAnswerReason, string>>> = {
  refused: 'refuses the connection',
  'unknown-host': 'has a host name that is not known here',
  unreachable: 'cannot be reached',
  'connect-timeout': 'does not accept a connection',
  tls: 'has a certificate that ca.crt of the service account does not vouch for, or does not speak TLS',
  cut: 'ended the connection before its answer was complete',
  timeout: 'did not answer in time',
  malformed: 'does not answer in HTTP',
  encoded: 'answered in a content encoding that was not asked for',
  'too-large': 'answered with more than a Lease can have',
  interrupted: 'was not waited for: the controller ended',
};

const nextSteps: Partial<Readonly<Record<NoAnswerReason, string>>> = {
  tls: 'check KUBERNETES_SERVICE_HOST, and ca.crt of the service account',
  malformed: 'check that this is the API server, and no proxy',
  encoded: 'check that this is the API server, and no proxy',
  'too-large': 'check that this is the API server, and no proxy',
};

function nextAfter(status: number, { verb, namespace }: LeaseRequest): string {
  if (status === 401) return 'check the token of the service account: it may have expired';
  if (status === 403)
    return 'its service account needs a Role with get, update and create on leases (deploy/kubernetes/base)';
  if (status === 404 && verb === 'create') return `check that the namespace ${namespace} exists`;
  if (status === 429 || status >= 500) return 'it is asked again until it answers';
  if (status >= 300 && status < 400) return 'redirects are not followed: check KUBERNETES_SERVICE_HOST';
  return 'check the Lease with  kubectl describe lease';
}

/** The message of a `Status`, which an API server sends with each refusal. */
function messageOf(text: string): string | undefined {
  try {
    const { message } = JSON.parse(text) as { readonly message?: unknown };
    if (typeof message !== 'string' || message.trim() === '') return undefined;
    return toPrintableLine(message.trim().slice(0, longestMessage));
  } catch {
    return undefined;
  }
}

const longestMessage = 300;

/** A date is not used by API servers. */
function secondsIn(retryAfter: string | undefined): number {
  return /^\d{1,5}$/.test(retryAfter ?? '') ? Number(retryAfter) : 0;
}
