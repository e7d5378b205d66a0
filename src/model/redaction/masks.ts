import type { Stretch } from './secret-value.ts';

/** Gives secrets their marks: equal secrets equal ones, numbered in the order in which they are first met. */
export interface Masks {
  /** The mark that stands for a secret: `(sensitive #1)`. */
  of(secret: string): string;
  /** A text with marks in place of some stretches of it. */
  within(text: string, stretches: readonly Stretch[]): string;
}

/** Marks that begin at `#1`. */
export function makeMasks(): Masks {
  const numbers = new Map<string, number>();
  const of = (secret: string) => {
    const number = numbers.get(secret) ?? numbers.size + 1;
    numbers.set(secret, number);
    return `(sensitive #${number})`;
  };
  const within = (text: string, stretches: readonly Stretch[]) => {
    let shown = 0;
    let marked = '';
    for (const { start, end } of stretches) {
      marked += text.slice(shown, start) + of(text.slice(start, end));
      shown = end;
    }
    return marked + text.slice(shown);
  };
  return { of, within };
}
