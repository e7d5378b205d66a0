import type { WorkerInfo } from '../model/worker-info.ts';
import type { FailedAttempt, OkAnswer } from './attempt.ts';
import type { BaseUrl } from './cluster-urls.ts';
import type { Request } from './endpoints.ts';

/** What a URL lists: enough to tell two Connect clusters on one Kafka cluster apart. */
export interface Group {
  readonly names: ReadonlySet<string>;
  /** The `worker_id` of everything that has a status. */
  readonly workers: ReadonlySet<string>;
}

/**
 * Which cluster this run works with, as far as it has been seen, and which URLs are known to lead to it. The Kafka
 * cluster id tells most clusters apart. Two Connect clusters on one Kafka cluster share it, so a URL that none of the
 * readings came from is compared by the names of its connectors as well.
 */
export class ClusterIdentity {
  /** Undefined: none was read yet, and none is declared. A worker may report no id; that counts as one. */
  #id: Pick<WorkerInfo, 'kafkaClusterId'> | undefined;
  #isRead = false;
  #names: ReadonlySet<string> | undefined;
  readonly #workers = new Set<string>();
  /** What this run created (true) or deleted (false); undefined: under way, or of unknown outcome. */
  readonly #own = new Map<string, boolean | undefined>();
  readonly #home = new Set<BaseUrl>();
  readonly #foreign = new Map<BaseUrl, string>();

  /** `declaredId`: that of the project file, for writes that no reading precedes. */
  constructor(declaredId: string | undefined) {
    if (declaredId !== undefined) this.#id = { kafkaClusterId: declaredId };
  }

  /** Whether an id was read or declared that others can be compared with. */
  get isKnown(): boolean {
    return this.#id !== undefined;
  }

  /** Whether a URL has reported its id yet. */
  get isRead(): boolean {
    return this.#isRead;
  }

  /** The URLs whose lists are those of this cluster. */
  get home(): ReadonlySet<BaseUrl> {
    return this.#home;
  }

  /** Whether names are known that the lists of another URL can be compared with. */
  get hasNames(): boolean {
    return this.#names !== undefined;
  }

  /** Why a URL leads to another cluster; undefined: nothing is known against it. */
  foreign(base: BaseUrl): FailedAttempt | undefined {
    const because = this.#foreign.get(base);
    return because === undefined ? undefined : otherCluster(base, because);
  }

