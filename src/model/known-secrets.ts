import { SecretStore } from './known-secrets/secret-store.ts';
import { ConnectorValues } from './redaction/connector-values.ts';
import { mergeSpans, replaceSpans } from './span.ts';

/**
 * Versions, Kafka cluster ids and worker ids (`host:port`) as Kafka makes them. Nearly every run shows some, and they
 * quote no configuration: they do not cause all secrets to be found, which takes time at thousands of connectors.
 */
const addressOrVersion =
  /^(?:\d{1,4}(?:\.\d{1,4}){1,3}(?:[.-][a-z]{1,8}\d{0,3})?|[a-z\d.-]{1,255}:\d{1,5})$/i;
const clusterId = /^[\w-]{22}$/;

/** Whether a text is only the address of a worker or a version, as the worker made it. */
export function isAddressOrVersion(text: string): boolean {
  return addressOrVersion.test(text);
}

/**
 * The secret values met in this run, to keep them out of free text: messages and traces of workers. They are found in
 * any spelling: escaped, encoded, wrapped, cut. Config values are masked by structure instead, never by substring.
 */
export class KnownSecrets {
  /** What the configurations of connectors show in clear, and which of them the worker resolves. */
  readonly values = new ConnectorValues();
  readonly #store: SecretStore;
  #later: (() => void)[] = [];

  /** @param store for values that must be known for longer than this run */
  constructor(store: SecretStore = new SecretStore()) {
    this.#store = store;
  }

  /** With the same store. What the configurations of connectors show, each learns for itself. */
  copy(): KnownSecrets {
    const copy = new KnownSecrets(this.#store);
    copy.#later = [...this.#later];
    return copy;
  }

  /** Remembers a value from the environment. */
  learn(value: string): void {
    this.#store.add(value, true);
  }

  /**
   * Remembers a secret that stands in a file or was read from a worker. It is kept out of free text, but is no
   * reason to mask a value elsewhere: many a password is an everyday word.
   */
  learnConfigured(value: string): void {
    this.#store.add(value, false);
  }

  /** Calls `learn` before the first text is scrubbed: most runs scrub none, and finding all secrets takes time. */
  learnLater(learn: () => void): void {
    this.#later.push(learn);
  }

  /** Whether a text contains a secret from the environment, as a whole and in any spelling. */
  isIn(text: string): boolean {
    return this.#store.fromEnvironment.hasWhole(text);
  }

  /** Whether a text contains a secret from the environment that is no everyday word. */
  isDistinctiveIn(text: string): boolean {
    const { distinctive, searched } = this.#store;
    if (distinctive.isEmpty) return false;
    const known = searched.get(text);
    if (known !== undefined) return known;
    const isFound = distinctive.hasWhole(text);
    searched.set(text, isFound);
    return isFound;
  }

  /**
   * The text without any known secret. Where two overlap, both go as one: none leaves a piece of another behind. For
   * `redaction/scrub.ts` alone: what is shown must also be without the secrets that nobody knows.
   */
  replaceKnown(text: string): string {
    if (!isAddressOrVersion(text) && !clusterId.test(text)) this.learnNow();
    const { all } = this.#store;
    if (all.isEmpty) return text;
    return replaceSpans(text, mergeSpans(all.find(text)), () => '(sensitive)');
  }

  /** Calls what `learnLater` was given. */
  learnNow(): void {
    for (let learn = this.#later.shift(); learn; learn = this.#later.shift()) learn();
  }
}
