import type { NoAnswer } from '../model/no-answer.ts';
import type { FailureVerdict } from '../model/worker-failure.ts';
import type { AnswerBody } from './answer-body.ts';
import type { BaseUrl } from './cluster-urls.ts';

/** The result of sending a request to one URL once. */
export type Attempt = OkAnswer | FailedAttempt;

/** An answer of a worker to a request that succeeded. */
export interface OkAnswer {
  readonly kind: 'ok';
  readonly base: BaseUrl;
  readonly status: number;
  /** The parsed JSON; undefined where there was no body. */
  readonly value: unknown;
  /** The body as it came, for what a number of JavaScript cannot hold. */
  readonly text: string;
}

/** A failed attempt, classified. */
export interface FailedAttempt {
  readonly kind: 'failed';
  readonly base: BaseUrl;
  readonly verdict: FailureVerdict;
  readonly cause: unknown;
  /** What came back instead. */
  readonly got:
    | {
        readonly kind: 'answer';
        readonly status: number;
        readonly body: AnswerBody;
        readonly location: string | undefined;
        readonly contentType: string | undefined;
        readonly bytes: number;
      }
    | {
        readonly kind: 'nothing';
        readonly why: NoAnswer;
        readonly sent: boolean;
        readonly timeoutMilliseconds: number;
      }
    /** The URL leads to another cluster than the one of this run; why, to go behind the URL. */
    | { readonly kind: 'other-cluster'; readonly because: string };
}
