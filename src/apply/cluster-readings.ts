import type { ConnectCluster } from '../connect/connect-cluster.ts';
import type { Clock } from '../model/clock.ts';
import type { ConnectorStatus, LiveConnector } from '../model/live-connector.ts';
import { checkPrecondition, type Intent } from './check-precondition.ts';

/** What the lists say of one connector. */
export type ConnectorReading =
  | { readonly kind: 'present'; readonly connector: LiveConnector }
  | { readonly kind: 'absent' }
  /** The list and the expansion contradict each other: read again. */
  | { readonly kind: 'contradictory' };

/** One reading of all statuses. */
export interface StatusesRead {
  readonly statuses: ReadonlyMap<string, ConnectorStatus>;
  /** When it was requested, in milliseconds of the clock. */
  readonly askedAt: number;
}

type StatusListener = (reading: StatusesRead) => void;

/** `recent`: not older than two seconds; `from-now`: requested from now on. */
export type ReadingAge = 'recent' | 'from-now';

/** How old a reading may be that a write is based on. */
const recentMilliseconds = 2_000;

/** Callers retry and report the wait themselves, so reads here must fail fast. */
const failFast = { budgetMilliseconds: 0 };

/**
 * Reads connectors through the lists, which a worker answers from memory in any state, while a request for one
 * connector is refused or stands for seconds in the very rebalance that writes cause (Connect REST contract 8.2). All
 * steps in flight share the readings.
 */
export class ClusterReadings {
  readonly #listeners = new Set<StatusListener>();
  readonly #connectors: SharedReading<ReadonlyMap<string, LiveConnector>>;
  readonly #statuses: SharedReading<ReadonlyMap<string, ConnectorStatus>>;
  readonly #names: SharedReading<ReadonlySet<string>>;

  constructor(cluster: ConnectCluster, clock: Clock) {
    this.#connectors = new SharedReading(() => cluster.readConnectors(failFast), clock);
    this.#statuses = new SharedReading(async () => {
      const askedAt = clock.now();
      const statuses = await cluster.readStatuses(failFast);
      for (const listener of this.#listeners) listener({ statuses, askedAt });
      return statuses;
    }, clock);
    this.#names = new SharedReading(async () => new Set(await cluster.listNames(failFast)), clock);
  }

  /** Calls the listener with every reading of the statuses, whatever it was made for; returns what ends that. */
  listen(listener: StatusListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** What the lists say of a connector. What looks absent is confirmed by the plain list. */
  async read(name: string, age: ReadingAge): Promise<ConnectorReading> {
    const [, statuses] = await Promise.all([ask(this.#connectors, age), ask(this.#statuses, age)]);
    // The statuses may have taken their time: the configuration may have changed since.
    const connectors = await ask(this.#connectors, 'recent');
    const connector = connectors.get(name);
    if (connector) return { kind: 'present', connector: { ...connector, status: statuses.get(name) } };
    const names = await ask(this.#names, age);
    return { kind: names.has(name) ? 'contradictory' : 'absent' };
  }

  /**
   * Whether the readings that arrived last, for whatever they were made, leave a call as it was decided. A connector that
   * is missing from them does not: only the check before the next attempt asks the plain list too.
   */
  allow(intent: Intent & { readonly step: { readonly name: string } }): boolean {
    const { name } = intent.step;
    const connectors = this.#connectors.latest;
    if (!connectors) return true;
    const connector = connectors.get(name);
    const live = connector && { ...connector, status: this.#statuses.latest?.get(name) };
    return checkPrecondition(intent, live).kind === 'proceed';
  }

  /** All connectors with their statuses. */
  async readAll(age: ReadingAge = 'from-now'): Promise<ReadonlyMap<string, LiveConnector>> {
    const [connectors, statuses] = await Promise.all([ask(this.#connectors, age), ask(this.#statuses, age)]);
    return new Map([...connectors].map(([name, live]) => [name, { ...live, status: statuses.get(name) }]));
  }
}

function ask<T>(reading: SharedReading<T>, age: ReadingAge): Promise<T> {
  return age === 'recent' ? reading.recent(recentMilliseconds) : reading.fresh();
}

interface Reading<T> {
  readonly askedAt: number;
  readonly value: Promise<T>;
}

/**
 * One kind of reading that all steps in flight share: at most one request at a time, and who asks while it is under way
 * shares either it or the one that follows.
 */
export class SharedReading<T> {
  readonly #read: () => Promise<T>;
  readonly #clock: Clock;
  #latest: T | undefined;
  #last: Reading<T> | undefined;
  #current: Reading<T> | undefined;
  #next: Promise<T> | undefined;

  constructor(read: () => Promise<T>, clock: Clock) {
    this.#read = read;
    this.#clock = clock;
  }

  /** What was read last. */
  get latest(): T | undefined {
    return this.#latest;
  }

  /** A reading that was requested at most `maximumAge` milliseconds ago. */
  recent(maximumAge: number): Promise<T> {
    const oldest = this.#clock.now() - maximumAge;
    const known = [this.#last, this.#current].find((reading) => reading && reading.askedAt >= oldest);
    return known ? known.value : this.fresh();
  }

  /** A reading that is requested from now on: it shows every write that has been answered already. */
  fresh(): Promise<T> {
    if (!this.#current) return this.#start();
    this.#next ??= this.#after(this.#current);
    return this.#next;
  }

  #start(): Promise<T> {
    const reading: Reading<T> = { askedAt: this.#clock.now(), value: this.#read() };
    this.#current = reading;
    const end = (last: Reading<T> | undefined) => {
      if (this.#current === reading) this.#current = undefined;
      this.#last = last;
    };
    return reading.value.then(
      (value) => {
        this.#latest = value;
        end(reading);
        return value;
      },
      (error: unknown) => {
        end(undefined);
        throw error;
      },
    );
  }

  async #after(current: Reading<T>): Promise<T> {
    await current.value.catch(() => undefined);
    this.#next = undefined;
    // Whatever has begun by now was requested later than what waits here.
    return this.#current?.value ?? this.#start();
  }
}
