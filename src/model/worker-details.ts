import type { Config } from './config.ts';

/**
 * What a worker says of its own health (3.9+, Connect REST contract 4.20): `healthy`, `starting` or `unhealthy`, as
 * it spells it.
 */
export interface WorkerHealth {
  readonly status: string;
  /** The worker's own words. */
  readonly message: string;
}

/**
 * A task and the configuration that its connector made for it: secrets may stand in it in clear
 * (Connect REST contract 13).
 */
export interface TaskConfig {
  readonly id: number;
  readonly config: Config;
}

/** A logger of a worker. */
export interface WorkerLogger {
  readonly name: string;
  readonly level: string;
  /** Milliseconds since 1970; undefined where it was never changed, or the worker does not tell (before 3.7). */
  readonly lastModified: number | undefined;
}
