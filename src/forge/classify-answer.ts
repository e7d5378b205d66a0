import { formatDuration } from '../model/duration.ts';
import type { NoAnswer, NoAnswerReason } from '../model/no-answer.ts';
import { ForgeFailure } from './forge-failure.ts';
import type { ForgeCall } from './forge-session.ts';
import type { ForgeHttpResult } from './http.ts';
import { rateLimitOf } from './rate-limit.ts';

/** A complete answer of a forge. */
export type Answer = Extract<ForgeHttpResult, { kind: 'answer' }>;

/** What to do about a result. */
export type Verdict =
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'failed'; readonly failure: ForgeFailure }
  | {
      readonly kind: 'passing';
      /** For whoever waits. */
      readonly because: string;
      /** How long the forge wants us to wait; undefined where it does not say. */
      readonly waitMilliseconds: number | undefined;
      /** A POST that may have been carried out must not be sent again. */
      readonly mayHaveArrived: boolean;
      /** What is said where there is no time left. */
      readonly failure: ForgeFailure;
    };

interface Setting {
  /** `GitHub` or `GitLab`. */
  readonly forge: string;
  readonly now: number;
  readonly call: ForgeCall;
}

/** Judges what came of a call: an answer, a refusal for good, or something that passes. */
export function classifyResult(result: ForgeHttpResult, setting: Setting): Verdict {
  const { forge, call } = setting;
  if (result.kind === 'no-answer') return judgeNoAnswer(result.why, setting);
  const { status } = result;
  if (status >= 200 && status < 300) return { kind: 'answer', answer: result };
  const wait = rateLimitOf(result, setting.now);
  if (wait !== undefined) {
    const because = `${forge} limits the rate of requests (${status})`;
    const failure = new ForgeFailure({
      code: 'forge-rate-limit',
      message: `${because} and wants us to wait ${formatDuration(wait)}: longer than the time left`,
      hint: 'run it again later, or give it more time with --timeout',
    });
    // What is over the limit was not carried out.
    return { kind: 'passing', because, waitMilliseconds: wait, mayHaveArrived: false, failure };
  }
  if (call.alsoFine?.includes(status)) return { kind: 'answer', answer: result };
  if (status >= 500) return passing(`${forge} answers ${status}`, call, { hint: 'run it again later' });
  return {
    kind: 'failed',
    failure: status >= 300 && status < 400 ? moved(result, forge) : call.explain(result),
  };
}

function judgeNoAnswer({ reason, detail }: NoAnswer, { forge, call }: Setting): Verdict {
  const { origin } = new URL(call.url);
  const code = detail === undefined ? '' : ` (${detail})`;
  const because = `${forge} at ${origin} ${noAnswers[reason]}${code}`;
  const hint = 'check the URL of the API that the environment names, the network and the proxy variables';
  if (passes.has(reason)) {
    return passing(because, call, { hint, wasSent: !unsent.has(reason) });
  }
  return { kind: 'failed', failure: new ForgeFailure({ code: 'forge-unreachable', message: because, hint }) };
}

/** What no waiting will mend is left out. */
const passes: ReadonlySet<NoAnswerReason> = new Set([
  'refused',
  'unreachable',
  'connect-timeout',
  'cut',
  'timeout',
]);

/** No byte of the request left. */
const unsent: ReadonlySet<NoAnswerReason> = new Set(['refused', 'unreachable', 'connect-timeout']);

const noAnswers: Readonly<Record<NoAnswerReason, string>> = {
  refused: 'refuses the connection',
  'unknown-host': 'has a host name that is not known here',
  unreachable: 'cannot be reached from here',
  'connect-timeout': 'does not accept a connection',
  tls: 'has a certificate that is not trusted here, or does not speak TLS',
  proxy: 'cannot be reached through the proxy that the environment names',
  cut: 'closed the connection before its answer was complete',
  timeout: 'did not answer in time',
  malformed: 'does not answer in HTTP',
  'too-large': 'sends an answer that is far too large',
  unsendable: 'cannot be sent this request: the token or a proxy variable holds what HTTP cannot carry',
  interrupted: 'was not waited for: the run was ended',
};

function passing(
  because: string,
  { method, isRepeatable }: ForgeCall,
  { hint, wasSent = true }: { readonly hint: string; readonly wasSent?: boolean },
): Verdict {
  return {
    kind: 'passing',
    because,
    waitMilliseconds: undefined,
    mayHaveArrived: wasSent && method === 'POST' && isRepeatable !== true,
    failure: new ForgeFailure({ code: 'forge-unreachable', message: because, hint }),
  };
}

function moved({ status }: Answer, forge: string): ForgeFailure {
  return new ForgeFailure({
    code: 'forge-moved',
    message: `${forge} sends us elsewhere (${status}): the repository was renamed, or the URL of the API is another`,
    hint: 'redirects are not followed, so that the token stays where it belongs: name the repository as it is called now',
  });
}
