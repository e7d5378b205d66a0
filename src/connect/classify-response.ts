import type { NoAnswer } from '../model/no-answer.ts';
import type { FailureVerdict } from '../model/worker-failure.ts';
import { type AnswerBody, messageIn } from './answer-body.ts';
import type { Attempt } from './attempt.ts';
import { type BaseUrl, isKafkaPort } from './cluster-urls.ts';
import { type EndpointName, isRead, type Request } from './endpoints.ts';
import { type ResponseRow, responseTable } from './response-table.ts';
import { notForwarded } from './worker-message.ts';

/** An answer as the table sees it. */
export interface ClassifiedAnswer {
  readonly endpoint: EndpointName;
  readonly status: number;
  readonly body: AnswerBody;
  /** How long the answer took: what is refused at once was not tried. */
  readonly milliseconds: number;
}

/**
 * Classifies an answer (Connect REST contract 8.1): undefined if it is that of a worker to a request that succeeded. A
 * status alone is ambiguous: 409 is a rebalance or a name that is taken, 404 has five meanings, most 500s are for good and
 * some pass in a second. So the first row of the table that fits status, call and message decides.
 */
export function classifyAnswer(answer: ClassifiedAnswer): FailureVerdict | undefined {
  const said = messageIn(answer.body);
  const isReached = !notForwarded.test(said ?? '');
  const forwarded = answer.status === 500 && isReached ? leaderMessage(said) : undefined;
  const row = responseTable.find((candidate) =>
    forwarded === undefined ? fits(candidate, answer, said) : fitsForwarded(candidate, answer, forwarded),
  );
  return row?.verdict;
}

/** Classifies a request without an answer: only what certainly never left is `not-sent`. */
export function classifyNoAnswer(endpoint: EndpointName, why: NoAnswer, sent: boolean): FailureVerdict {
  switch (why.reason) {
    case 'tls':
    case 'unsendable':
      return 'permanent';
    case 'malformed':
    case 'encoded':
      return sent && !isRead(endpoint) ? 'unknown-outcome' : 'not-connect';
    case 'too-large':
      return isRead(endpoint) ? 'permanent' : 'unknown-outcome';
    case 'interrupted':
      if (isRead(endpoint)) return 'permanent';
      return sent ? 'unknown-outcome' : 'not-sent';
    case 'refused':
    case 'unknown-host':
    case 'unreachable':
    case 'connect-timeout':
    case 'proxy':
    case 'cut':
    case 'timeout':
      if (!sent) return 'not-sent';
      return isRead(endpoint) ? 'busy' : 'unknown-outcome';
  }
}

/**
 * The URLs may lead to Kafka brokers instead of workers: a broker closes the connection of an HTTP request, or waits for
 * more. Until a worker has answered, retries would only hide that. Other attempts are returned as they are.
 */
export function recognizeBroker(
  attempt: Attempt,
  { access }: Pick<Request, 'access'>,
  bases: readonly BaseUrl[],
): Attempt {
  if (attempt.kind === 'ok' || attempt.got.kind !== 'nothing' || access !== 'read') return attempt;
  const isBroker = answersOfBrokers.has(attempt.got.why.reason) && bases.every(isKafkaPort);
  return isBroker ? { ...attempt, verdict: 'not-connect' } : attempt;
}

const answersOfBrokers: ReadonlySet<string> = new Set(['cut', 'malformed', 'timeout']);

/** The error of a leader, as a follower of version 2.8 repeats it under its own 500. */
function leaderMessage(said: string | undefined): string | undefined {
  return said === undefined ? undefined : /^Error trying to forward REST request: (.*)$/s.exec(said)?.[1];
}

function fits(row: ResponseRow, answer: ClassifiedAnswer, said: string | undefined): boolean {
  const statuses = typeof row.status === 'string' ? [row.status] : row.status;
  const status = String(answer.status);
  return statuses.some((one) => one === status || one === `${status[0]}xx`) && fitsRest(row, answer, said);
}

/** The leader's own status is lost, so its message decides; without a known message it stays a 500. */
function fitsForwarded(row: ResponseRow, answer: ClassifiedAnswer, said: string): boolean {
  return row.message ? fitsRest(row, answer, said) : fits(row, answer, said);
}

function fitsRest(row: ResponseRow, answer: ClassifiedAnswer, said: string | undefined): boolean {
  return (
    fitsCall(row.calls, answer.endpoint) &&
    (row.bodies?.includes(answer.body.kind) ?? true) &&
    (row.message?.test(said ?? '') ?? true) &&
    answer.milliseconds < (row.withinMilliseconds ?? Number.POSITIVE_INFINITY)
  );
}

function fitsCall(calls: ResponseRow['calls'], endpoint: EndpointName): boolean {
  if (calls === undefined) return true;
  if (calls === 'reads') return isRead(endpoint);
  if (calls === 'writes') return !isRead(endpoint);
  return calls.includes(endpoint);
}
