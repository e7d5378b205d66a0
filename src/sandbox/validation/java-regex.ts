import type { ValueCheck } from './key-definition.ts';

/** A regular expression, with the reason that Java gives for the common mistakes. */
export const regularExpression: ValueCheck = (value) => {
  if (value === null) {
    return 'Invalid regex: Cannot invoke "String.isEmpty()" because "this.pattern" is null';
  }
  const pattern = String(value);
  return isRegularExpression(pattern) ? undefined : `Invalid regex: ${reason(pattern)}`;
};

/** Whether Java accepts an expression, as far as JavaScript can tell. */
export function isRegularExpression(pattern: string): boolean {
  try {
    // Java's inline flags, possessive quantifiers and named classes are unknown to JavaScript.
    new RegExp(pattern.replace(/\(\?[a-z]+\)|(?<=[*+?}])\+|\\[pPzZAQE](\{\w+\})?/g, ''));
    return true;
  } catch {
    return false;
  }
}

/** What Java says about an expression that JavaScript refuses too, with the place. */
export function reason(pattern: string): string {
  const quantifier = /(^|[(|])[*+?]/.exec(pattern);
  if (quantifier) {
    const at = quantifier.index + quantifier[0].length - 1;
    return at === 0 || !pattern.startsWith('(?')
      ? located(`Dangling meta character '${pattern[at]}'`, pattern, at)
      : located('Unknown inline modifier', pattern, at + 1);
  }
  const outside = pattern.replace(/\\./g, '..').replace(/\[[^\]]*\]/g, (text) => '.'.repeat(text.length));
  if (outside.includes('[')) return located('Unclosed character class', pattern, pattern.length - 1);
  const closing = outside.indexOf(')');
  if (closing >= 0 && !outside.slice(0, closing).includes('(')) {
    return located("Unmatched closing ')'", pattern, closing - 1);
  }
  if (outside.includes('(')) return located('Unclosed group', pattern, pattern.length);
  return pattern;
}

function located(problem: string, pattern: string, at: number): string {
  const place = at < 0 ? '' : ` near index ${at}`;
  const mark = at < 0 || at >= pattern.length ? '' : `\n${' '.repeat(at)}^`;
  return `${problem}${place}\n${pattern}${mark}`;
}
