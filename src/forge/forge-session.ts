import { type HttpClient, type HttpResult, openHttpClient } from '../http/http-client.ts';
import { formatDuration } from '../model/duration.ts';
import { classifyResult } from './classify-answer.ts';
import type { ForgeOptions } from './forge.ts';
import type { Answer, ForgeCall } from './forge-answer.ts';
import { pauseBefore } from './pause-before.ts';

/** Calls the API of a forge and retries transient failures, within one time budget for all calls together. */
export interface ForgeSession {
  /**
   * Sends a call until there is a response. A POST whose response was lost is not sent again: the result is `lost`, and
   * the caller has to find out whether it was processed.
   *
   * @throws ForgeFailure
   */
  call(call: ForgeCall): Promise<Answer | 'lost'>;
  close(): Promise<void>;
}

const requestTimeout = 30_000;

/** Opens a session. `headers` are sent with every request and contain the token. */
export function openForgeSession(
  forge: string,
  headers: Readonly<Record<string, string>>,
  options: ForgeOptions,
): ForgeSession {
  const { clock, signal } = options;
  const http = openHttpClient({ proxy: options.proxy, headers, signal });
  const deadline = clock.now() + options.timeoutMilliseconds;
  const send = async (call: ForgeCall): Promise<Answer | 'lost'> => {
    for (let attempt = 0; ; attempt += 1) {
      const left = deadline - clock.now();
      const result = await sendOnce(http, call, { left, options });
      const verdict = classifyResult(result, { forge, now: clock.wallTime(), call });
      if (verdict.kind === 'answer') return verdict.answer;
      if (verdict.kind === 'failed') throw verdict.failure;
      const pause = pauseBefore(attempt, verdict.waitMilliseconds, clock.random());
      if (signal.aborted || clock.now() + pause > deadline) throw verdict.failure;
      options.onWait?.(`${verdict.because}; retrying in ${formatDuration(pause)}`);
      await clock.sleep(pause, signal);
      if (verdict.mayHaveArrived) return 'lost';
    }
  };
  return { call: send, close: () => http.close() };
}

async function sendOnce(
  http: HttpClient,
  { method, url, body }: ForgeCall,
  { left, options }: { readonly left: number; readonly options: ForgeOptions },
): Promise<HttpResult> {
  const { clock, onRequest } = options;
  const started = clock.now();
  const result = await http.send({
    method,
    url,
    body: body === undefined ? undefined : JSON.stringify(body),
    // The last attempt, at the end of the budget, gets a second too.
    timeoutMilliseconds: Math.min(requestTimeout, Math.max(left, 1_000)),
  });
  const ending = result.kind === 'answer' ? result.status : result.why.reason;
  const { pathname, search } = new URL(url);
  onRequest?.(`${method} ${pathname}${search} ${ending} ${Math.round(clock.now() - started)} ms`);
  return result;
}
