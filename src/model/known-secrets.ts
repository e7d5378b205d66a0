import { ConnectorValues } from './redaction/connector-values.ts';

const shortestScrubbed = 4;
/** Lines of a longer secret, such as a PEM key, are known one by one: free text is often cut into lines. */
const shortestLine = 16;

/**
 * Versions, Kafka cluster ids and worker ids (`host:port`) as Kafka makes them. Nearly every run shows some, and they
 * quote no configuration: they do not cause all secrets to be found, which takes time at thousands of connectors.
 */
const machineMade =
  /^(?:\d{1,4}(?:\.\d{1,4}){1,3}(?:-[a-z]{1,8}\d{0,3})?|[\w-]{22}|[a-z\d.-]{1,255}:\d{1,5})$/i;

/**
 * The secret values met in this run, to keep them out of free text: messages and traces of workers. Config values
 * are masked by structure instead, never by substring.
 */
export class KnownSecrets {
  /** What the configurations of connectors show in clear, and which of them the worker resolves. */
  readonly values = new ConnectorValues();
  readonly #all = new FormIndex();
  readonly #fromEnvironment = new FormIndex();
  #later: (() => void)[] = [];

  /** Remembers a value from the environment, with the forms that text may carry it in. */
  learn(value: string): void {
    for (const form of formsOf(value)) {
      this.#fromEnvironment.add(form);
      this.#all.add(form);
    }
  }

  /**
   * Remembers a secret that stands in a file or was read from a worker. It is kept out of free text, but is no
   * reason to mask a value elsewhere: many a password is an everyday word.
   */
  learnConfigured(value: string): void {
    for (const form of formsOf(value)) this.#all.add(form);
  }

  /** Calls `learn` before the first text is scrubbed: most runs scrub none, and finding all secrets takes time. */
  learnLater(learn: () => void): void {
    this.#later.push(learn);
  }

  /** Whether a text contains a secret from the environment. */
  isIn(text: string): boolean {
    for (let index = 0; index + shortestScrubbed <= text.length; index += 1) {
      if (this.#fromEnvironment.longestAt(text, index) > 0) return true;
    }
    return false;
  }

  /**
   * The text without any known secret. Where two overlap, both go as one: none leaves a piece of another behind. For
   * `redaction/scrub.ts` alone: what is shown must also be without the secrets that nobody knows.
   */
  replaceKnown(text: string): string {
    if (!machineMade.test(text)) this.learnNow();
    if (this.#all.isEmpty) return text;
    let scrubbed = '';
    let shown = 0;
    let hiddenUntil = 0;
    for (let index = 0; index + shortestScrubbed <= text.length; index += 1) {
      const end = index + this.#all.longestAt(text, index);
      if (end <= Math.max(index, hiddenUntil)) continue;
      if (index >= hiddenUntil) scrubbed += `${text.slice(shown, index)}(sensitive)`;
      hiddenUntil = end;
      shown = end;
    }
    return scrubbed + text.slice(shown);
  }

  /** Calls what `learnLater` was given. */
  learnNow(): void {
    for (let learn = this.#later.shift(); learn; learn = this.#later.shift()) learn();
  }
}

/** Forms of secrets by their first characters: a text is searched for all of them in one pass. */
class FormIndex {
  readonly #byStart = new Map<string, Set<string>>();

  get isEmpty(): boolean {
    return this.#byStart.size === 0;
  }

  add(form: string): void {
    const start = form.slice(0, shortestScrubbed);
    const forms = this.#byStart.get(start);
    if (forms) forms.add(form);
    else this.#byStart.set(start, new Set([form]));
  }

  /** The length of the longest form that stands at this place of a text; 0 for none. */
  longestAt(text: string, index: number): number {
    let longest = 0;
    for (const form of this.#byStart.get(text.slice(index, index + shortestScrubbed)) ?? []) {
      if (form.length > longest && text.startsWith(form, index)) longest = form.length;
    }
    return longest;
  }
}

/** A value, and the longer of its lines, in every form that text may carry it in. Very short ones have no form. */
function formsOf(value: string): string[] {
  if (value.trim().length < shortestScrubbed) return [];
  const lines = value.split('\n').map((line) => line.trim());
  const texts = [value, value.trim(), ...lines.filter((line) => line.length >= shortestLine)];
  return [...new Set(texts)].flatMap((text) => [text, ...escapedForms(text)]);
}

/** URL-escaped, JSON-escaped, shell-escaped, and in base64. */
function escapedForms(text: string): string[] {
  const base64 = Buffer.from(text).toString('base64');
  return [
    encodeURIComponent(text.toWellFormed()),
    new URLSearchParams({ text }).toString().slice('text='.length),
    JSON.stringify(text).slice(1, -1),
    text.replaceAll("'", "'\\''"),
    base64,
    base64.replace(/={1,2}$/, ''),
    Buffer.from(text).toString('base64url'),
  ];
}
