import type { Answer } from './classify-answer.ts';

/**
 * How long a forge wants us to wait, in milliseconds; undefined where the answer is about something else.
 *
 * GitHub says so with 403 or 429 and `retry-after`, or `x-ratelimit-remaining: 0` with `x-ratelimit-reset` in seconds
 * since the epoch, or in words alone, which mean a minute at least ("Rate limits for the REST API"). GitLab says
 * 429 with `retry-after` or `ratelimit-reset`.
 */
export function rateLimitOf({ status, header, text }: Answer, now: number): number | undefined {
  const isLimit = status === 429 || (status === 403 && saysLimit(header, text));
  const isBusy = status === 503 && header('retry-after') !== undefined;
  if (!isLimit && !isBusy) return undefined;
  // The clock of the forge counts, not ours.
  const date = Date.parse(header('date') ?? '') || now;
  return (
    afterSeconds(header('retry-after')) ??
    untilDate(header('retry-after'), date) ??
    untilEpoch(header('x-ratelimit-reset') ?? header('ratelimit-reset'), date) ??
    aMinute
  );
}

const aMinute = 60_000;

function saysLimit(header: Answer['header'], text: string): boolean {
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

/** Seconds since the epoch; small numbers are seconds from now, as the draft of the IETF has them. */
function untilEpoch(text: string | undefined, now: number): number | undefined {
  if (text === undefined || !/^\d{1,12}$/.test(text)) return undefined;
  const milliseconds = Number(text) * 1000;
  const isEpoch = milliseconds > yearOfSeconds;
  // The headers have whole seconds.
  return isEpoch ? Math.max(1000, milliseconds - now) : milliseconds;
}

const yearOfSeconds = 365 * 24 * 3_600_000;
