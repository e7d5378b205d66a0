import type { HttpResult } from '../http/http-client.ts';

/**
 * What an answer means for the event that was posted:
 * - `taken`;
 * - `refused`: the receiver will never take it;
 * - `failing`: it has an error of its own, which may be about this event or about all of them;
 * - `unavailable`: it cannot take any event now.
 */
export type Assessment =
  | { readonly kind: 'taken' }
  | { readonly kind: 'refused'; readonly problem: string }
  | {
      readonly kind: 'failing' | 'unavailable';
      readonly problem: string;
      /** How long the receiver asks to wait; 0 where it does not. */
      readonly pauseMilliseconds: number;
    };

/** @param now milliseconds since the epoch, where the answer has no date of its own */
export function assessAnswer(result: HttpResult, now: number): Assessment {
  if (result.kind === 'no-answer') {
    const { reason, detail } = result.why;
    const why = detail === undefined ? reason : `${reason}, ${detail}`;
    return { kind: 'unavailable', problem: `the webhook did not answer (${why})`, pauseMilliseconds: 0 };
  }
  const { status } = result;
  const problem = `the webhook answered with ${status}${remarks[status] ?? ''}`;
  if (status >= 200 && status < 300) return { kind: 'taken' };
  if (status < 500 && !busy.has(status)) {
    return { kind: 'refused', problem: status < 400 ? `${problem}${redirected}` : problem };
  }
  const kind = busy.has(status) ? 'unavailable' : 'failing';
  return { kind, problem, pauseMilliseconds: retryAfter(result, now) };
}

/** Timeouts and limits of the receiver, and what a proxy answers while the receiver is down. */
const busy: ReadonlySet<number> = new Set([408, 425, 429, 502, 503, 504]);

const redirected = ', a redirect, which is not followed: use the URL that it leads to';

const remarks: Readonly<Record<number, string>> = {
  401: ', it requires other credentials',
  403: ', it does not allow this',
  404: ', this URL is unknown there',
  410: ', this URL has been removed there',
  413: ', the event is too large for it',
};

/** A receiver that asks for more than this is asked again nevertheless. */
const longestMilliseconds = 3_600_000;

/** The header has seconds or an HTTP date, which is compared with the receiver's own clock where it sends its time. */
function retryAfter({ header }: Extract<HttpResult, { kind: 'answer' }>, now: number): number {
  const text = header('retry-after')?.trim() ?? '';
  const milliseconds = /^\d+$/.test(text)
    ? Number(text) * 1_000
    : Date.parse(text) - (Date.parse(header('date') ?? '') || now);
  return Number.isNaN(milliseconds) ? 0 : Math.min(longestMilliseconds, Math.max(0, milliseconds));
}
