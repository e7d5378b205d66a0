import type { FailedAttempt, OkAnswer } from './attempt.ts';
import type { BaseUrl } from './cluster-urls.ts';
import type { LastCheck, ReadPatience } from './connect-cluster.ts';
import type { Connection } from './connection.ts';
import { describeAttempt } from './describe-failure.ts';
import type { Request } from './endpoints.ts';
import { verifiedRead, verifyWrite } from './verify-identity.ts';

const readTimeout = 30_000;
/** For callers without a budget, which send again themselves. */
const onlyAnswerTimeout = 10_000;
const firstContactBudget = 15_000;
const defaultBudget = 300_000;

/**
 * Sends a read until it is answered: to the next URL if one does not reach a worker, and again after a random,
 * exponentially growing pause if all of them are busy, within a budget.
 *
 * Until a worker has answered, the budget is short, and a cluster whose every URL refuses the connection fails at
 * once: a wrong URL must not take five minutes.
 *
 * @throws WorkerFailure
 */
export async function sendRead(
  connection: Connection,
  request: Request,
  patience: ReadPatience = {},
): Promise<OkAnswer> {
  connection.assertUsable(request);
  const started = connection.clock.now();
  const isFirst = !connection.answered;
  const budget = Math.min(
    patience.budgetMilliseconds ?? Number.POSITIVE_INFINITY,
    connection.options.timeoutMilliseconds ?? defaultBudget,
    isFirst ? firstContactBudget : Number.POSITIVE_INFINITY,
  );
  for (let round = 0; ; round += 1) {
    const left = budget > 0 ? budget - (connection.clock.now() - started) : onlyAnswerTimeout;
    const tried = await tryAll(connection, request, { isFirst, left });
    if (tried.kind === 'ok') return tried;
    const waited = connection.clock.now() - started;
    const [worst] = tried.attempts;
    if (!isWorthAnotherTry(tried.attempts, isFirst) || waited >= budget || connection.ending.aborted) {
      throw connection.failure(request, tried.attempts, { waitedMilliseconds: round > 0 ? waited : 0 });
    }
    const milliseconds = Math.min(pause(connection, { round, isFirst }), budget - waited);
    connection.options.onWait?.({
      reason: `${worst.base.shown} ${describeAttempt(worst, request)}`,
      milliseconds,
    });
    await connection.clock.sleep(milliseconds, connection.ending);
  }
}

/** The worker gives up itself after 90 s, and its answer says more than our time-out (Connect REST contract 2). */
const writeTimeout = 100_000;

/**
 * Sends a request that changes something: to one URL, once, and only if that leads to the cluster of this run. Whether it may be sent again is for the caller to decide
 * by the verdict: a write that was sent twice restarts a connector twice, or undoes what another did in between.
 *
 * @throws WorkerFailure
 */
export async function sendWrite(
  connection: Connection,
  request: Request,
  stillHolds: LastCheck = () => true,
): Promise<OkAnswer> {
  connection.assertUsable(request);
  const [base] = connection.bases;
  if (!base) throw new Error('a cluster without a URL was written to');
  const refused = await verifyWrite(connection, base);
  if (refused) throw connection.failure(request, [refused], { isSent: false });
  if (!stillHolds()) throw connection.failure(request, [notSent(base)], { isSent: false });
  connection.identity.takeWrite(request, 'unknown');
  const timeoutMilliseconds = connection.capped(writeTimeout);
  const attempt = await connection.attempt({ request, base, timeoutMilliseconds });
  if (attempt.kind !== 'ok') throw connection.failure(request, [attempt]);
  connection.identity.takeWrite(request, 'applied');
  return attempt;
}

function notSent(base: BaseUrl): FailedAttempt {
  const got = { kind: 'nothing', why: { reason: 'interrupted', detail: undefined }, sent: false } as const;
  return {
    kind: 'failed',
    base,
    verdict: 'not-sent',
    cause: undefined,
    got: { ...got, timeoutMilliseconds: 0 },
  };
}

