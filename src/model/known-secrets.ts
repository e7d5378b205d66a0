const shortestScrubbed = 4;

/**
 * The secret values met in this run, to keep them out of free text: messages and traces of workers. Config values
 * are masked by structure instead, never by substring.
 */
export class KnownSecrets {
  readonly #values = new Set<string>();

  /** Remembers a value, with the forms that text may carry it in: URL-escaped, JSON-escaped and base64. */
  learn(value: string): void {
    if (value.trim().length < shortestScrubbed) return;
    const forms = [
      value,
      value.trim(),
      encodeURIComponent(value.toWellFormed()),
      JSON.stringify(value).slice(1, -1),
      Buffer.from(value).toString('base64'),
    ];
    for (const form of forms) this.#values.add(form);
  }

  /** Whether a text contains a known secret. */
  isIn(text: string): boolean {
    for (const value of this.#values) if (text.includes(value)) return true;
    return false;
  }

  /** The text without any known secret. Longer ones go first, so that none leaves a piece of another behind. */
  scrub(text: string): string {
    const found = [...this.#values].filter((value) => text.includes(value));
    found.sort((one, other) => other.length - one.length);
    return found.reduce((scrubbed, value) => scrubbed.replaceAll(value, '(sensitive)'), text);
  }
}
