/** What `cluster` shows: who answers at each URL of one cluster. */
export interface ClusterPageView {
  readonly format: 'connect-sync/cluster';
  readonly version: 1;
  /** The cluster's name, else its first URL. */
  readonly cluster: string;
  readonly members: readonly ClusterMemberView[];
}

/** What one URL answered. */
export type ClusterMemberView =
  | {
      readonly url: string;
      readonly workerVersion: string;
      readonly commit: string;
      readonly kafkaClusterId: string | null;
    }
  | {
      readonly url: string;
      /** Why it could not be asked, in our words. */
      readonly problem: string;
    };
