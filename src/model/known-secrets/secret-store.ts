import { isEveryday } from '../everyday-value.ts';
import { SecretIndex } from './secret-index.ts';

/** A value, and whether it is from the environment: such a value is masked in configurations, too. */
interface StoredSecret {
  readonly isFromEnvironment: boolean;
  /** The round in which it was last learned. */
  readonly round: number;
}

/** Values that are no longer in use and still known. */
const mostFormerValues = 500;

/**
 * Secret values for as long as texts may quote them. A process that reads its files again and again keeps one store:
 * after a password was exchanged, a trace of a worker still quotes the old one, and its live configuration still has it.
 */
export class SecretStore {
  all = new SecretIndex();
  fromEnvironment = new SecretIndex();
  /** Those from the environment that are no everyday words. */
  distinctive = new SecretIndex();
  /** By text, whether it contains a distinctive value: thousands of connectors share most of their values. */
  readonly searched = new Map<string, boolean>();
  /** The one that was learned last is the last one. */
  readonly #values = new Map<string, StoredSecret>();
  #round = 0;

  /** Adds a value, or keeps it for longer. */
  add(value: string, isFromEnvironment: boolean): void {
    const known = this.#values.get(value);
    const stored = {
      isFromEnvironment: isFromEnvironment || known?.isFromEnvironment === true,
      round: this.#round,
    };
    this.#values.delete(value);
    this.#values.set(value, stored);
    if (known?.isFromEnvironment !== stored.isFromEnvironment) this.#index(value, stored);
  }

  /** Begins a round. Of the values that were learned in neither of the last two, the last 500 are kept. */
  startRound(): void {
    this.searched.clear();
    this.#round += 1;
    const former = [...this.#values].filter(([, { round }]) => round < this.#round - 2);
    if (former.length <= mostFormerValues) return;
    for (const [value] of former.slice(0, -mostFormerValues)) this.#values.delete(value);
    this.all = new SecretIndex();
    this.fromEnvironment = new SecretIndex();
    this.distinctive = new SecretIndex();
    for (const [value, stored] of this.#values) this.#index(value, stored);
  }

  #index(value: string, { isFromEnvironment }: StoredSecret): void {
    this.all.add(value);
    if (!isFromEnvironment) return;
    this.fromEnvironment.add(value);
    if (isEveryday(value)) return;
    this.distinctive.add(value);
    this.searched.clear();
  }
}
