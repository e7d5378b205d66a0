import type { WorkerFailure } from '../../model/worker-failure.ts';
import type { WorkerFeature } from '../../model/worker-version.ts';
import type { OkAnswer } from '../attempt.ts';
import { UnexpectedAnswer } from '../decode.ts';

/**
 * One endpoint of the Connect REST API: what is sent, and what the answer means. Names, calls, version hints and
 * messages follow from it; see `docs/development` for the recipe.
 */
export interface Endpoint<Args extends readonly unknown[], Result, Access extends 'read' | 'write'> {
  readonly method: 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE';
  /** A read changes nothing, so it may be sent again and to any URL. Validation is a PUT that only reads. */
  readonly access: Access;
  /** What a worker must be able to do; its release is in `model/worker-version.ts`. */
  readonly since?: WorkerFeature | ((...args: Args) => WorkerFeature | undefined);
  /** The setting of the worker that turns it off. */
  readonly setting?: string;
  /** Behind the base URL, encoded, with the query. Names every argument, used or not: their number is read from it. */
  path(...args: Args): string;
  /** JSON text. */
  body?(...args: Args): string;
  /** For messages, behind "cannot": `read the connectors`. */
  purpose(...args: Args): string;
  /** Left out: 8 MB. */
  readonly limitBytes?: number;
  /** Of an answer with more bytes the long strings are shortened, before the limit is applied. Left out: never. */
  readonly shortenAboveBytes?: number;
  /** How long one request may take. Left out: 30 s for a read, 100 s for a write. */
  readonly timeoutMilliseconds?: number;
  /** @throws UnexpectedAnswer where the JSON is not what a worker answers */
  parse(answer: OkAnswer, ...args: Args): Result;
  /** What is known without a request; undefined: it must be sent. */
  known?(...args: Args): Result | undefined;
  /** What an error answer means; undefined: it is a failure. */
  recover?(failure: WorkerFailure, ...args: Args): { readonly result: Result } | undefined;
}

/** Declares an endpoint; its types follow from `path` and `parse`. */
export function endpoint<Args extends readonly unknown[], Result, const Access extends 'read' | 'write'>(
  row: Endpoint<Args, Result, Access>,
): Endpoint<Args, Result, Access> {
  return row;
}

/** The path of a connector, or of what is below it. */
export function pathOf(name: string, rest = ''): string {
  return `/connectors/${encodeURIComponent(name)}${rest}`;
}

/** For answers that say nothing beyond their status. */
export function nothing(): void {}

/** The parser of a probe, which no worker accepts. @throws UnexpectedAnswer always */
export function refuseAccepted({ status }: OkAnswer): void {
  throw new UnexpectedAnswer(
    `answers ${status} to a request that every Kafka Connect worker rejects: something else answers here`,
  );
}
