import {
  atLeast,
  between,
  distinctElements,
  noDuplicates,
  notEmpty,
  notEmptyList,
  notNull,
} from './checks.ts';
import { regularExpression } from './java-regex.ts';
import type { ValueCheck } from './key-definition.ts';
import { castSpec, renameMappings } from './transformation-checks.ts';

/** Which values of a key are accepted, according to the refusals of a worker. */
export type ValueRule =
  | { readonly minimum: number; readonly maximum?: number }
  | {
      readonly words: readonly string[];
      readonly ignoreCase?: boolean;
      /** The error for other values, after `Invalid value V for configuration K: `; `{value}` stands for the value. */
      readonly refusal: string;
    }
  | { readonly format: ValueFormat };

/** A form that no words or bounds describe. */
export type ValueFormat = keyof typeof formats;

const formats = {
  'regular-expression': regularExpression,
  'not-empty': notEmpty,
  'not-null': notNull,
  'no-duplicates': noDuplicates,
  'not-empty-list': notEmptyList,
  'distinct-elements': distinctElements('accepted'),
  'some-distinct-elements': distinctElements('refused'),
  'cast-spec': castSpec,
  'rename-mappings': renameMappings,
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
  const normalize = (word: string) => (ignoreCase ? word.toLowerCase() : word);
  const isKnown = value !== null && words.some((word) => normalize(word) === normalize(String(value)));
  return isKnown ? undefined : refusal.replaceAll('{value}', String(value));
}
