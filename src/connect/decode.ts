/**
 * An answer that is JSON and not what a worker says. The sentence goes behind the URL and never quotes the answer:
 * it may be anybody's.
 */
export class UnexpectedAnswer extends Error {
  override readonly name = 'UnexpectedAnswer';
  readonly verdict: 'not-connect' | 'unsupported';

  constructor(sentence: string, verdict: 'not-connect' | 'unsupported' = 'not-connect') {
    super(sentence);
    this.verdict = verdict;
  }
}

/** An object's members, or an `UnexpectedAnswer`. `what` goes into the sentence: `the status of a connector`. */
export function members(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw not(what, 'an object');
  return value as Readonly<Record<string, unknown>>;
}

/** A list's items, or an `UnexpectedAnswer`. */
export function items(value: unknown, what: string): readonly unknown[] {
  if (!Array.isArray(value)) throw not(what, 'a list');
  return value;
}

/** A text, or an `UnexpectedAnswer`. */
export function text(value: unknown, what: string): string {
  if (typeof value !== 'string') throw not(what, 'a text');
  return value;
}

/**
 * A word: a version, a state, a type, a class. Such words go into sentences of ours, so whatever follows the word (where
 * a worker sends more than that) is left out.
 */
export function word(value: unknown, what: string): string {
  return firstWord(text(value, what));
}

/** A word that may be missing or null. */
export function optionalWord(value: unknown): string | undefined {
  return typeof value === 'string' ? firstWord(value) : undefined;
}

function firstWord(said: string): string {
  return /^[\w.$+~-]{0,200}/.exec(said)?.[0] ?? '';
}

/** A whole number from 0 on, or an `UnexpectedAnswer`. */
export function count(value: unknown, what: string): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) throw not(what, 'a number');
  return value;
}

/** A text that may be missing or null. */
export function optionalText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function not(what: string, kind: string): UnexpectedAnswer {
  return new UnexpectedAnswer(`answers with JSON that is not Kafka Connect's: ${what} is not ${kind}`);
}