  /**
   * Takes the id that a URL reports; a failure where it is not the one of this run. The first id that is read is
   * compared with the declared one by `readCluster`, which says more; before a write it is compared here.
   */
  takeId(
    base: BaseUrl,
    worker: Pick<WorkerInfo, 'kafkaClusterId'>,
    purpose: 'read' | 'write',
  ): FailedAttempt | undefined {
    if (purpose === 'read' && !this.#isRead) this.#id = worker;
    this.#isRead = true;
    this.#id ??= worker;
    const [expected, found] = [this.#id, worker].map(({ kafkaClusterId: id }) => id ?? 'none');
    if (found === expected) return undefined;
    const ids = `its worker reports the Kafka cluster id ${found}, and this run is for ${expected}`;
    return this.#exclude(base, `leads to another cluster: ${ids}`);
  }

  /** Takes what a URL lists, as far as the answer to this read says anything about it. */
  takeLists({ endpoint }: Pick<Request, 'endpoint'>, { base, value }: OkAnswer): void {
    if (endpoint === 'readStatuses' && this.#home.has(base)) {
      for (const worker of workersIn(value)) this.#workers.add(worker);
    }
    if (endpoint !== 'listNames' && endpoint !== 'readConnectors') return;
    const names = namesIn(value);
    if (!names) return;
    if (this.#names === undefined) this.#home.add(base);
    else if (this.#home.has(base) && this.#isSuspicious(names)) this.#home.delete(base);
    if (this.#home.has(base)) this.#names = names;
  }

  /** A write to this connector is under way, applied or denied, or of unknown outcome. */
  takeWrite(request: Pick<Request, 'endpoint' | 'path' | 'body'>, came: 'applied' | 'unknown'): void {
    const isDeletion = request.endpoint === 'delete';
    if (!isDeletion && request.endpoint !== 'putConfig' && request.endpoint !== 'createWithState') return;
    this.#own.set(nameIn(request), came === 'applied' ? !isDeletion : undefined);
  }

  /** Whether these are the lists of this cluster; if not, the names of what differs are for nobody to see. */
  matches({ names, workers }: Group): boolean {
    const expected = this.#expected();
    const differs = [...expected, ...names].some(
      (name) => expected.has(name) !== names.has(name) && !this.#isUnsettled(name),
    );
    return !differs && !this.#isOtherGroup(workers);
  }

  /**
   * Whether a URL may lead to this cluster although its names differ: somebody else may create and delete connectors
   * meanwhile. Then most names are the same, and at least one worker is.
   */
  resembles({ names, workers }: Group): boolean {
    const expected = this.#expected();
    const common = [...expected].filter((name) => names.has(name)).length;
    const isSameGroup = [...workers].some((worker) => this.#workers.has(worker));
    return isSameGroup && common * 2 >= Math.max(expected.size, names.size);
  }

  /** From now on the lists of this URL are those of this cluster. */
  accept(base: BaseUrl, { names, workers }: Group): void {
    this.#home.add(base);
    this.#names = names;
    for (const worker of workers) this.#workers.add(worker);
  }

  /** From now on nothing is sent to this URL. */
  excludeByNames(base: BaseUrl, { names }: Group): FailedAttempt {
    const expected = this.#expected();
    const common = [...expected].filter((name) => names.has(name)).length;
    return this.#exclude(
      base,
      'leads to another Connect cluster on the same Kafka cluster: ' +
        `of ${expected.size} connectors that were read it lists ${common}, and ${names.size - common} others` +
        (common === expected.size && common === names.size ? ', on other workers' : ''),
    );
  }

  #exclude(base: BaseUrl, because: string): FailedAttempt {
    this.#home.delete(base);
    this.#foreign.set(base, because);
    return otherCluster(base, because);
  }

  /** The names that were read last, with what this run did since. */
  #expected(): ReadonlySet<string> {
    const expected = new Set(this.#names);
    for (const [name, exists] of this.#own) {
      if (exists === true) expected.add(name);
      if (exists === false) expected.delete(name);
    }
    return expected;
  }

  #isUnsettled(name: string): boolean {
    return this.#own.has(name) && this.#own.get(name) === undefined;
  }

  #isOtherGroup(workers: ReadonlySet<string>): boolean {
    if (workers.size === 0 || this.#workers.size === 0) return false;
    return ![...workers].some((worker) => this.#workers.has(worker));
  }

  /**
   * At a URL that was this cluster's: what was read has gone, all of it or most. One connector may have been deleted by
   * somebody else, and any number created.
   */
  #isSuspicious(names: ReadonlySet<string>): boolean {
    const expected = this.#expected();
    const missing = [...expected].filter((name) => !names.has(name) && !this.#isUnsettled(name)).length;
    if (missing === expected.size && missing > 0 && names.size > 0) return true;
    return missing > 1 && missing * 2 > expected.size;
  }
}

/** Counts how often a connection is opened in the place of one that has ended: from then on it may lead elsewhere. */
export class Reconnects {
  #count = 0;
  #ended = 0;

  get count(): number {
    return this.#count;
  }

  readonly onEnd = (): void => {
    this.#ended += 1;
  };

  readonly onOpen = (): void => {
    if (this.#ended === 0) return;
    this.#ended -= 1;
    this.#count += 1;
  };
}

/** What two answers of one URL say of its group; undefined where one is no list of connectors. */
export function groupIn(list: OkAnswer, statuses: OkAnswer): Group | undefined {
  const names = namesIn(list.value);
  return names && namesIn(statuses.value) && { names, workers: workersIn(statuses.value) };
}

function otherCluster(base: BaseUrl, because: string): FailedAttempt {
  return {
    kind: 'failed',
    base,
    verdict: 'other-cluster',
    cause: undefined,
    got: { kind: 'other-cluster', because },
  };
}

/** Undefined where the answer is no list of connectors, whatever else answers there. */
function namesIn(value: unknown): ReadonlySet<string> | undefined {
  if (Array.isArray(value))
    return value.every((name) => typeof name === 'string') ? new Set(value) : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  const isList = Object.values(value).every((entry) => typeof entry === 'object' && entry !== null);
  return isList ? new Set(Object.keys(value)) : undefined;
}

function workersIn(value: unknown): ReadonlySet<string> {
  const workers = new Set<string>();
  for (const entry of Object.values(value ?? {})) {
    const status = entry?.status ?? {};
    const tasks = Array.isArray(status.tasks) ? status.tasks : [];
    for (const instance of [status.connector, ...tasks]) {
      if (typeof instance?.worker_id === 'string' && instance.worker_id !== '')
        workers.add(instance.worker_id);
    }
  }
  return workers;
}

function nameIn({ endpoint, path, body }: Pick<Request, 'endpoint' | 'path' | 'body'>): string {
  if (endpoint === 'createWithState') return String(JSON.parse(body ?? '{}').name);
  return decodeURIComponent(/^\/connectors\/([^/?]+)/.exec(path)?.[1] ?? '');
}
