import type { HttpRequest, HttpResult } from '../http/http-client.ts';
import type { ForgeFailure } from './forge-failure.ts';

/** A complete response of a forge. */
export type Answer = Extract<HttpResult, { kind: 'answer' }>;

/** One call of a forge's API. */
export interface ForgeCall {
  readonly method: HttpRequest['method'];
  readonly url: string;
  readonly body?: unknown;
  /** Error statuses that are returned like a success, such as 404 for something that may be deleted. */
  readonly acceptedStatuses?: readonly number[];
  /** A POST that changes nothing and so may be sent again. */
  readonly isRepeatable?: true;
  /** Explains an error status. */
  readonly explain: (answer: Answer) => ForgeFailure;
}
