/**
 * What a failed request to a worker means for the one who sent it (Connect REST contract 8.1):
 * - `busy`: a rebalance, a booting worker, a dead leader: try again later;
 * - `absent`: the connector or task is not there;
 * - `exists`: POST met a connector of that name;
 * - `refused`: the worker rejects the configuration;
 * - `unauthorised`: 401, or 403 for what everything else starts from: nothing more is to be sent to this cluster;
 * - `forbidden`: 403 for one connector or one class, which says nothing about others;
 * - `unsupported`: this worker version has no such call;
 * - `not-sent`: the request never reached a worker: it may be sent again;
 * - `unknown-outcome`: it may have been applied, or may be later: read, never send it again;
 * - `permanent`: trying again will not help;
 * - `other-cluster`: the URL leads to another cluster than before: nothing more is to be sent to it;
 * - `not-connect`: the answer is no Connect worker's: HTML, a login page, a redirect, a foreign JSON.
 */
export type FailureVerdict =
  | 'busy'
  | 'absent'
  | 'exists'
  | 'refused'
  | 'unauthorised'
  | 'forbidden'
  | 'unsupported'
  | 'not-sent'
  | 'unknown-outcome'
  | 'permanent'
  | 'other-cluster'
  | 'not-connect';

/** A failed request, classified. Thrown by the worker interface, and by nothing else. */
export class WorkerFailure extends Error {
  override readonly name = 'WorkerFailure';
  readonly verdict: FailureVerdict;
  readonly method: string;
  /** Why alone, without what was to be done and what to do next; like the message it does not quote the worker. */
  readonly brief: string;
  /** What to do next, where it is known. */
  readonly next: string | undefined;
  /** With the base URL, without userinfo and query secrets: fit to be shown. */
  readonly url: string;
  readonly status: number | undefined;
  /**
   * The worker's own words: untrusted, may hold resolved secrets; scrub before showing (Connect REST contract 7.4).
   */
  readonly workerMessage: string | undefined;

  constructor(failure: {
    verdict: FailureVerdict;
    method: string;
    url: string;
    /** Our own sentence about it; must not quote the worker. */
    message: string;
    /** Left out: the message. */
    brief?: string | undefined;
    next?: string | undefined;
    status?: number | undefined;
    workerMessage?: string | undefined;
    cause?: unknown;
  }) {
    super(failure.message, failure.cause === undefined ? undefined : { cause: failure.cause });
    this.verdict = failure.verdict;
    this.brief = failure.brief ?? failure.message;
    this.next = failure.next;
    this.method = failure.method;
    this.url = failure.url;
    this.status = failure.status;
    this.workerMessage = failure.workerMessage;
  }
}
