/**
 * The times of an election, in the proportions of client-go, the election of Kubernetes. A replica takes over when it has
 * seen the record unchanged for so long, by its own clock.
 */
export const leaseMilliseconds = 15_000;

/** After so long without a renewal a replica starts nothing more. */
export const renewDeadlineMilliseconds = 10_000;

/** Between two attempts to acquire or renew the lock. */
export const retryMilliseconds = 2_000;

/** Spreads the attempts of replicas that wait. */
export const retryJitter = 0.2;

/** The longest pause that a store may ask for: two attempts must fit into the renew deadline. */
export const longestRetryMilliseconds = 4_000;

/** So long the record of a new holder must stay in a lock file until it counts. */
export const confirmMilliseconds = 12_000;

/**
 * Between the last moment at which a replica may send a write and the first one at which another may be active: for clocks
 * that run at different speeds, and for file systems that show a write a little later.
 */
export const marginMilliseconds = 500;
