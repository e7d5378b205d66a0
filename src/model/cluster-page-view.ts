/** What `cluster` shows: who answers at each URL of one cluster, and whether they are one. */
export interface ClusterPageView {
  readonly format: 'connect-sync/cluster';
  readonly version: 1;
  /** The cluster's name, else its first URL. */
  readonly cluster: string;
  readonly members: readonly ClusterMemberView[];
  /** Whether the URLs lead to one Connect cluster: null where that cannot be told. */
  readonly together: boolean | null;
  /** What speaks against it, and other oddities, in our words. */
  readonly findings: readonly string[];
}

/** What one URL answered. */
export type ClusterMemberView =
  | {
      readonly url: string;
      readonly workerVersion: string;
      readonly commit: string;
      readonly kafkaClusterId: string | null;
      /** What the worker says of itself (3.9 or later); null where it cannot tell. */
      readonly health: { readonly status: string; readonly message: string } | null;
    }
  | {
      readonly url: string;
      /** Why it could not be asked, in our words. */
      readonly problem: string;
    };
