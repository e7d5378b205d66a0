/**
 * What a change that has begun is doing:
 * - `writing`: its connector is looked at, its calls are sent and read back;
 * - `retrying`: the cluster was busy, the next try comes;
 * - `settling`: whether a call without an answer was carried out is read for;
 * - `progressing`: written, on its way to health;
 * - `healthy`: as wished, and watched until all of its wave have been so for long enough;
 * - `failed`: not as wished, while others of its wave are still waited for;
 * - `restoring`: it is rolled back.
 */
export type PendingStage =
  | 'writing'
  | 'retrying'
  | 'settling'
  | 'progressing'
  | 'healthy'
  | 'failed'
  | 'restoring';
