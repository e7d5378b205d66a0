import { InvalidArgumentError } from 'commander';
import { parseDuration } from '../../model/duration.ts';

/** A parser of a duration option, to milliseconds. */
export function duration(text: string): number {
  const milliseconds = parseDuration(text);
  if (milliseconds !== undefined) return milliseconds;
  const number = /^\d+(?:\.\d+)?$/.exec(text.trim())?.[0];
  throw new InvalidArgumentError(
    number === undefined
      ? 'Expected a duration such as 500ms, 10s, 5m or 24h.'
      : `A duration needs a unit: ${number}ms, ${number}s, ${number}m or ${number}h.`,
  );
}

/** A parser of a whole number, zero or more. */
export function count(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('Expected a whole number.');
  return Number(text);
}

/** A parser that accepts one of its words; shell completion offers them. */
export interface WordParser {
  (text: string): string;
  readonly words: readonly string[];
}

/** A parser that accepts one of the given words. */
export function oneOf(words: readonly string[]): WordParser {
  const parse = (text: string): string => {
    if (words.includes(text)) return text;
    // `-f FILE`, as kubectl has it.
    const file = /\.(?:ya?ml|json|properties)$|^connectors\//i.test(text)
      ? ' Files are arguments, without an option.'
      : '';
    throw new InvalidArgumentError(`Expected one of: ${words.join(', ')}.${file}`);
  };
  return Object.assign(parse, { words });
}

/** A parser of an option that may be repeated. */
export function collect(text: string, before: readonly string[]): string[] {
  return [...before, text];
}
