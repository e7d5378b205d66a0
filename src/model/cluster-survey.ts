/** What runs at the URL of a worker, in a few numbers; or why that is not known. */
export type ClusterSurvey =
  | AnsweredSurvey
  | {
      readonly answered: false;
      /** One line. */
      readonly reason: string;
    };

/** A worker, and how many connectors it has. */
export interface AnsweredSurvey {
  readonly answered: true;
  readonly workerVersion: string;
  readonly connectors: number;
  /** Connectors that are RUNNING and have no FAILED task. */
  readonly running: number;
}
