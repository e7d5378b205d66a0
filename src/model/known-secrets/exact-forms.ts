/** Shorter values are not kept out of texts: they occur everywhere. */
const shortestScrubbed = 4;

/**
 * Secrets of a few characters, and those that are everyday words: they are found as they are, and in the forms in which
 * whole values are usually escaped.
 */
export class ExactForms {
  /** Forms by their first characters: a text is searched for all of them in one pass. */
  readonly #byStart = new Map<string, Set<string>>();

  /** Adds a value. Very short ones have no form. */
  add(value: string): void {
    if (value.trim().length < shortestScrubbed) return;
    for (const text of new Set([value, value.trim()])) {
      for (const form of [text, ...escapedForms(text)]) this.#addForm(form);
    }
  }

  /** Calls `found` with the place of the longest form at each index, until that returns false. */
  search(text: string, found: (start: number, end: number) => boolean): void {
    if (this.#byStart.size === 0) return;
    for (let index = 0; index + shortestScrubbed <= text.length; index += 1) {
      const length = this.#longestAt(text, index);
      if (length > 0 && !found(index, index + length)) return;
    }
  }

  #addForm(form: string): void {
    const start = form.slice(0, shortestScrubbed);
    const forms = this.#byStart.get(start);
    if (forms) forms.add(form);
    else this.#byStart.set(start, new Set([form]));
  }

  #longestAt(text: string, index: number): number {
    let longest = 0;
    for (const form of this.#byStart.get(text.slice(index, index + shortestScrubbed)) ?? []) {
      if (form.length > longest && text.startsWith(form, index)) longest = form.length;
    }
    return longest;
  }
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
