import type { HttpResult } from '../http/http-client.ts';
import { formatDuration } from '../model/duration.ts';
import type { NoAnswer, NoAnswerReason } from '../model/no-answer.ts';
import type { Answer, ForgeCall } from './forge-answer.ts';
import { ForgeFailure } from './forge-failure.ts';
import { rateLimitOf } from './rate-limit.ts';

/** How a call goes on after a result. */
export type Verdict =
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'failed'; readonly failure: ForgeFailure }
  | {
      readonly kind: 'transient';
      /** Shown while waiting. */
      readonly because: string;
      /** How long the forge asks to wait; undefined if it does not say. */
      readonly waitMilliseconds: number | undefined;
      /** A POST that may have been processed must not be sent again. */
      readonly mayHaveArrived: boolean;
      /** Thrown if there is no time left. */
      readonly failure: ForgeFailure;
    };

interface Context {
  /** `GitHub` or `GitLab`. */
  readonly forge: string;
  readonly now: number;
  readonly call: ForgeCall;
}

/** Classifies the result of a call: a response, a permanent failure, or a transient one. */
export function classifyResult(result: HttpResult, context: Context): Verdict {
  const { forge, call } = context;
  if (result.kind === 'no-answer') return classifyNoAnswer(result.why, context);
  const { status } = result;
  if (status >= 200 && status < 300) return { kind: 'answer', answer: result };
  const wait = rateLimitOf(result, context.now);
  if (wait !== undefined) {
    const because = `${forge} limits the rate of requests (${status})`;
    const failure = new ForgeFailure({
      code: 'forge-rate-limit',
      message: `${because} and asks to wait ${formatDuration(wait)}, which is longer than the time left`,
      hint: 'run it again later, or allow more time with --timeout',
    });
    // A request over the limit is rejected before it is processed.
    return { kind: 'transient', because, waitMilliseconds: wait, mayHaveArrived: false, failure };
  }
  if (call.acceptedStatuses?.includes(status)) return { kind: 'answer', answer: result };
  if (status >= 500)
    return transient(`${forge} responded with ${status}`, call, { hint: 'run it again later' });
  return {
    kind: 'failed',
    failure: status >= 300 && status < 400 ? redirected(result, forge) : call.explain(result),
  };
}

function classifyNoAnswer({ reason, detail }: NoAnswer, { forge, call }: Context): Verdict {
  const { origin } = new URL(call.url);
  const code = detail === undefined ? '' : ` (${detail})`;
  const because = `${forge} at ${origin} ${noAnswers[reason]}${code}`;
  const hint = 'check the API URL in the environment, the network and the proxy variables';
  if (transientReasons.has(reason)) return transient(because, call, { hint, wasSent: !unsent.has(reason) });
  return { kind: 'failed', failure: new ForgeFailure({ code: 'forge-unreachable', message: because, hint }) };
}

/** Reasons that may go away by themselves. */
const transientReasons: ReadonlySet<NoAnswerReason> = new Set([
  'refused',
  'unreachable',
  'connect-timeout',
  'cut',
  'timeout',
]);

/** No byte of the request was sent. */
const unsent: ReadonlySet<NoAnswerReason> = new Set(['refused', 'unreachable', 'connect-timeout']);

const noAnswers: Readonly<Record<NoAnswerReason, string>> = {
  refused: 'refuses the connection',
  'unknown-host': 'has an unknown host name',
  unreachable: 'is unreachable',
  'connect-timeout': 'does not accept a connection',
  tls: 'has a certificate that is not trusted, or does not speak TLS',
  proxy: 'cannot be reached through the proxy set in the environment',
  cut: 'closed the connection before its response was complete',
  timeout: 'did not respond in time',
  malformed: 'does not respond in HTTP',
  encoded: 'sent a response in a content encoding that was not asked for',
  'too-large': 'sent a response that is too large',
  unsendable:
    'cannot be sent this request: the token or a proxy variable contains characters that HTTP does not allow',
  interrupted: 'was not waited for: the run was interrupted',
};

function transient(
  because: string,
  { method, isRepeatable }: ForgeCall,
  { hint, wasSent = true }: { readonly hint: string; readonly wasSent?: boolean },
): Verdict {
  return {
    kind: 'transient',
    because,
    waitMilliseconds: undefined,
    mayHaveArrived: wasSent && method === 'POST' && isRepeatable !== true,
    failure: new ForgeFailure({ code: 'forge-unreachable', message: because, hint }),
  };
}

function redirected({ status }: Answer, forge: string): ForgeFailure {
  return new ForgeFailure({
    code: 'forge-moved',
    message: `${forge} redirects elsewhere (${status}): the repository was renamed, or the API has another URL`,
    hint: 'use the current name of the repository; redirects are not followed, so that the token is sent to no other server',
  });
}
