import type { Counts, Misbehaviour } from './misbehaviour.ts';

/** What is kept under a connector's name, whether or not it exists: its misbehaviour and its counts. */
export class Ledger {
  /** Rounds of rebalancing that one worker would see (Connect REST contract 5). */
  rebalances = 0;
  readonly #misbehaviours = new Map<string, Misbehaviour>();
  readonly #counts = new Map<string, Counts>();

  misbehaviourOf(name: string): Misbehaviour {
    return this.#misbehaviours.get(name) ?? {};
  }

  misbehave(name: string, how: Misbehaviour): void {
    this.#misbehaviours.set(name, { ...this.misbehaviourOf(name), ...how });
  }

  heal(name: string): void {
    this.#misbehaviours.delete(name);
  }

  countsOf(name: string): Counts {
    return this.#counts.get(name) ?? { configWrites: 0, connectorStarts: 0, taskStarts: 0 };
  }

  count(name: string, what: keyof Counts): void {
    const counts = this.countsOf(name);
    this.#counts.set(name, { ...counts, [what]: counts[what] + 1 });
  }

  clear(): void {
    this.rebalances = 0;
    this.#counts.clear();
  }
}
