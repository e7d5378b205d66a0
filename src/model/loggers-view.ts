/** What `loggers` shows of one cluster. */
export interface LoggersView {
  readonly format: 'connect-sync/loggers';
  readonly version: 1;
  /** The cluster's name, else its URL. */
  readonly cluster: string;
  /** One for each URL of the cluster. */
  readonly workers: readonly WorkerLoggersView[];
  /** What was changed; null where loggers were only read. */
  readonly change: LoggerChangeView | null;
}

/** The loggers of one worker that have a level of their own. */
export type WorkerLoggersView =
  | { readonly url: string; readonly loggers: readonly LoggerView[] }
  | {
      readonly url: string;
      /** Why they could not be read, in our words. */
      readonly problem: string;
    };

/** One logger; `lastModified` is ISO 8601, null where it was never changed or the worker does not tell. */
export interface LoggerView {
  readonly name: string;
  readonly level: string;
  readonly lastModified: string | null;
}

/** A level that was set. */
export interface LoggerChangeView {
  readonly logger: string;
  readonly level: string;
  /** Whether every worker of the cluster was told, or only those at the URLs. */
  readonly reached: 'cluster' | 'urls';
}
