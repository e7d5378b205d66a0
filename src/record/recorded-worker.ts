import type { Clock } from '../model/clock.ts';
import type { RecordedCluster, RecordedConnector, RejectedConnector } from '../model/recorded-cluster.ts';
import type { IncomingRequest } from '../sandbox/api/router.ts';
import type { Answer } from '../sandbox/http/answer.ts';
import { makeRecordingWorker, type StoredConnector } from '../sandbox/recording-worker.ts';
import { explainRejection, nameInBody } from './explain-rejection.ts';
import { wellKnownClasses } from './well-known-classes.ts';

/** A request to a worker, with what the recorder must know of it. */
export interface WorkerRequest extends IncomingRequest {
  readonly contentEncoding: string | undefined;
}

/** The worker of one cluster, and what was sent to it. */
export interface RecordedWorker {
  answer(request: WorkerRequest): Promise<Answer>;
  /** Notes that a request was refused before it reached the worker. */
  refused(request: WorkerRequest, status: number): void;
  result(): RecordedCluster;
  /** The names of connectors that were created and do not exist any more. */
  deleted(): readonly string[];
  close(): Promise<void>;
}

/** Makes an empty worker for one base URL. */
export function makeRecordedWorker(base: string, clock: Clock): RecordedWorker {
  const worker = makeRecordingWorker({ clock, workerId: new URL(base).host, classes: wellKnownClasses });
  const rejected = new Map<string, RejectedConnector>();
  const created = new Set<string>();
  const note = (request: WorkerRequest, status: number) => {
    const target = configuredName(request);
    if (target === undefined) return;
    const { name } = target;
    // A worker answers 409 if the connector exists: that one counts.
    if (status < 400 || status === 409) rejected.delete(name);
    else rejected.set(name, { name, status, reason: reasonOf(request, status, target.nameInUrl) });
    if (status < 300) created.add(name);
  };
  const existing = () => new Set(worker.stored().map(({ name }) => name));
  return {
    answer: async (request) => {
      const answer = await worker.answer(request);
      note(request, answer.status);
      return answer;
    },
    refused: note,
    result: () => ({
      url: base,
      connectors: worker.stored().map(toRecorded),
      rejected: [...rejected.values()].filter(({ name }) => !existing().has(name)),
    }),
    deleted: () => [...created].filter((name) => !existing().has(name)),
    close: () => worker.close(),
  };
}

/** The connector that a request configures; undefined for every other request. */
function configuredName({ method, target, body }: WorkerRequest) {
  const path = target.split('?', 1)[0] ?? '';
  if (method === 'POST' && /^\/connectors\/?$/.test(path))
    return { name: nameInBody(body.text), nameInUrl: undefined };
  const encoded = /^\/connectors\/([^/]+)\/config\/?$/.exec(path)?.[1];
  if (encoded === undefined || (method !== 'PUT' && method !== 'PATCH')) return undefined;
  const name = decoded(encoded);
  return { name, nameInUrl: name };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function reasonOf(request: WorkerRequest, status: number, name: string | undefined): string {
  const { contentType, contentEncoding, body } = request;
  return explainRejection({ status, contentType, contentEncoding, body: body.text, name });
}

const states = { STARTED: undefined, PAUSED: 'paused', STOPPED: 'stopped' } as const;

function toRecorded({ name, config, target }: StoredConnector): RecordedConnector {
  const entries = [...config].filter(([key]) => key !== 'name');
  return {
    name,
    config: new Map(entries.flatMap(([key, value]) => (value === null ? [] : ([[key, value]] as const)))),
    nullKeys: entries.flatMap(([key, value]) => (value === null ? [key] : [])),
    state: states[target],
  };
}
