import type { Answer } from './forge-answer.ts';

/**
 * How long a forge asks to wait because of a rate limit, in milliseconds; undefined if the response is about anything
 * else.
 *
 * GitHub sends 403 or 429 with `retry-after`, or `x-ratelimit-remaining: 0` and `x-ratelimit-reset` in seconds since the
 * epoch, or only a message, which means at least a minute ("Rate limits for the REST API"). GitLab sends 429 with
 * `retry-after` or `ratelimit-reset`.
 */
export function rateLimitOf({ status, header, text }: Answer, now: number): number | undefined {
  const isLimit = status === 429 || (status === 403 && mentionsLimit(header, text));
  const isBusy = status === 503 && header('retry-after') !== undefined;
  if (!isLimit && !isBusy) return undefined;
  // The clocks of this machine and the forge may differ.
  const date = Date.parse(header('date') ?? '') || now;
  return (
    afterSeconds(header('retry-after')) ??
    untilDate(header('retry-after'), date) ??
    untilEpoch(header('x-ratelimit-reset') ?? header('ratelimit-reset'), date) ??
    aMinute
  );
}

const aMinute = 60_000;

function mentionsLimit(header: Answer['header'], text: string): boolean {
  return (
    header('retry-after') !== undefined ||
    header('x-ratelimit-remaining') === '0' ||
    /\b(?:secondary |API )?rate limit|abuse detection/i.test(text.slice(0, 10_000))
  );
}

function afterSeconds(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) * 1000 : undefined;
}

function untilDate(text: string | undefined, now: number): number | undefined {
  const date = Date.parse(text ?? '');
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** Seconds since the epoch; small numbers are seconds from now, as in the IETF draft of these headers. */
function untilEpoch(text: string | undefined, now: number): number | undefined {
  if (text === undefined || !/^\d{1,12}$/.test(text)) return undefined;
  const milliseconds = Number(text) * 1000;
  const isEpoch = milliseconds > yearOfSeconds;
  // Dates in headers have a resolution of one second.
  return isEpoch ? Math.max(1000, milliseconds - now) : milliseconds;
}

const yearOfSeconds = 365 * 24 * 3_600_000;
