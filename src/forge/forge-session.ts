import { formatDuration } from '../model/duration.ts';
import { type Answer, classifyResult } from './classify-answer.ts';
import type { ForgeOptions } from './forge.ts';
import type { ForgeFailure } from './forge-failure.ts';
import { type ForgeHttp, type ForgeHttpResult, type ForgeRequest, openForgeHttp } from './http.ts';
import { pauseBefore } from './pause-before.ts';

/** One call of a forge's API. */
export interface ForgeCall {
  readonly method: ForgeRequest['method'];
  readonly url: string;
  readonly body?: unknown;
  /** Statuses that are an answer as good as any other, such as 404 for what may be gone. */
  readonly alsoFine?: readonly number[];
  /** A POST that changes nothing, and so may be sent again. */
  readonly isRepeatable?: true;
  /** Says what a refusal means. */
  readonly explain: (answer: Answer) => ForgeFailure;
}

/** How a forge is talked to: with patience for what passes, inside one budget for all calls together. */
export interface ForgeSession {
  /**
   * Sends a call until it is answered. A POST whose answer was lost is not sent again: `lost`, and whoever sent it
   * looks whether it arrived.
   *
   * @throws ForgeFailure
   */
  call(call: ForgeCall): Promise<Answer | 'lost'>;
  close(): Promise<void>;
}

const requestTimeout = 30_000;

/** Opens a session. `headers` are sent with every request and hold the token. */
export function openForgeSession(
  forge: string,
  headers: Readonly<Record<string, string>>,
  options: ForgeOptions,
): ForgeSession {
  const { clock, signal } = options;
  const http = openForgeHttp({ proxy: options.proxy, headers, signal });
  const deadline = clock.now() + options.timeoutMilliseconds;
  const call = async (asked: ForgeCall): Promise<Answer | 'lost'> => {
    for (let round = 0; ; round += 1) {
      const left = deadline - clock.now();
      const result = await sendTold(http, asked, { left, options });
      const verdict = classifyResult(result, { forge, now: clock.now(), call: asked });
      if (verdict.kind === 'answer') return verdict.answer;
      if (verdict.kind === 'failed') throw verdict.failure;
      const pause = pauseBefore(round, verdict.waitMilliseconds, clock.random());
      if (signal.aborted || clock.now() + pause > deadline) throw verdict.failure;
      options.onWait?.(`${verdict.because}; trying again in ${formatDuration(pause)}`);
      await clock.sleep(pause, signal);
      if (verdict.mayHaveArrived) return 'lost';
    }
  };
  return { call, close: () => http.close() };
}

async function sendTold(
  http: ForgeHttp,
  { method, url, body }: ForgeCall,
  { left, options }: { readonly left: number; readonly options: ForgeOptions },
): Promise<ForgeHttpResult> {
  const { clock, onRequest } = options;
  const started = clock.now();
  const result = await http.send({
    method,
    url,
    body: body === undefined ? undefined : JSON.stringify(body),
    // The last look, at the end of the budget, has a second too.
    timeoutMilliseconds: Math.min(requestTimeout, Math.max(left, 1_000)),
  });
  const ending = result.kind === 'answer' ? result.status : result.why.reason;
  const { pathname, search } = new URL(url);
  onRequest?.(`${method} ${pathname}${search} ${ending} ${Math.round(clock.now() - started)} ms`);
  return result;
}
