import { RestError } from '../http/rest-error.ts';
import { does, type Profile } from '../profile.ts';
import type { Timing } from './timing.ts';

/** Times in which the worker refuses what it otherwise does: booting, a rebalance ahead, a leader that died. */
export class Outages {
  readonly #profile: Profile;
  readonly #timing: Timing;
  #bootingUntil = Number.NEGATIVE_INFINITY;
  #rebalancingUntil = Number.NEGATIVE_INFINITY;
  #refusalAfterRebalance = 0;
  #isLeaderDead = false;

  constructor(profile: Profile, timing: Timing) {
    this.#profile = profile;
    this.#timing = timing;
  }

  /** Jetty listens, and no resource is mounted yet (Connect REST contract 2). */
  get isBooting(): boolean {
    return this.#timing.now() < this.#bootingUntil;
  }

  boot(milliseconds: number): void {
    this.#bootingUntil = this.#timing.now() + milliseconds;
  }

  rebalance(milliseconds: number): void {
    this.#rebalancingUntil = Math.max(this.#rebalancingUntil, this.#timing.now() + milliseconds);
  }

  /** From now on each write that causes a rebalance also causes so long a time of refusals. */
  refuseAfterRebalance(milliseconds: number): void {
    this.#refusalAfterRebalance = milliseconds;
  }

  /** A write has caused a rebalance. */
  rebalanceCaused(): void {
    if (this.#refusalAfterRebalance > 0) this.rebalance(this.#refusalAfterRebalance);
  }

  set isLeaderDead(isDead: boolean) {
    this.#isLeaderDead = isDead;
  }

  /**
   * Refuses what needs a settled herder: GET of one connector, restarts, changed offsets (Connect REST contract 8.2).
   */
  checkRebalance(): void {
    if (this.#timing.now() >= this.#rebalancingUntil) return;
    if (does(this.#profile, 'rebalanceIs500')) {
      throw new RestError(500, 'Request cannot be completed because a rebalance is expected');
    }
    throw new RestError(
      409,
      'Cannot complete request momentarily due to stale configuration (typically caused by a concurrent config change)',
    );
  }

  /** Refuses what has to be forwarded to the leader (Connect REST contract 8.1). */
  checkLeader(): void {
    if (!this.#isLeaderDead) return;
    const cause = 'java.net.ConnectException: Connection refused';
    throw new RestError(500, `IO Error trying to forward REST request: ${cause}`);
  }
}
