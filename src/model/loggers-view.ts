/** The log levels of one cluster. */
export interface LoggersView {
  readonly format: 'connect-sync/loggers';
  readonly version: 1;
  /** The cluster's name, else its URL. */
  readonly cluster: string;
  /** One for each URL of the cluster. */
  readonly workers: readonly WorkerLoggersView[];
  /** The change that was made; null if loggers were only read. */
  readonly change: LogLevelChangeView | null;
}

/** The loggers of one worker that have a level of their own. */
export type WorkerLoggersView =
  | { readonly url: string; readonly loggers: readonly LoggerView[] }
  | {
      readonly url: string;
      /** Why they could not be read. */
      readonly problem: string;
    };

/** One logger; `lastModified` is ISO 8601, null if it was never changed or the worker does not report it. */
export interface LoggerView {
  readonly name: string;
  readonly level: string;
  readonly lastModified: string | null;
}

/** A level that was set. */
export interface LogLevelChangeView {
  readonly logger: string;
  readonly level: string;
  /** Whether it was set on every worker of the cluster, or only on those at the URLs. */
  readonly reached: 'cluster' | 'urls';
}
