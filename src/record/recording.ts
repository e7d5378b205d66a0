import type { Clock } from '../model/clock.ts';
import type { RecordingResult, ShownRequest } from '../model/recording.ts';
import { type Answer, errorAnswer } from '../sandbox/http/answer.ts';
import { type LocatedRequest, shownConnectPath } from './locate-request.ts';
import { makeRecordedWorker, type RecordedWorker, type WorkerRequest } from './recorded-worker.ts';

/** How many URLs and targets a recording keeps. */
const listLimit = 100;
/** How many clusters a recording has. */
const clusterLimit = 100;
/** How much text the configs may have in all, so that a loop of requests cannot fill the memory. */
const bytesLimit = 256 * 1024 * 1024;

/** Answers requests from one recording worker per cluster and keeps what arrived. */
export class Recording {
  readonly #clock: Clock;
  readonly #onRequest: (request: ShownRequest) => void;
  readonly #workers = new Map<string, RecordedWorker>();
  readonly #others = new Set<string>();
  readonly #httpsTargets = new Set<string>();
  #requests = 0;
  #bytes = 0;

  constructor(clock: Clock, onRequest: (request: ShownRequest) => void) {
    this.#clock = clock;
    this.#onRequest = onRequest;
  }

  /** The base URLs that requests for Kafka Connect have named. */
  get bases(): { has(base: string): boolean } {
    return this.#workers;
  }

  /** Answers a request. `refusal`: why it is refused whatever it says, for example because of its size. */
  async answer(located: LocatedRequest, request: WorkerRequest, refusal?: Answer): Promise<Answer> {
    const { method } = request;
    if (located.kind === 'invalid')
      return errorAnswer(400, 'connect-sync import --record: the URL is invalid');
    if (located.kind === 'other') {
      const answer = errorAnswer(502, notRecorded(located.url));
      if (this.#others.size < listLimit) this.#others.add(located.url);
      this.#onRequest({ method, url: located.url, status: answer.status, isRecorded: false });
      return answer;
    }
    const answer = await this.#answerConnect(located, { ...request, target: located.path }, refusal);
    const url = located.base + shownConnectPath(located.path);
    this.#onRequest({ method, url, status: answer.status, isRecorded: true });
    return answer;
  }

  /** Notes an HTTPS target that a client asked for. */
  sawHttps(authority: string): void {
    if (this.#httpsTargets.size < listLimit) this.#httpsTargets.add(authority);
  }

  result(): RecordingResult {
    const workers = [...this.#workers];
    const clusters = workers.map(([, worker]) => worker.result());
    const deleted = workers.map(([url, worker]) => ({ url, names: worker.deleted() }));
    return {
      clusters: clusters.filter(({ connectors, rejected }) => connectors.length + rejected.length > 0),
      deleted: deleted.filter(({ names }) => names.length > 0),
      requests: this.#requests,
      others: [...this.#others],
      httpsTargets: [...this.#httpsTargets],
    };
  }

  async close(): Promise<void> {
    await Promise.all([...this.#workers.values()].map((worker) => worker.close()));
  }

  async #answerConnect(
    { base }: Extract<LocatedRequest, { kind: 'connect' }>,
    request: WorkerRequest,
    refusal: Answer | undefined,
  ): Promise<Answer> {
    this.#requests += 1;
    const worker = this.#worker(base);
    if (!worker) return errorAnswer(503, `connect-sync records at most ${clusterLimit} clusters`);
    this.#bytes += request.body.text.length;
    const isFull = this.#bytes > bytesLimit;
    const refused = isFull ? errorAnswer(507, 'connect-sync has recorded as much as it keeps') : refusal;
    if (!refused) return worker.answer(request);
    worker.refused(request, refused.status);
    return refused;
  }

  #worker(base: string): RecordedWorker | undefined {
    const known = this.#workers.get(base);
    if (known || this.#workers.size >= clusterLimit) return known;
    const worker = makeRecordedWorker(base, this.#clock);
    this.#workers.set(base, worker);
    return worker;
  }
}

function notRecorded(url: string): string {
  return (
    `connect-sync import --record answers requests to Kafka Connect only, and sends nothing on: ${url} is not reachable ` +
    'while the command is recorded'
  );
}
