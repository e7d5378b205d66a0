import type { Answer } from '../http/answer.ts';
import type { Jackson } from '../http/jackson.ts';
import { RestError } from '../http/rest-error.ts';
import type { Masking } from '../masking.ts';
import type { PluginCatalogue } from '../plugins/catalogue.ts';
import { does, type Profile } from '../profile.ts';
import type { Herder } from '../worker/herder.ts';
import type { Loggers } from '../worker/loggers.ts';
import type { Offsets } from '../worker/offsets.ts';
import type { Outages } from '../worker/outages.ts';

/** The parts of the worker that requests are served from. */
export interface Worker {
  readonly profile: Profile;
  readonly catalogue: PluginCatalogue;
  readonly herder: Herder;
  readonly offsets: Offsets;
  readonly loggers: Loggers;
  readonly outages: Outages;
  readonly kafkaClusterId: string;
  /** How secrets are hidden in answers. */
  readonly masking: Masking;
  /** Whether another worker of the group leads, so that writes are forwarded. */
  isFollower: boolean;
}

/** A request as a handler sees it. */
export interface RestRequest {
  /** The decoded path parameters; `''` where the path has none of that name. */
  readonly name: string;
  readonly task: number;
  readonly query: URLSearchParams;
  readonly body: Jackson;
  /** What the client called the worker, for `Location`. */
  readonly origin: string;
}

/** Serves one route. A `RestError` is answered as Connect's error entity. */
export type Handler = (worker: Worker, request: RestRequest) => Answer | Promise<Answer>;

/** Only `true`, in any case, is true: Java's `Boolean.valueOf` (Connect REST contract 2). */
export function flag(query: URLSearchParams, name: string): boolean {
  return query.get(name)?.toLowerCase() === 'true';
}

/**
 * Does what only the leader may do. On a follower of 2.8 its refusals arrive as 500 with the message behind a prefix
 * (Connect REST contract 8.3).
 */
export async function asLeader<T>(worker: Worker, action: () => T | Promise<T>): Promise<T> {
  worker.outages.checkLeader();
  try {
    return await action();
  } catch (error) {
    const isWrapped = worker.isFollower && !does(worker.profile, 'leaderStatusPassedOn');
    if (!isWrapped || !(error instanceof RestError)) throw error;
    throw new RestError(500, `Error trying to forward REST request: ${error.message}`);
  }
}
