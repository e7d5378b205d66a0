import type { ConnectCluster, LastCheck } from '../../src/connect/connect-cluster.ts';
import type { Clock } from '../../src/model/clock.ts';
import type { Config } from '../../src/model/config.ts';
import type { ConnectorName } from '../../src/model/connector-name.ts';
import type { ConnectorOffset, ConnectorOffsets } from '../../src/model/connector-offsets.ts';
import type { DesiredState } from '../../src/model/desired-connector.ts';
import type { ConnectorStatus, LiveConnector } from '../../src/model/live-connector.ts';
import type { Plugin, PluginKey, Validation } from '../../src/model/plugin.ts';
import type { TaskConfig, WorkerHealth, WorkerLogger } from '../../src/model/worker-details.ts';
import { type FailureVerdict, WorkerFailure } from '../../src/model/worker-failure.ts';
import type { WorkerInfo } from '../../src/model/worker-info.ts';
import { parseWorkerVersion } from '../../src/model/worker-version.ts';
import { MemoryConnector } from './memory-connector.ts';

/** The calls that a test may inspect or make fail. */
export type Call = Exclude<keyof ConnectCluster, 'url' | 'close'>;

/** One request, as it was sent. */
export interface MemoryRequest {
  /** Counts from 0. */
  readonly index: number;
  readonly call: Call;
  readonly isWrite: boolean;
  /** Empty for what is about no single connector. */
  readonly name: string;
  readonly config: Config | undefined;
  /** The state that was asked for. */
  readonly state: DesiredState | undefined;
  readonly at: number;
  /** What was answered, once it was: `ok`, or the verdict of the failure. */
  answer: 'ok' | FailureVerdict | 'none' | 'thrown';
  /** A write of exactly the configuration that was there. */
  isIdentical: boolean;
}

/** What goes wrong with one request. */
export type Fault =
  /** It fails; it is applied never, before the answer, or (a time-out that is applied late) so much later. */
  | {
      readonly kind: 'failure';
      readonly verdict: FailureVerdict;
      readonly applied?: 'never' | 'at-once' | { readonly after: number };
      readonly status?: number;
      readonly workerMessage?: string;
    }
  /** It takes that long, then all is well. */
  | { readonly kind: 'slow'; readonly milliseconds: number }
  /** A list comes back empty, as from a worker that is booting. */
  | { readonly kind: 'empty' }
  /** A list shows what was so long ago, as from a follower that lags behind. */
  | { readonly kind: 'lag'; readonly milliseconds: number }
  /** Something is thrown that the interface does not allow. */
  | { readonly kind: 'thrown'; readonly error: Error };

/** Decides what goes wrong; called with every request. */
export type FaultScript = (request: MemoryRequest) => Fault | undefined;

const latencyMilliseconds = 5;

/**
 * A Connect cluster in memory that implements the worker interface itself: a real implementation with asynchronous
 * states, faults by script, and a record of every request. For tests of what builds on the interface; it knows
 * nothing of HTTP.
 */
export class MemoryCluster implements ConnectCluster {
  readonly url = 'http://memory:8083';
  readonly requests: MemoryRequest[] = [];
  /** Workers that refuse connections from now on, as `worker_id`. */
  refusing: ReadonlySet<string> = new Set();
  fault: FaultScript = () => undefined;
  /** How long the check of the worker takes that precedes each write. */
  checkMilliseconds = 0;
  /** Called when a request has arrived, before it is applied: for concurrent changes. */
  onRequest: (request: MemoryRequest) => void = () => undefined;

  readonly #clock: Clock;
  readonly #versionText: string;
  readonly #connectors = new Map<string, MemoryConnector>();
  readonly #offsets = new Map<string, readonly ConnectorOffset[]>();
  readonly #history: { readonly at: number; readonly configs: ReadonlyMap<string, Config> }[] = [];

  constructor(clock: Clock, options: { readonly version?: string } = {}) {
    this.#clock = clock;
    this.#versionText = options.version ?? '3.9.1';
  }

  /** The writes that were sent, as `call name`. */
  get writes(): string[] {
    return this.requests.filter((request) => request.isWrite).map(({ call, name }) => `${call} ${name}`);
  }

  /** What is really there now, whatever a list may say. */
  snapshot(): ReadonlyMap<string, LiveConnector> {
    return this.#liveAt(this.#clock.now());
  }

  /** Another client creates or changes a connector, without a request of ours. */
  place(name: string, config: Readonly<Record<string, string>>, state: DesiredState = 'running'): void {
    this.#put(name, new Map(Object.entries(config)), state);
  }

