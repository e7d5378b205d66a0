import type { Fault, InjectedFault } from './faults.ts';
import type { TargetState } from './worker/connector.ts';
import type { Counts } from './worker/misbehaviour.ts';
import type { OffsetEntry } from './worker/offsets.ts';

/** A connector that shall be there from the start. */
export interface SeededConnector {
  readonly name: string;
  /** Without `name`. */
  readonly config: Readonly<Record<string, string>>;
  /** `running` if left out. */
  readonly state?: 'running' | 'paused' | 'stopped';
}

/** How the worker dies that runs everything. */
export interface WorkerDeath {
  /** Until others notice, in milliseconds; left out: 10 s at the sandbox's pace. */
  readonly sessionTimeout?: number;
  /** Left out: the leader. */
  readonly was?: 'leader' | 'follower';
  /** Its host and port; left out: some other host. */
  readonly workerId?: string;
}

/**
 * What tests, and the `sandbox` command, can do to the worker behind its back. Durations are milliseconds of the
 * sandbox's clock; unlike the worker's own delays they are not multiplied by its pace.
 */
export interface SandboxWorker {
  /** Lets requests go wrong; see `knownAnswers` for answers that real workers give. */
  inject(fault: Fault): InjectedFault;
  /** Removes all faults. */
  clearFaults(): void;

  /** For so long it boots: any GET is a 404 in HTML, anything else a 404 without body (Connect REST contract 2). */
  boot(milliseconds: number): void;
  /** For so long GETs of one connector, restarts and changes of offsets are refused (Connect REST contract 8.2). */
  rebalance(milliseconds: number): void;
  /** From now on each create, delete, stop and start of tasks is followed by so long a time of refusals; 0: none. */
  refuseAfterRebalance(milliseconds: number): void;
  /**
   * From now on lists and reads of a configuration are so far behind the writes; 0: not at all
   * (Connect REST contract 11).
   */
  lagReads(milliseconds: number): void;
  /**
   * The worker that runs everything dies; this one lives on. Its work stays RUNNING under its worker id, and whatever
   * is asked for shows no effect, until the session time-out is over (10 s at the sandbox's pace if left out). Where
   * it was the leader, as it is if left out, every forwarded write is refused as long (Connect REST contract 8.1,
   * 10.1).
   */
  killWorker(options?: WorkerDeath): void;
  /** Whether another worker leads: on 2.8 the leader's refusals then arrive as 500 (Connect REST contract 8.3). */
  setRole(role: 'leader' | 'follower'): void;

  /** `start()` of this connector takes so long. */
  slowStart(name: string, milliseconds: number): void;
  /** `start()` of this connector throws from its next call on. */
  failStart(name: string, trace: string): void;
  /**
   * `taskConfigs()` of this connector throws: RUNNING, and its tasks keep what they had (Connect REST contract 5).
   */
  failTaskConfigs(name: string): void;
  /** Every task of this connector that starts from now on fails so long after it; 0: in its `start()`. */
  failTasksAfter(name: string, milliseconds: number, trace?: string): void;
  /** This connector starts and runs well again; what has failed stays so until it is restarted. */
  heal(name: string): void;
  /** The connector fails, now. */
  failConnector(name: string, trace: string): void;
  /** The task fails, now. */
  failTask(name: string, id: number, trace: string): void;

  /** Puts connectors there, settled, without a request and without validation. */
  seed(connectors: readonly SeededConnector[]): void;
  /** Somebody else changes keys of a configuration; null removes one. The connector is updated as by a PUT. */
  editConfig(name: string, changes: Readonly<Record<string, string | null>>): void;
  /** Somebody else asks for a state. */
  setState(name: string, state: 'running' | 'paused' | 'stopped'): void;
  /** Somebody else deletes a connector. */
  deleteConnector(name: string): void;
  /** What `GET …/offsets` shows of it. */
  setOffsets(name: string, offsets: readonly OffsetEntry[]): void;

  /** The configuration as stored, `name` included, or undefined where there is none. */
  config(name: string): Readonly<Record<string, string | null>> | undefined;
  /** The state that was asked for last, which REST does not show (Connect REST contract 10.2). */
  targetState(name: string): TargetState | undefined;
  /** How often its configuration was written and its instances were started. */
  counts(name: string): Counts;
  /** How many rounds of rebalancing there were. */
  readonly rebalances: number;
  /** All counts, and the rebalances, are 0 again. */
  clearCounts(): void;
  /** Resolves when nothing that was asked for is under way any more. */
  settled(): Promise<void>;
}
