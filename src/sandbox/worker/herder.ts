import type { StringMap } from '../http/jackson.ts';
import { RestError } from '../http/rest-error.ts';
import type { ConnectorPlugin } from '../plugins/plugin.ts';
import { does, type Profile } from '../profile.ts';
import { newConnector, type SandboxConnector, type TargetState } from './connector.ts';
import { Lag } from './lag.ts';
import type { Ledger } from './ledger.ts';
import type { Lifecycle, RestartPlan } from './lifecycle.ts';
import type { Outages } from './outages.ts';
import type { Timing } from './timing.ts';

/** What the herder needs of its worker. */
export interface HerderContext {
  readonly profile: Profile;
  readonly timing: Timing;
  readonly ledger: Ledger;
  readonly outages: Outages;
  readonly lifecycle: Lifecycle;
}

/** What to store for a connector. */
export interface ConfigWrite {
  readonly plugin: ConnectorPlugin;
  /** With `name`. */
  readonly config: StringMap;
}

/** The most that one record of the config topic may hold, Kafka's default. */
const recordLimit = 1_048_576;

/** The connectors of the cluster: stores changes at once; the lifecycle then applies them. */
export class Herder {
  readonly #context: HerderContext;
  readonly #lag: Lag;
  readonly #connectors = new Map<string, SandboxConnector>();
  /** Deleted connectors whose status is still found. */
  readonly #lingering = new Map<string, SandboxConnector>();
  readonly #pending = new Set<Promise<unknown>>();
  /** Resolved unless the worker that runs everything is dead. */
  #running: Promise<void> = Promise.resolve();

  constructor(context: HerderContext) {
    this.#context = context;
    this.#lag = new Lag(() => context.timing.now());
  }

