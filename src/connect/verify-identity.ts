import type { Attempt, FailedAttempt, OkAnswer } from './attempt.ts';
import { type Group, groupIn } from './cluster-identity.ts';
import type { BaseUrl } from './cluster-urls.ts';
import type { Connection } from './connection.ts';
import { UnexpectedAnswer } from './decode.ts';
import { parseWorker } from './endpoints/worker.ts';
import { makeRequest, type Request } from './endpoints.ts';

/** A worker answers `GET /` from memory; one that boots may be 15 s late. */
const timeoutMilliseconds = 15_000;

/** A follower lags behind, a worker is still starting, somebody creates a connector: one more reading tells. */
const pauseMilliseconds = 1_000;

/**
 * Sends a read. Where the URL was not asked yet who it is, or a connection was opened anew since, it may lead elsewhere
 * (a tunnel, a load balancer, DNS): then it is asked, and the answer counts only if it is still the same cluster. What
 * is sent side by side with the first such question is not asked for again.
 */
export async function verifiedRead(
  connection: Connection,
  request: Request,
  send: () => Promise<Attempt>,
): Promise<Attempt> {
  const { identity } = connection;
  const isAmongFirst = !identity.isRead;
  const attempt = await send();
  if (attempt.kind === 'failed' && !isFromWorker(attempt)) return attempt;
  const { base } = attempt;
  if (request.endpoint === 'readWorker') {
    const other = attempt.kind === 'ok' ? takeWorker(connection, attempt, 'read') : undefined;
    return other ?? attempt;
  }
  if (isAmongFirst) connection.verified(base);
  else if (connection.hasReconnected(base)) {
    const other = await once(connection, base, 'id', () => askId(connection, base, 'read'));
    if (other) return other;
  }
  if (attempt.kind === 'ok') identity.takeLists(request, attempt);
  return attempt;
}

/**
 * Asks a URL who it is, on the connection that the write then uses, whenever the other end leaves it open. A URL that
 * none of the readings came from must list the same connectors too. Returns why the write must not be sent.
 */
export async function verifyWrite(connection: Connection, base: BaseUrl): Promise<FailedAttempt | undefined> {
  const { identity } = connection;
  if (!identity.isKnown) return undefined;
  const refused = await askId(connection, base, 'write');
  if (refused) return refused;
  if (identity.home.has(base) || !identity.hasNames) return undefined;
  const other = await once(connection, base, 'names', () => compareNames(connection, base));
  // The lists were read over other connections than the write will use, and take their time.
  return other ?? askId(connection, base, 'write');
}

/** Asks the URL that answered last who it is. Returns why it is another cluster; undefined: it is not known to be. */
export async function verifyUrl(connection: Connection): Promise<FailedAttempt | undefined> {
  const [base] = connection.bases;
  const refused = base && connection.identity.isKnown && (await askId(connection, base, 'read'));
  return refused && refused.verdict === 'other-cluster' ? refused : undefined;
}

async function askId(
  connection: Connection,
  base: BaseUrl,
  purpose: 'read' | 'write',
): Promise<FailedAttempt | undefined> {
  const attempt = await connection.attempt({
    request: makeRequest('readWorker', []),
    base,
    timeoutMilliseconds: connection.capped(timeoutMilliseconds),
    ...(purpose === 'write' && { connection: 'before-write' }),
  });
  return attempt.kind === 'ok' ? takeWorker(connection, attempt, purpose) : unsent(attempt, purpose);
}

function takeWorker(
  connection: Connection,
  attempt: OkAnswer,
  purpose: 'read' | 'write',
): FailedAttempt | undefined {
  const { base } = attempt;
  try {
    const other = connection.identity.takeId(base, parseWorker(attempt.value), purpose);
    if (!other && purpose === 'read') connection.verified(base);
    return other;
  } catch (error) {
    if (!(error instanceof UnexpectedAnswer)) throw error;
    return unexpected(attempt, error);
  }
}

/** Whatever came of `GET /`: the write behind it was not sent. */
function unsent(attempt: FailedAttempt, purpose: 'read' | 'write'): FailedAttempt {
  const passes = attempt.verdict === 'busy' || attempt.verdict === 'unknown-outcome';
  return passes && purpose === 'write' ? { ...attempt, verdict: 'not-sent' } : attempt;
}

/** Compares what a URL lists with what this run knows; once more after a pause, with fresh lists of both. */
async function compareNames(connection: Connection, base: BaseUrl): Promise<FailedAttempt | undefined> {
  const { identity } = connection;
  const first = await readGroup(connection, base);
  if ('kind' in first) return first;
  if (identity.matches(first)) return accept(connection, base, first);
  await connection.clock.sleep(pauseMilliseconds, connection.ending);
  for (const home of identity.home) {
    const known = await readGroup(connection, home);
    if (!('kind' in known)) identity.accept(home, known);
  }
  const started = await connection.attempt({
    request: makeRequest('awaitStarted', []),
    base,
    timeoutMilliseconds: connection.capped(timeoutMilliseconds),
  });
  if (started.kind === 'failed' && started.verdict === 'busy') return unsent(started, 'write');
  const second = await readGroup(connection, base);
  if ('kind' in second) return second;
  if (identity.matches(second) || identity.resembles(second)) return accept(connection, base, second);
  return identity.excludeByNames(base, second);
}

function accept(connection: Connection, base: BaseUrl, group: Group): undefined {
  connection.identity.accept(base, group);
}

async function readGroup(connection: Connection, base: BaseUrl): Promise<Group | FailedAttempt> {
  const [names, statuses] = await Promise.all(
    (['listNames', 'readStatuses'] as const).map((name) => {
      const request = makeRequest(name, []);
      return connection.probe({ request, base, timeoutMilliseconds: connection.capped(timeoutMilliseconds) });
    }),
  );
  if (names?.kind !== 'ok') return unsent(names as FailedAttempt, 'write');
  if (statuses?.kind !== 'ok') return unsent(statuses as FailedAttempt, 'write');
  return groupIn(names, statuses) ?? unexpected(names, undefined);
}

function unexpected({ base, status }: OkAnswer, cause: UnexpectedAnswer | undefined): FailedAttempt {
  const body = { kind: 'json', value: undefined } as const;
  const got = {
    kind: 'answer',
    status,
    body,
    location: undefined,
    contentType: undefined,
    bytes: 0,
  } as const;
  return { kind: 'failed', base, verdict: 'not-connect', cause, got };
}

/** Writes and reads side by side share one check of their URL. */
async function once(
  { checks }: Connection,
  base: BaseUrl,
  what: 'id' | 'names',
  ...[check]: [() => Promise<FailedAttempt | undefined>]
): Promise<FailedAttempt | undefined> {
  const key = `${what} ${base.origin}${base.path}`;
  const running = checks.get(key) ?? check().finally(() => checks.delete(key));
  checks.set(key, running);
  return running;
}

/** An error page of a proxy says nothing about the cluster behind it, and needs no check. */
function isFromWorker({ got }: FailedAttempt): boolean {
  return got.kind === 'answer' && got.body.kind === 'error';
}