type Failures = readonly [FailedAttempt, ...FailedAttempt[]];

interface RoundOptions {
  readonly isFirst: boolean;
  /** What is left of the budget, in milliseconds. */
  readonly left: number;
}

/** One round through the URLs. It ends where one answers, or refuses for good. */
async function tryAll(
  connection: Connection,
  request: Request,
  options: RoundOptions,
): Promise<OkAnswer | { readonly kind: 'failed'; readonly attempts: Failures }> {
  const started = connection.clock.now();
  const { bases } = connection;
  const failed: FailedAttempt[] = [];
  for (const [index, base] of bases.entries()) {
    const left = options.left - (connection.clock.now() - started);
    const share = options.isFirst ? left / (bases.length - index) : left;
    const timeoutMilliseconds = requestTimeout(connection, request, share);
    const attempt = await attemptTwice(connection, { request, base, timeoutMilliseconds });
    if (attempt.kind === 'ok') return attempt;
    if (!movesOn(attempt, request) || connection.ending.aborted)
      return { kind: 'failed', attempts: [attempt] };
    failed.push(attempt);
  }
  const [first, ...others] = failed.sort((one, other) => informativeness(other) - informativeness(one));
  if (!first) throw new Error('a cluster without a URL was read');
  return { kind: 'failed', attempts: [first, ...others] };
}

/**
 * A pooled connection that the worker has just closed looks like a worker that died. A second attempt on a new
 * connection shows which it is, without a noticeable pause.
 */
function attemptTwice(connection: Connection, sent: Parameters<Connection['attempt']>[0]) {
  return verifiedRead(connection, sent.request, async () => {
    const attempt = await connection.attempt(sent);
    const isCut =
      attempt.kind === 'failed' && attempt.got.kind === 'nothing' && attempt.got.why.reason === 'cut';
    return isCut && connection.answered && !connection.ending.aborted ? connection.attempt(sent) : attempt;
  });
}

/** Even the last attempt, at the end of the budget, has a second. */
function requestTimeout(connection: Connection, request: Request, left: number): number {
  return connection.capped(request.timeoutMilliseconds ?? Math.min(readTimeout, Math.max(left, 1_000)));
}

/** Whether another URL may do better. A validation that takes 100 s would do so everywhere. */
function movesOn({ verdict, got }: FailedAttempt, request: Request): boolean {
  if (got.kind === 'nothing' && got.why.reason === 'timeout' && request.timeoutMilliseconds !== undefined)
    return false;
  return verdict === 'busy' || verdict === 'not-sent' || (got.kind === 'nothing' && got.why.reason === 'tls');
}

/** At first contact, no connection anywhere means a wrong URL or no worker; later, that the worker will come back. */
function isWorthAnotherTry(attempts: Failures, isFirst: boolean): boolean {
  return attempts.some(({ verdict, got }) => {
    const isClosed = got.kind === 'nothing' && closed.has(got.why.reason);
    return verdict === 'busy' || (verdict === 'not-sent' && !(isFirst && isClosed));
  });
}

const closed: ReadonlySet<string> = new Set(['refused', 'unknown-host', 'unreachable', 'proxy']);

function informativeness({ verdict, got }: FailedAttempt): number {
  if (got.kind !== 'nothing') return 3;
  if (verdict === 'busy') return 2;
  return got.why.reason === 'tls' ? 1 : 0;
}

const firstPause = 1_000;
const longestPause = 30_000;
const longestPauseAtFirst = 2_000;
/** A random pause may be near zero many times in a row. */
const shortestPause = 100;

function pause(
  connection: Connection,
  { round, isFirst }: { readonly round: number; readonly isFirst: boolean },
): number {
  const longest = Math.min(firstPause * 2 ** round, isFirst ? longestPauseAtFirst : longestPause);
  return Math.max(shortestPause, connection.clock.random() * longest);
}
