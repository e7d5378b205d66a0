import { setMaxListeners } from 'node:events';
import type { Clock } from '../model/clock.ts';
import { type IncomingRequest, serve } from './api/router.ts';
import { assembleWorker } from './assemble-worker.ts';
import type { Answer } from './http/answer.ts';
import type { StringMap } from './http/jackson.ts';
import { profileOf } from './profile.ts';
import type { TargetState } from './worker/connector.ts';
import { Timing } from './worker/timing.ts';

/** A connector as it was stored. */
export interface StoredConnector {
  readonly name: string;
  /** With `name`; null where null was sent. */
  readonly config: StringMap;
  readonly target: TargetState;
}

/** A worker without a server that accepts every connector class and every configuration. */
export interface RecordingWorker {
  answer(request: IncomingRequest): Promise<Answer>;
  /** The connectors that exist now, in the order in which they were created. */
  stored(): readonly StoredConnector[];
  close(): Promise<void>;
}

/** How the worker looks to its clients. */
export interface RecordingOptions {
  readonly clock: Clock;
  /** Its host and port, as statuses show it. */
  readonly workerId: string;
  /** The connector classes that it lists as installed, beside those that are used. */
  readonly classes: readonly string[];
}

/**
 * Makes a worker that records what clients deploy. Connectors are RUNNING at once, and no key is validated: the plugins
 * of the real worker and their versions are unknown. It imitates 3.9, the release with the most endpoints.
 */
export function makeRecordingWorker({ clock, workerId, classes }: RecordingOptions): RecordingWorker {
  const closing = new AbortController();
  setMaxListeners(0, closing.signal);
  const { worker } = assembleWorker({
    profile: profileOf('3.9'),
    timing: new Timing(clock, 0, closing.signal),
    workerId: () => workerId,
    classes,
  });
  return {
    answer: (request) => serve(worker, request),
    stored: () => worker.herder.list().map(({ name, config, target }) => ({ name, config, target })),
    close: async () => {
      closing.abort();
      await worker.herder.settled();
    },
  };
}
