/**
 * The stage of a change in progress:
 * - `writing`: its precondition is checked, its requests are sent and read back;
 * - `retrying`: the cluster was busy, and another attempt follows;
 * - `resolving`: an unknown outcome is being resolved by reading;
 * - `progressing`: written, not healthy yet;
 * - `healthy`: in the desired state, waiting until its whole wave is stable;
 * - `failed`: not healthy, while others of its wave are in progress;
 * - `restoring`: it is being rolled back.
 */
export type PendingStage =
  | 'writing'
  | 'retrying'
  | 'resolving'
  | 'progressing'
  | 'healthy'
  | 'failed'
  | 'restoring';
