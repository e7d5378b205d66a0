import { atLeast, between, noDuplicates, notEmpty, regularExpression } from './checks.ts';
import type { ValueCheck } from './key-definition.ts';

/** Which values of a key are accepted, according to the refusals of a worker. */
export type ValueRule =
  | { readonly minimum: number; readonly maximum?: number }
  | {
      readonly words: readonly string[];
      readonly ignoreCase?: boolean;
      /** The error for other values, after `Invalid value V for configuration K: `; `{value}` stands for the value. */
      readonly refusal: string;
    }
  | { readonly format: 'regular-expression' | 'not-empty' | 'no-duplicates' };

const formats = {
  'regular-expression': regularExpression,
  'not-empty': notEmpty,
  'no-duplicates': noDuplicates,
} as const;

/** The check that applies a rule. */
export function checkOf(rule: ValueRule): ValueCheck {
  if ('format' in rule) return formats[rule.format];
  if ('words' in rule) return (value) => refuseOtherWords(rule, value);
  return rule.maximum === undefined ? atLeast(rule.minimum) : between(rule.minimum, rule.maximum);
}

function refuseOtherWords(
  { words, ignoreCase, refusal }: Extract<ValueRule, { words: readonly string[] }>,
  value: Parameters<ValueCheck>[0],
): string | undefined {
  if (value === null) return undefined;
  const normalize = (word: string) => (ignoreCase ? word.toLowerCase() : word);
  const isKnown = words.some((word) => normalize(word) === normalize(String(value)));
  return isKnown ? undefined : refusal.replaceAll('{value}', String(value));
}
