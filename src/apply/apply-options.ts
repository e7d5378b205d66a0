import type { Clock } from '../model/clock.ts';
import type { ApplyEvent } from '../model/event.ts';

/** How a plan is applied. */
export interface ApplyOptions {
  /** Writes in flight at a time, never two on one connector. */
  readonly concurrency: number;
  /** False with `--no-wait`: writes are read back, health is not awaited. */
  readonly wait: boolean;
  /** `--strict`: a connector whose health needs a warning is not healthy. Default: false. */
  readonly strict?: boolean | undefined;
  /** Names or globs of connectors that may be unhealthy (`--allow-unhealthy`). Left out: none. */
  readonly allowUnhealthy?: readonly string[] | undefined;
  /** How long all connectors of a wave must stay healthy together. */
  readonly stableForMilliseconds: number;
  /**
   * Caps all waiting for one cluster: retries, unknown outcomes, states, health. Time spent on writing does not count.
   * After it nothing more starts.
   */
  readonly timeoutMilliseconds: number;
  /**
   * - `halt`: the wave in flight is finished, no later wave and no deletion starts;
   * - `continue`: later waves too, without what depends on a failure; still no deletion;
   * - `rollback`: halt, then restore what this run changed.
   */
  readonly onFailure: 'halt' | 'continue' | 'rollback';
  /** How often a heartbeat is emitted. */
  readonly heartbeatMilliseconds: number;
}

/** What an apply needs from its surroundings. */
export interface ApplyContext {
  readonly options: ApplyOptions;
  readonly clock: Clock;
  /** Aborts when the run is interrupted, the `Interruption` as its reason: nothing more is started then. */
  readonly interrupt: AbortSignal | undefined;
  readonly emit: (event: ApplyEvent) => void;
}
