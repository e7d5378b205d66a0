import { replaceSpans, type Span } from '../span.ts';

/** Gives secrets their masks: equal secrets equal ones, numbered in the order in which they are first met. */
export interface Masks {
  /** The mask of a secret: `(sensitive #1)`. */
  of(secret: string): string;
  /** A text with masks in place of some spans of it. */
  within(text: string, spans: readonly Span[]): string;
}

/** Masks that begin at `#1`. */
export function makeMasks(): Masks {
  const numbers = new Map<string, number>();
  const of = (secret: string) => {
    const number = numbers.get(secret) ?? numbers.size + 1;
    numbers.set(secret, number);
    return `(sensitive #${number})`;
  };
  return { of, within: (text, spans) => replaceSpans(text, spans, of) };
}
