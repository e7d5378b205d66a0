import type { Fault, InjectedFault } from './faults.ts';
import type { TargetState } from './worker/connector.ts';
import type { Counts } from './worker/misbehaviour.ts';
import type { OffsetEntry } from './worker/offset-entry.ts';

/** A connector to create without a request. */
export interface SeededConnector {
  readonly name: string;
  /** Without `name`. */
  readonly config: Readonly<Record<string, string>>;
  /** Default: `running`. */
  readonly state?: 'running' | 'paused' | 'stopped';
}

/** How the worker that runs all connectors dies. */
export interface WorkerDeath {
  /** Milliseconds until the group notices. Default: 10 s at the sandbox's pace. */
  readonly sessionTimeout?: number;
  /** Default: the leader. */
  readonly was?: 'leader' | 'follower';
  /** Its host and port. Default: another host than the sandbox's. */
  readonly workerId?: string;
}

/**
 * Controls the worker from a test: faults, outages, misbehaving connectors, changes by other people. Durations are
 * milliseconds of the sandbox's clock; unlike the worker's own delays they are not multiplied by its pace.
 */
export interface SandboxWorker {
  /** Injects a fault; `knownAnswers` has the answers that real workers give. */
  inject(fault: Fault): InjectedFault;
  /** Removes all faults. */
  clearFaults(): void;

  /** The worker boots for this long: GETs are a 404 in HTML, other methods a 404 without body (Connect REST contract 2). */
  boot(milliseconds: number): void;
  /** For this long, GETs of one connector, restarts and changes of offsets are refused (Connect REST contract 8.2). */
  rebalance(milliseconds: number): void;
  /** From now on, requests are refused for this long after each create, delete, stop and start of tasks; 0: never. */
  refuseAfterRebalance(milliseconds: number): void;
  /**
   * From now on, lists and reads of a configuration show the state of this long ago; 0: the current state
   * (Connect REST contract 11).
   */
  lagReads(milliseconds: number): void;
  /**
   * Kills the worker that runs all connectors; this one survives. Until the session times out, connectors and tasks
   * stay RUNNING under the id of the dead worker, and requests have no effect. If it was the leader, every forwarded
   * write is refused for as long (Connect REST contract 8.1, 10.1).
   */
  killWorker(options?: WorkerDeath): void;
  /** A follower forwards writes; on 2.8 the leader's refusals then arrive as 500 (Connect REST contract 8.3). */
  setRole(role: 'leader' | 'follower'): void;

  /** `start()` of this connector takes this long. */
  slowStart(name: string, milliseconds: number): void;
  /** `start()` of this connector throws from its next call on. */
  failStart(name: string, trace: string): void;
  /**
   * `taskConfigs()` of this connector throws: it is RUNNING, and its tasks keep their configuration
   * (Connect REST contract 5).
   */
  failTaskConfigs(name: string): void;
  /** Every task of this connector that starts from now on fails after this long; 0: in its `start()`. */
  failTasksAfter(name: string, milliseconds: number, trace?: string): void;
  /** Ends the misbehaviour of this connector. Instances that have failed stay FAILED until they are restarted. */
  heal(name: string): void;
  /** The connector fails now. */
  failConnector(name: string, trace: string): void;
  /** The task fails now. */
  failTask(name: string, id: number, trace: string): void;

  /** Creates connectors without requests and without validation; they have their final state at once. */
  seed(connectors: readonly SeededConnector[]): void;
  /** Changes keys of a configuration as another person's PUT would; null removes a key. */
  editConfig(name: string, changes: Readonly<Record<string, string | null>>): void;
  /** Changes the state of a connector as another person's request would. */
  setState(name: string, state: 'running' | 'paused' | 'stopped'): void;
  /** Deletes a connector as another person's request would. */
  deleteConnector(name: string): void;
  /** Records pass through the connector: the topics of its configuration show in `GET …/topics`. */
  passRecords(name: string): void;
  /** Sets what `GET …/offsets` shows. */
  setOffsets(name: string, offsets: readonly OffsetEntry[]): void;

  /** The stored configuration, `name` included; undefined where there is no such connector. */
  config(name: string): Readonly<Record<string, string | null>> | undefined;
  /** The target state, which the REST API does not show (Connect REST contract 10.2). */
  targetState(name: string): TargetState | undefined;
  /** How often its configuration was written and its instances were started. */
  counts(name: string): Counts;
  /** The number of rebalances so far. */
  readonly rebalances: number;
  /** Resets all counts, and the rebalances, to 0. */
  clearCounts(): void;
  /** Resolves when no work is in progress. */
  settled(): Promise<void>;
}