  /** A connector is there, and has been for a while. */
  seed(name: string, config: Readonly<Record<string, string>>, state: DesiredState = 'running'): void {
    const at = this.#clock.now() - 3_600_000;
    this.#connectors.set(name, new MemoryConnector(name, new Map(Object.entries(config)), { at, state }));
    this.#memoize(at);
  }

  /** Another client deletes a connector. */
  remove(name: string): void {
    this.#connectors.delete(name);
    this.#memoize();
  }

  /** The connector itself, to be broken or moved without a request of the program. */
  connector(name: string): MemoryConnector {
    const found = this.#connectors.get(name);
    if (!found) throw new Error(`there is no connector ${name}`);
    return found;
  }

  readWorker(): Promise<WorkerInfo> {
    const versionText = this.#versionText;
    const info = {
      version: parseWorkerVersion(versionText),
      versionText,
      commit: 'memory',
      kafkaClusterId: 'memory',
    };
    return this.#read('readWorker', () => info);
  }

  async awaitStarted(): Promise<void> {}

  async confirmIdentity(): Promise<void> {}

  async findUnreachable(workerIds: ReadonlySet<string>): Promise<ReadonlySet<string>> {
    return new Set([...workerIds].filter((id) => this.refusing.has(id)));
  }

  listNames(): Promise<readonly string[]> {
    return this.#read('listNames', (at) => [...this.#configsAt(at).keys()]);
  }