  list(): readonly SandboxConnector[] {
    return [...this.#connectors.values()];
  }

  /** The connectors as reads of configurations see them, which may lag behind the writes. */
  listSeen(): readonly SandboxConnector[] {
    return this.#lag.seen() ?? this.list();
  }

  lagBehind(milliseconds: number): void {
    this.#lag.set(milliseconds, this.list());
  }

  find(name: string): SandboxConnector | undefined {
    return this.#connectors.get(name);
  }

  /** A connector that reads of its configuration see, or their 404. */
  getSeen(name: string): SandboxConnector {
    const seen = this.#lag.seen();
    const connector = seen ? seen.find((one) => one.name === name) : this.find(name);
    if (!connector) throw notFound(name);
    return connector;
  }

  /** An existing connector, or the 404 of most calls. */
  get(name: string): SandboxConnector {
    const connector = this.find(name);
    if (!connector) throw notFound(name);
    return connector;
  }

  /** A connector whose status can be read: a deleted one too for a while (Connect REST contract 4.8). */
  findStatus(name: string): SandboxConnector | undefined {
    return this.find(name) ?? this.#lingering.get(name);
  }

  /** Stores a new connector. A record that is too large is not stored, and only newer workers report that. */
  create(name: string, write: ConfigWrite, target: TargetState): SandboxConnector {
    const connector = newConnector(name, { ...write, target });
    if (!this.#fits(write.config)) return connector;
    this.#connectors.set(name, connector);
    this.#lag.written(name, connector);
    this.#context.ledger.count(name, 'configWrites');
    this.#countRebalances(1);
    this.#work(connector, () => this.#context.lifecycle.afterCreate(connector));
    return connector;
  }

  /**
   * Replaces a configuration. It is not compared: an identical one restarts the connector too (Connect REST contract 5).
   */
  replace(connector: SandboxConnector, write: ConfigWrite): void {
    if (!this.#fits(write.config)) return;
    connector.plugin = write.plugin;
    connector.config = write.config;
    this.#lag.written(connector.name, connector);
    this.#context.ledger.count(connector.name, 'configWrites');
    this.#work(connector, () => this.#context.lifecycle.afterUpdate(connector));
  }

  delete(connector: SandboxConnector): void {
    connector.isDeleted = true;
    this.#connectors.delete(connector.name);
    this.#lag.written(connector.name, undefined);
    this.#countRebalances(2);
    if (connector.status) this.track(this.#linger(connector));
  }

  /** Pause and resume; repeated ones are suppressed from 3.5 on (KAFKA-14814). */
  setTarget(connector: SandboxConnector, target: 'STARTED' | 'PAUSED'): void {
    connector.target = target;
    this.#work(connector, () => this.#context.lifecycle.afterTargetChange(connector, target));
  }

  /**
   * Stop removes all tasks at once, and causes a rebalance even when the connector is stopped already
   * (Connect REST contract 4.14).
   */
  stop(connector: SandboxConnector): void {
    this.#countRebalances(connector.target === 'STOPPED' ? 1 : 2);
    connector.target = 'STOPPED';
    connector.taskConfigs = [];
    connector.appliedConfig = undefined;
    this.#work(connector, () => this.#context.lifecycle.afterTargetChange(connector, 'STOPPED'));
  }

  /** The restart without flags; resolves when it is done. */
  async restart(connector: SandboxConnector): Promise<void> {
    await this.#work(connector, () => this.#context.lifecycle.restart(connector));
    this.#work(connector, () => this.#context.lifecycle.reconfigure(connector));
  }

  /** The restart with flags; only planned when this returns. */
  restartLater(connector: SandboxConnector, plan: RestartPlan): void {
    this.#work(connector, () => this.#context.lifecycle.restartPlanned(connector, plan));
  }

  async restartTask(connector: SandboxConnector, id: number): Promise<void> {
    await this.#work(connector, () => this.#context.lifecycle.restartTask(connector, id));
  }

  /** Creates a connector in its final state, as if it had existed for a long time. */
  seed(name: string, write: ConfigWrite, target: TargetState): void {
    const connector = newConnector(name, { ...write, target });
    this.#connectors.set(name, connector);
    this.#context.lifecycle.settleAtOnce(connector);
  }

  /** No work is done for this long; then everything is started again. */
  async freeze(milliseconds: number, thaw: () => void): Promise<void> {
    const orphans = this.list();
    const isOver = this.#context.timing.sleep(milliseconds);
    this.#running = isOver;
    await isOver;
    thaw();
    this.#countRebalances(1);
    for (const connector of orphans) {
      this.#work(connector, () => this.#context.lifecycle.takeOver(connector));
    }
  }

  /** Resolves when no work is in progress, delayed failures excepted. */
  async settled(): Promise<void> {
    while (this.#pending.size > 0) await Promise.allSettled(this.#pending);
  }

  /** Counts a promise as work in progress. It must not reject. */
  track(work: Promise<unknown>): void {
    this.#pending.add(work);
    void work.then(() => this.#pending.delete(work));
  }

  #fits(config: StringMap): boolean {
    const size = [...config].reduce((sum, [key, value]) => sum + key.length + (value?.length ?? 0), 0);
    if (size < recordLimit) return true;
    if (!does(this.#context.profile, 'leaderStatusPassedOn')) return false;
    throw new RestError(500, 'Error writing connector configuration to Kafka');
  }

  #countRebalances(rounds: number): void {
    this.#context.ledger.rebalances += rounds;
    this.#context.outages.rebalanceCaused();
  }

  async #linger(connector: SandboxConnector): Promise<void> {
    this.#lingering.set(connector.name, connector);
    await this.#context.timing.wait('lingering');
    if (this.#lingering.get(connector.name) === connector) this.#lingering.delete(connector.name);
  }

  /** Work for one connector is done in order; different connectors work concurrently. */
  #work(connector: SandboxConnector, piece: () => Promise<void>): Promise<void> {
    const done = connector.work.then(async () => {
      await this.#running;
      if (!connector.isDeleted && !this.#context.timing.isOver) await piece();
    });
    connector.work = done.catch(() => undefined);
    this.track(connector.work);
    return done;
  }
}

function notFound(name: string): RestError {
  return new RestError(404, `Connector ${name} not found`);
}
