import type { NoAnswer } from '../model/no-answer.ts';

/** One request; nothing in it is encoded or resolved any further. */
export interface HttpRequest {
  readonly method: 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE';
  /** `http://host:port` */
  readonly origin: string;
  /** With the query; goes over the wire byte for byte. */
  readonly path: string;
  /** JSON text. */
  readonly body?: string | undefined;
  /**
   * `own`: a new connection for this request alone. A pooled one may have been closed by the server a moment ago,
   * and then it is unknown whether the request arrived: a write must not depend on that. `before-write`: a new one too,
   * which the next request of its `own` to the same server uses, if the server leaves it open.
   */
  readonly connection: 'pooled' | 'own' | 'before-write';
  /** An answer with more bytes is not read to its end. */
  readonly limitBytes: number;
  /** Of an answer with more bytes the long strings are shortened, before the limit is applied. Left out: never. */
  readonly shortenAboveBytes?: number | undefined;
  readonly timeoutMilliseconds: number;
  /** Asked when the connection is there, right before the first byte; false: nothing is sent. */
  readonly maySend?: (() => boolean) | undefined;
}

/** A complete answer, unparsed, or the reason why there is none. */
export type HttpResult =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly location: string | undefined;
      readonly contentType: string | undefined;
      /** The header `Date`: the server's clock. */
      readonly date: string | undefined;
      /** The size of the body, decompressed. */
      readonly bytes: number;
      readonly text: string;
    }
  | {
      readonly kind: 'no-answer';
      readonly why: NoAnswer;
      /** False only where it is certain that no byte of the request left. */
      readonly sent: boolean;
      readonly cause: unknown;
    };
