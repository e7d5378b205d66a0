import type { FailedAttempt, FineAnswer } from './attempt.ts';
import type { Call } from './call.ts';
import type { ReadPatience } from './connect-cluster.ts';
import type { Connection } from './connection.ts';
import { describeAttempt } from './describe-failure.ts';

const readTimeout = 30_000;
/** The worker gives up itself after 90 s, and its answer says more than our time-out (Connect REST contract 2). */
const validationTimeout = 100_000;
/** For the one answer that somebody waits for who has no patience for more, and will ask again himself. */
const onlyAnswerTimeout = 10_000;
const firstContactBudget = 15_000;
const defaultBudget = 300_000;

/**
 * Sends a call that changes nothing, until it is answered: to the next URL where one does not answer for a worker,
 * and again after a pause, longer each time and of random length, where all of them are busy, inside a budget.
 *
 * Before anything has answered, the budget is short, and a cluster whose every URL refuses the connection is given up
 * at once: a wrong URL must not take five minutes.
 *
 * @throws WorkerFailure
 */
export async function readCall(
  session: Connection,
  call: Call,
  patience: ReadPatience = {},
): Promise<FineAnswer> {
  session.assertUsable(call);
  const started = session.clock.now();
  const isFirst = !session.answered;
  const budget = Math.min(
    patience.budgetMilliseconds ?? Number.POSITIVE_INFINITY,
    session.options.timeoutMilliseconds ?? defaultBudget,
    isFirst ? firstContactBudget : Number.POSITIVE_INFINITY,
  );
  for (let round = 0; ; round += 1) {
    const left = budget > 0 ? budget - (session.clock.now() - started) : onlyAnswerTimeout;
    const tried = await tryAll(session, call, { isFirst, left });
    if (tried.kind === 'fine') return tried;
    const waited = session.clock.now() - started;
    const [worst] = tried.attempts;
    if (!isWorthAnotherTry(tried.attempts, isFirst) || waited >= budget || session.ending.aborted) {
      throw session.failure(call, tried.attempts, round > 0 ? waited : 0);
    }
    const milliseconds = Math.min(pause(session, { round, isFirst }), budget - waited);
    session.options.onWait?.({ reason: `${worst.base.shown} ${describeAttempt(worst, call)}`, milliseconds });
    await session.clock.sleep(milliseconds, session.ending);
  }
}

type Failures = readonly [FailedAttempt, ...FailedAttempt[]];

interface RoundOptions {
  readonly isFirst: boolean;
  /** What is left of the budget, in milliseconds. */
  readonly left: number;
}

/** One round through the URLs. It ends where one answers, or refuses for good. */
async function tryAll(
  session: Connection,
  call: Call,
  options: RoundOptions,
): Promise<FineAnswer | { readonly kind: 'failed'; readonly attempts: Failures }> {
  const started = session.clock.now();
  const { bases } = session;
  const failed: FailedAttempt[] = [];
  for (const [index, base] of bases.entries()) {
    const left = options.left - (session.clock.now() - started);
    const share = options.isFirst ? left / (bases.length - index) : left;
    const timeoutMilliseconds = requestTimeout(session, call, share);
    const attempt = await attemptTwice(session, { call, base, timeoutMilliseconds });
    if (attempt.kind === 'fine') return attempt;
    if (!movesOn(attempt, call) || session.ending.aborted) return { kind: 'failed', attempts: [attempt] };
    failed.push(attempt);
  }
  const [first, ...others] = failed.sort((one, other) => tellingness(other) - tellingness(one));
  if (!first) throw new Error('a cluster without a URL was read');
  return { kind: 'failed', attempts: [first, ...others] };
}

/**
 * A kept connection that the worker has just closed looks like a worker that died. A new connection tells, at once
 * and without a pause that somebody would see.
 */
async function attemptTwice(session: Connection, sent: Parameters<Connection['attempt']>[0]) {
  const attempt = await session.attempt(sent);
  const isCut =
    attempt.kind === 'failed' && attempt.got.kind === 'nothing' && attempt.got.why.reason === 'cut';
  return isCut && session.answered && !session.ending.aborted ? session.attempt(sent) : attempt;
}

/** The last look, at the end of the budget, has a second too. */
function requestTimeout(session: Connection, call: Call, left: number): number {
  const own = call.endpoint === 'validate' ? validationTimeout : Math.min(readTimeout, Math.max(left, 1_000));
  return Math.min(own, session.options.timeoutMilliseconds ?? own);
}

/** Whether another URL may do better. A validation that stands for 100 s would do so everywhere. */
function movesOn({ verdict, got }: FailedAttempt, call: Call): boolean {
  if (got.kind === 'nothing' && got.why.reason === 'timeout' && call.endpoint === 'validate') return false;
  return verdict === 'busy' || verdict === 'not-sent' || (got.kind === 'nothing' && got.why.reason === 'tls');
}

/** At first contact, no connection anywhere means a wrong URL or no worker; later, that it will come back. */
function isWorthAnotherTry(attempts: Failures, isFirst: boolean): boolean {
  return attempts.some(({ verdict, got }) => {
    const isClosed = got.kind === 'nothing' && closed.has(got.why.reason);
    return verdict === 'busy' || (verdict === 'not-sent' && !(isFirst && isClosed));
  });
}

const closed: ReadonlySet<string> = new Set(['refused', 'unknown-host', 'unreachable', 'proxy']);

function tellingness({ verdict, got }: FailedAttempt): number {
  if (got.kind === 'answer') return 3;
  if (verdict === 'busy') return 2;
  return got.why.reason === 'tls' ? 1 : 0;
}

const firstPause = 1_000;
const longestPause = 30_000;
const longestPauseAtFirst = 2_000;
/** Chance may say zero, many times in a row. */
const shortestPause = 100;

function pause(
  session: Connection,
  { round, isFirst }: { readonly round: number; readonly isFirst: boolean },
): number {
  const longest = Math.min(firstPause * 2 ** round, isFirst ? longestPauseAtFirst : longestPause);
  return Math.max(shortestPause, session.clock.random() * longest);
}
