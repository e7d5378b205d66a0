import type { ConnectCluster } from '../connect/connect-cluster.ts';
import type { Clock } from '../model/clock.ts';
import type { ConnectorStatus, LiveConnector } from '../model/live-connector.ts';
import { SharedReading } from './shared-reading.ts';

/** What the lists say of one connector. */
export type ConnectorReading =
  | { readonly kind: 'present'; readonly connector: LiveConnector }
  | { readonly kind: 'absent' }
  /** The list and the expansion contradict each other: look again. */
  | { readonly kind: 'unsettled' };

/** One reading of all statuses. */
export interface StatusesRead {
  readonly statuses: ReadonlyMap<string, ConnectorStatus>;
  /** In milliseconds of the clock. */
  readonly askedAt: number;
}

type StatusListener = (reading: StatusesRead) => void;

/** How old a reading may be that a write is based on. */
const recentMilliseconds = 2_000;

/** Whoever reads here tries again itself, and shows that it waits. */
const impatient = { budgetMilliseconds: 0 };

/**
 * Looks at connectors through the lists, which a worker answers from memory in any state, while a request for one
 * connector is refused or stands for seconds in the very rebalance that writes cause (Connect REST contract 8.2). The
 * lists are read once for all that is in flight.
 */
export class ClusterReadings {
  readonly #listeners = new Set<StatusListener>();
  readonly #connectors: SharedReading<ReadonlyMap<string, LiveConnector>>;
  readonly #statuses: SharedReading<ReadonlyMap<string, ConnectorStatus>>;
  readonly #names: SharedReading<ReadonlySet<string>>;

  constructor(cluster: ConnectCluster, clock: Clock) {
    this.#connectors = new SharedReading(() => cluster.readConnectors(impatient), clock);
    this.#statuses = new SharedReading(async () => {
      const askedAt = clock.now();
      const statuses = await cluster.readStatuses(impatient);
      for (const listener of this.#listeners) listener({ statuses, askedAt });
      return statuses;
    }, clock);
    this.#names = new SharedReading(async () => new Set(await cluster.listNames(impatient)), clock);
  }

  /** Hands every reading of the statuses on, whoever asked for it; returns what ends that. */
  listen(listener: StatusListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * What the lists say of a connector: in a reading not older than two seconds, or in one asked for from now on.
   * What looks absent is confirmed by the plain list.
   */
  async look(name: string, age: 'recent' | 'from-now'): Promise<ConnectorReading> {
    const [, statuses] = await Promise.all([ask(this.#connectors, age), ask(this.#statuses, age)]);
    // The statuses may have taken their time: somebody may have changed the configuration since.
    const connectors = await ask(this.#connectors, 'recent');
    const connector = connectors.get(name);
    if (connector) return { kind: 'present', connector: { ...connector, status: statuses.get(name) } };
    const names = await ask(this.#names, age);
    return { kind: names.has(name) ? 'unsettled' : 'absent' };
  }

  /** All connectors with their statuses, in readings asked for from now on. */
  async lookAtAll(): Promise<ReadonlyMap<string, LiveConnector>> {
    const [connectors, statuses] = await Promise.all([this.#connectors.fresh(), this.#statuses.fresh()]);
    return new Map([...connectors].map(([name, live]) => [name, { ...live, status: statuses.get(name) }]));
  }
}

function ask<T>(reading: SharedReading<T>, age: 'recent' | 'from-now'): Promise<T> {
  return age === 'recent' ? reading.recent(recentMilliseconds) : reading.fresh();
}
