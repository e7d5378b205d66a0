import type { Config } from './config.ts';

/**
 * The health that a worker reports (3.9+, Connect REST contract 4.20): `healthy`, `starting` or `unhealthy`.
 */
export interface WorkerHealth {
  readonly status: string;
  /** The message of the worker. */
  readonly message: string;
}

/**
 * A task and the configuration that its connector made for it. It may contain plaintext secrets
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
  /** Milliseconds since 1970; undefined if it was never changed, or before 3.7. */
  readonly lastModified: number | undefined;
}