  readConnectors(): Promise<ReadonlyMap<string, LiveConnector>> {
    return this.#read('readConnectors', (at) => {
      const configs = this.#configsAt(at);
      const live = [...this.#liveAt(at)].flatMap(([name, connector]) => {
        const config = configs.get(name);
        return config ? [[name, { ...connector, config, status: undefined }] as const] : [];
      });
      return new Map<string, LiveConnector>(live);
    });
  }

  readStatuses(): Promise<ReadonlyMap<string, ConnectorStatus>> {
    return this.#read('readStatuses', (at) => {
      const known = [...this.#liveAt(at)].flatMap(([name, { status }]) =>
        status ? [[name, status] as const] : [],
      );
      return new Map(known);
    });
  }

  readOffsets(name: ConnectorName): Promise<ConnectorOffsets> {
    return this.#read('readOffsets', () => {
      this.#existing(name, 'readOffsets');
      const entries = this.offsetsOf(name);
      return { text: JSON.stringify({ offsets: entries }), entries };
    });
  }

  readTasks(name: ConnectorName): Promise<readonly TaskConfig[]> {
    return this.#read('readTasks', (at) => {
      const connector = this.#existing(name, 'readTasks');
      return connector.liveAt(at).taskIds.map((id) => ({ id, config: connector.taskConfig }));
    });
  }

  readPlugins(): Promise<readonly Plugin[]> {
    return this.#read('readPlugins', () => []);
  }

  readPluginKeys(): Promise<readonly PluginKey[]> {
    return this.#read('readPluginKeys', () => []);
  }

  probeWrite(): Promise<void> {
    return this.#read('probeWrite', () => undefined);
  }

  probeValidate(): Promise<void> {
    return this.#read('probeValidate', () => undefined);
  }

  isSchemaRegistry(): Promise<boolean> {
    return this.#read('isSchemaRegistry', () => false);
  }

  validate(): Promise<Validation> {
    return this.#read('validate', () => ({ keys: [], errors: [] }));
  }

  async putConfig(
    name: ConnectorName,
    config: Config,
    stillHolds?: LastCheck,
  ): Promise<'created' | 'replaced'> {
    const isNew = await this.#write({ call: 'putConfig', name, config, stillHolds }, () => {
      const isNewNow = !this.#connectors.has(name);
      this.#put(name, config, 'running');
      return isNewNow;
    });
    return isNew ? 'created' : 'replaced';
  }

  async createWithState(
    name: ConnectorName,
    config: Config,
    state: 'paused' | 'stopped',
    stillHolds?: LastCheck,
  ): Promise<void> {
    await this.#write({ call: 'createWithState', name, config, stillHolds }, () => {
      if (this.#connectors.has(name)) throw failure('createWithState', { verdict: 'exists', status: 409 });
      this.#put(name, config, state);
    });
  }

  async setState(name: ConnectorName, state: DesiredState, stillHolds?: LastCheck): Promise<void> {
    await this.#write({ call: 'setState', name, state, stillHolds }, () =>
      this.#existing(name, 'setState').setState(state, this.#clock.now()),
    );
  }

  async restart(
    name: ConnectorName,
    options: { readonly includeTasks: boolean; readonly onlyFailed: boolean },
    stillHolds?: LastCheck,
  ): Promise<'planned' | 'connector-only'> {
    const isOld = this.#versionText.startsWith('2.');
    await this.#write({ call: 'restart', name, stillHolds }, () => {
      const { includeTasks, onlyFailed } = isOld ? { includeTasks: false, onlyFailed: false } : options;
      const connector = this.#existing(name, 'restart');
      const status = connector.liveAt(this.#clock.now()).status;
      const isMeant = (state: string | undefined) => !onlyFailed || state === 'FAILED';
      connector.restart(this.#clock.now(), {
        connector: isMeant(status?.connector.state),
        tasks: includeTasks
          ? (status?.tasks ?? []).filter((task) => isMeant(task.state)).map((task) => task.id)
          : [],
      });
    });
    return !isOld && (options.includeTasks || options.onlyFailed) ? 'planned' : 'connector-only';
  }

  async restartTask(name: ConnectorName, task: number, stillHolds?: LastCheck): Promise<void> {
    await this.#write({ call: 'restartTask', name, stillHolds }, () =>
      this.#existing(name, 'restartTask').restart(this.#clock.now(), { connector: false, tasks: [task] }),
    );
  }

  async delete(name: ConnectorName, stillHolds?: LastCheck): Promise<void> {
    await this.#write({ call: 'delete', name, stillHolds }, () => {
      this.#existing(name, 'delete');
      this.remove(name);
    });
  }

  async alterOffsets(name: ConnectorName, text: string, stillHolds?: LastCheck): Promise<string> {
    const { offsets } = JSON.parse(text) as { offsets: readonly ConnectorOffset[] };
    await this.#write({ call: 'alterOffsets', name, stillHolds }, () => {
      this.#requireStopped(name, 'alterOffsets');
      const isNamed = (entry: ConnectorOffset) =>
        offsets.some(({ partition }) => JSON.stringify(partition) === JSON.stringify(entry.partition));
      const others = this.offsetsOf(name).filter((entry) => !isNamed(entry));
      this.setOffsets(name, [...others, ...offsets.filter(({ offset }) => offset !== null)]);
    });
    return 'The offsets for this connector have been altered successfully';
  }

  async resetOffsets(name: ConnectorName, stillHolds?: LastCheck): Promise<string> {
    await this.#write({ call: 'resetOffsets', name, stillHolds }, () => {
      this.#requireStopped(name, 'resetOffsets');
      this.setOffsets(name, []);
    });
    return 'The offsets for this connector have been reset successfully';
  }

  /** The offsets of a connector now. */
  offsetsOf(name: string): readonly ConnectorOffset[] {
    return this.#offsets.get(name) ?? [];
  }

  setOffsets(name: string, entries: readonly ConnectorOffset[]): void {
    this.#offsets.set(name, entries);
  }

  #requireStopped(name: string, call: Call): void {
    const { status } = this.#existing(name, call).liveAt(this.#clock.now());
    if (status?.connector.state === 'STOPPED' && status.tasks.length === 0) return;
    const workerMessage = 'Connectors must be in the STOPPED state before their offsets can be modified.';
    throw failure(call, { verdict: 'refused', status: 400, workerMessage });
  }

  readHealth(): Promise<WorkerHealth> {
    return this.#read('readHealth', () => ({ status: 'healthy', message: '' }));
  }

  readTopics(): Promise<readonly string[]> {
    return this.#read('readTopics', () => []);
  }

  resetTopics(name: ConnectorName): Promise<void> {
    return this.#write({ call: 'resetTopics', name }, () => undefined);
  }

  readLoggers(): Promise<readonly WorkerLogger[]> {
    return this.#read('readLoggers', () => []);
  }

  readLogger(name: string): Promise<WorkerLogger> {
    return this.#read('readLogger', () => ({ name, level: 'INFO', lastModified: undefined }));
  }

  setLogger(name: string): Promise<'worker' | 'cluster'> {
    return this.#write({ call: 'setLogger', name }, () => 'worker');
  }

  async close(): Promise<void> {}

  async #read<T>(call: Call, answer: (at: number) => T): Promise<T> {
    const { request, fault } = await this.#arrive({ call, isWrite: false });
    const lag = fault?.kind === 'lag' ? fault.milliseconds : 0;
    const value =
      fault?.kind === 'empty' ? answer(Number.NEGATIVE_INFINITY) : answer(this.#clock.now() - lag);
    await this.#clock.sleep(latencyMilliseconds);
    if (fault?.kind === 'failure') throw this.#fail(request, fault);
    request.answer = 'ok';
    return value;
  }

  async #write<T>(
    {
      stillHolds = () => true,
      ...sent
    }: Pick<MemoryRequest, 'call' | 'name'> &
      Partial<Pick<MemoryRequest, 'config' | 'state'>> & { readonly stillHolds?: LastCheck | undefined },
    apply: () => T,
  ): Promise<T> {
    if (this.checkMilliseconds > 0) await this.#clock.sleep(this.checkMilliseconds);
    if (!stillHolds()) throw failure(sent.call, { verdict: 'not-sent' });
    const { request, fault } = await this.#arrive({ ...sent, isWrite: true });
    if (fault?.kind === 'failure') {
      this.#applyAnyway(fault, apply);
      await this.#clock.sleep(latencyMilliseconds);
      throw this.#fail(request, fault);
    }
    try {
      const value = apply();
      await this.#clock.sleep(latencyMilliseconds);
      request.answer = 'ok';
      return value;
    } catch (error) {
      if (error instanceof WorkerFailure) request.answer = error.verdict;
      throw error;
    }
  }

  async #arrive(
    sent: Pick<MemoryRequest, 'call' | 'isWrite'> & Partial<Pick<MemoryRequest, 'name' | 'config' | 'state'>>,
  ): Promise<{ request: MemoryRequest; fault: Fault | undefined }> {
    const { call, isWrite, name = '', config, state } = sent;
    const index = this.requests.length;
    const request: MemoryRequest = {
      ...{
        index,
        call,
        isWrite,
        name,
        config,
        state,
        at: this.#clock.now(),
        answer: 'none',
        isIdentical: false,
      },
    };
    this.requests.push(request);
    const fault = this.fault(request);
    await this.#clock.sleep(fault?.kind === 'slow' ? fault.milliseconds : latencyMilliseconds);
    this.onRequest(request);
    if (fault?.kind === 'thrown') {
      request.answer = 'thrown';
      throw fault.error;
    }
    const before = this.#connectors.get(name);
    request.isIdentical = before !== undefined && config !== undefined && isSame(before, config);
    return { request, fault };
  }

  #applyAnyway(fault: Extract<Fault, { kind: 'failure' }>, apply: () => unknown): void {
    const { applied = 'never' } = fault;
    if (applied === 'never') return;
    const attempt = () => {
      try {
        apply();
      } catch (error) {
        if (!(error instanceof WorkerFailure)) throw error;
      }
    };
    if (applied === 'at-once') attempt();
    else void this.#clock.sleep(applied.after).then(attempt);
  }

  #fail(request: MemoryRequest, fault: Extract<Fault, { kind: 'failure' }>): WorkerFailure {
    request.answer = fault.verdict;
    return failure(request.call, fault);
  }

  #existing(name: string, call: Call): MemoryConnector {
    const found = this.#connectors.get(name);
    if (!found) throw failure(call, { verdict: 'absent', status: 404 });
    return found;
  }

  #put(name: string, config: Config, state: DesiredState): void {
    const at = this.#clock.now();
    const existing = this.#connectors.get(name);
    if (existing) existing.configure(config, at);
    else this.#connectors.set(name, new MemoryConnector(name, config, { at, state }));
    this.#memoize();
  }

  #memoize(at: number = this.#clock.now()): void {
    const configs = new Map([...this.#connectors].map(([name, { config }]) => [name, config]));
    this.#history.push({ at, configs });
  }

  #configsAt(at: number): ReadonlyMap<string, Config> {
    return this.#history.findLast((moment) => moment.at <= at)?.configs ?? new Map();
  }

  #liveAt(at: number): ReadonlyMap<string, LiveConnector> {
    if (at === Number.NEGATIVE_INFINITY) return new Map();
    return new Map([...this.#connectors].map(([name, connector]) => [name, connector.liveAt(at)]));
  }
}

function isSame(connector: MemoryConnector, config: Config): boolean {
  return (
    connector.nullKeys.length === 0 &&
    connector.config.size === config.size &&
    [...config].every(([key, value]) => connector.config.get(key) === value)
  );
}

function failure(
  call: Call,
  { verdict, status, workerMessage }: { verdict: FailureVerdict; status?: number; workerMessage?: string },
): WorkerFailure {
  return new WorkerFailure({
    verdict,
    status,
    workerMessage,
    method: call,
    url: 'http://memory:8083',
    message: `the worker answered ${verdict}`,
  });
}
