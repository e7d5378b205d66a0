import type { NoAnswer } from '../model/no-answer.ts';
import type { FailureVerdict } from '../model/worker-failure.ts';
import { type AnswerBody, wordsOf } from './answer-body.ts';
import { type Endpoint, isRead } from './endpoint.ts';

/** An answer as the table sees it. */
export interface ClassifiedAnswer {
  readonly endpoint: Endpoint;
  readonly status: number;
  readonly body: AnswerBody;
  /** How long the answer took: what is refused at once was not tried. */
  readonly milliseconds: number;
}

/**
 * Judges an answer (Connect REST contract 8.1): undefined where it is what a worker says when all is well. A status
 * alone says little: 409 is a rebalance or a name that is taken, 404 has five meanings, most 500s are for good and
 * some pass in a second. So the first row of the table that fits status, call and message decides.
 */
export function classifyAnswer(answer: ClassifiedAnswer): FailureVerdict | undefined {
  const said = wordsOf(answer.body);
  const forwarded = answer.status === 500 ? leadersWords(said) : undefined;
  const row = table.find((candidate) =>
    forwarded === undefined ? fits(candidate, answer, said) : fitsForwarded(candidate, answer, forwarded),
  );
  return row?.verdict;
}

/** Judges a request without an answer: only what certainly never left may be called `not-sent`. */
export function classifyNoAnswer(endpoint: Endpoint, why: NoAnswer, sent: boolean): FailureVerdict {
  switch (why.reason) {
    case 'tls':
    case 'unsendable':
      return 'permanent';
    case 'malformed':
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

/** The error of a leader, as a follower of version 2.8 repeats it under its own 500. */
function leadersWords(said: string | undefined): string | undefined {
  return said === undefined ? undefined : /^Error trying to forward REST request: (.*)$/s.exec(said)?.[1];
}

interface Row {
  /** `500`, or a class such as `5xx`. */
  readonly status: string | readonly string[];
  /** Left out: every call. */
  readonly calls?: 'reads' | 'writes' | readonly Endpoint[];
  /** Left out: whatever the body is. */
  readonly bodies?: readonly AnswerBody['kind'][];
  /** Left out: whatever is said. */
  readonly message?: RegExp;
  readonly withinMilliseconds?: number;
  /** Undefined: nothing is wrong. */
  readonly verdict: FailureVerdict | undefined;
}

function fits(row: Row, answer: ClassifiedAnswer, said: string | undefined): boolean {
  const statuses = typeof row.status === 'string' ? [row.status] : row.status;
  const status = String(answer.status);
  return statuses.some((one) => one === status || one === `${status[0]}xx`) && fitsRest(row, answer, said);
}

/** The leader's own status is lost, so its words decide; without words that are known it stays a 500. */
function fitsForwarded(row: Row, answer: ClassifiedAnswer, said: string): boolean {
  return row.message ? fitsRest(row, answer, said) : fits(row, answer, said);
}

function fitsRest(row: Row, answer: ClassifiedAnswer, said: string | undefined): boolean {
  return (
    fitsCall(row.calls, answer.endpoint) &&
    (row.bodies?.includes(answer.body.kind) ?? true) &&
    (row.message?.test(said ?? '') ?? true) &&
    answer.milliseconds < (row.withinMilliseconds ?? Number.POSITIVE_INFINITY)
  );
}

function fitsCall(calls: Row['calls'], endpoint: Endpoint): boolean {
  if (calls === undefined) return true;
  if (calls === 'reads') return isRead(endpoint);
  if (calls === 'writes') return !isRead(endpoint);
  return calls.includes(endpoint);
}

/** What every worker has: where one is unknown, the other end is no worker. */
const everywhere: readonly Endpoint[] = ['worker', 'list', 'plugins'];
const configWrites: readonly Endpoint[] = ['config', 'create'];
const judging: readonly Endpoint[] = [...configWrites, 'validate'];

/** The first row that fits decides. The numbers are versions of Kafka Connect. */
const table: readonly Row[] = [
  // What a worker says when it is not well is an answer, not a failure (Connect REST contract 4.20).
  { status: ['500', '503'], calls: ['health'], bodies: ['json'], verdict: undefined },
  // Turned off by the worker's own settings, whatever the credentials (Connect REST contract 4.15).
  {
    status: '403',
    calls: ['topics', 'reset-topics'],
    message: /^Topic tracking (?:reset )?is disabled/,
    verdict: 'unsupported',
  },

  // Before the worker.
  { status: ['401', '403', '407'], verdict: 'unauthorised' },
  { status: ['3xx', '511'], verdict: 'not-connect' },
  { status: '429', verdict: 'busy' },

  // 409: from 2.8 to 4.3 the same words.
  { status: '409', message: /^Connector \S+ already exists/, verdict: 'exists' },
  { status: '409', message: /stale configuration/, verdict: 'busy' },
  { status: '409', message: /conflicting operation/, verdict: 'busy' },
  // Also the answer to the restart of a task of a stopped connector, for as long as it is stopped.
  { status: '409', message: /no known leader URL/, verdict: 'busy' },
  { status: '409', bodies: ['error'], verdict: 'busy' },

  // 500 that passes. The first is what 3.5 and later say instead of the 409 about stale configuration.
  { status: '500', message: /^Request cannot be completed because a rebalance is expected/, verdict: 'busy' },
  { status: '500', message: /^Worker is shutting down/, verdict: 'busy' },
  { status: '500', message: /^Failed to write to config topic/, verdict: 'busy' },
  // A dead leader, for about ten seconds: the follower could not even connect.
  {
    status: '500',
    message: /^IO Error trying to forward REST request: .*ConnectException: Connection refused/s,
    verdict: 'busy',
  },
  { status: '500', calls: 'reads', message: /^IO Error trying to forward REST request/, verdict: 'busy' },

  // 500 that tells nothing about what was done. After 90 s the worker answers, and carries it out later all the same.
  { status: '500', message: /^IO Error trying to forward REST request/, verdict: 'unknown-outcome' },
  { status: '500', calls: ['validate'], message: /^Request timed out/, verdict: 'permanent' },
  { status: '500', calls: 'reads', message: /^Request timed out/, verdict: 'busy' },
  { status: '500', message: /^Request timed out/, verdict: 'unknown-outcome' },
  // At once: larger than the config topic takes, not tried in vain for 30 s (3.4.1 and later).
  {
    status: '500',
    calls: configWrites,
    message: /^Error writing connector configuration to Kafka/,
    withinMilliseconds: 1_000,
    verdict: 'permanent',
  },
  {
    status: '500',
    calls: 'writes',
    message: /^Error (?:writing|removing) .*Kafka/,
    verdict: 'unknown-outcome',
  },
  // Braces in a name: the connector was created, and then the answer could not be made.
  { status: '500', calls: 'writes', message: /^The template variable/, verdict: 'unknown-outcome' },

  // The configuration was judged. 4.3 says 400 to an unknown class, 3.9 to topics; before it was 500.
  {
    status: ['400', '500'],
    calls: judging,
    message: /^Connector configuration is invalid|^Connector name configuration|contains no connector type/,
    verdict: 'refused',
  },
  {
    status: ['400', '500'],
    calls: judging,
    message: /^(?:\S+Exception: )?(?:Failed to find any class|More than one connector matches)/,
    verdict: 'refused',
  },
  {
    status: ['400', '500'],
    calls: judging,
    message: /Must configure one of topics or topics\.regex|are mutually exclusive options/,
    verdict: 'refused',
  },
  {
    status: ['400', '500'],
    calls: judging,
    message: /Could not read properties from file/,
    verdict: 'refused',
  },
  // Whatever else a plugin or a provider throws while it validates comes out as 500.
  {
    status: ['404', '405'],
    calls: ['validate'],
    message: /^HTTP 40[45] /,
    verdict: 'unsupported',
  },
  { status: ['400', '404', '500'], calls: ['validate'], bodies: ['error'], verdict: 'refused' },
  { status: '400', calls: configWrites, bodies: ['error'], verdict: 'refused' },

  // Offsets: sink tasks that have not left their group yet; a plugin that has no such thing
  // (Connect REST contract 4.17).
  { status: '500', calls: ['change-offsets'], message: /can be safely retried/, verdict: 'busy' },
  {
    status: '500',
    calls: ['change-offsets'],
    message: /support external modification of offsets/,
    verdict: 'permanent',
  },

  // 500 for good.
  { status: '500', message: /^Failed to start (?:connector|task)/, verdict: 'permanent' },
  {
    status: '500',
    calls: ['create'],
    message: /^Unrecognized field "initial_state"/,
    verdict: 'unsupported',
  },
  {
    status: '500',
    message: /^(?:Cannot (?:deserialize|construct|invoke)|Unrecognized |Unexpected )/,
    verdict: 'permanent',
  },
  { status: '500', bodies: ['error'], message: /^(?:null)?$/, verdict: 'permanent' },

  // 404.
  { status: '404', bodies: ['html', 'nothing'], verdict: 'busy' },
  { status: ['404', '405'], calls: everywhere, verdict: 'not-connect' },
  { status: '404', message: /^HTTP 404 Not Found/, verdict: 'unsupported' },
  // The connector is there and has no status yet.
  { status: '404', calls: ['restart'], message: /^Status for connector \S+ not found/, verdict: 'busy' },
  {
    status: '404',
    message: /^(?:Connector \S+ not found|Unknown (?:connector|task|plugin)|No status found for)/,
    verdict: 'absent',
  },
  { status: '404', calls: configWrites, bodies: ['error'], verdict: 'permanent' },
  { status: '404', bodies: ['error'], verdict: 'absent' },
  { status: '404', verdict: 'not-connect' },

  // What is left of 4xx and 5xx is mostly a gateway's.
  { status: ['405', '501'], verdict: 'unsupported' },
  { status: '408', calls: 'reads', verdict: 'busy' },
  { status: '408', verdict: 'unknown-outcome' },
  { status: '4xx', verdict: 'permanent' },
  { status: '500', calls: 'reads', bodies: ['error'], verdict: 'permanent' },
  // One widespread gateway says 503 also when a connection broke after the request was passed on.
  {
    status: '503',
    calls: 'writes',
    message: /disconnect\/reset before headers(?!.*connection failure)/s,
    verdict: 'unknown-outcome',
  },
  { status: '503', verdict: 'busy' },
  { status: '5xx', calls: 'reads', verdict: 'busy' },
  { status: '5xx', verdict: 'unknown-outcome' },

  // 2xx with a body that no worker sends.
  { status: '204', calls: ['connector', 'tasks', 'offsets'], verdict: 'busy' },
  { status: '2xx', bodies: ['html', 'text', 'error'], verdict: 'not-connect' },
  { status: '2xx', calls: 'reads', bodies: ['nothing', 'broken-json'], verdict: 'not-connect' },
  { status: '2xx', bodies: ['broken-json'], verdict: 'unknown-outcome' },
  { status: '2xx', calls: configWrites, bodies: ['nothing'], verdict: 'unknown-outcome' },
  // A worker says 202 or 204 to these: whoever says 200 may not have passed the request on.
  {
    status: '200',
    calls: ['delete', 'state', 'stop', 'restart', 'restart-task'],
    verdict: 'unknown-outcome',
  },
  { status: '2xx', verdict: undefined },
];
