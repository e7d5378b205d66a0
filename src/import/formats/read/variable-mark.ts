import type { FoundValue, ValuePart } from '../found-connector.ts';

/** A noncharacter of Unicode, which no text should contain. */
const mark = '\ufdd0';
const marked = /\ufdd0(env|var)\.([\w-]+)\ufdd0/g;

/** The text that represents a variable in a string of parsed data. */
export function markedVariable(scope: 'env' | 'var', name: string): string {
  return `${mark}${scope}.${name}${mark}`;
}

/** Whether a string of parsed data contains variables. */
export function hasVariables(text: string): boolean {
  return text.includes(mark);
}

/** A string of parsed data as text and variables. */
export function withVariables(text: string): FoundValue {
  const parts: ValuePart[] = [];
  let end = 0;
  for (const { 0: whole, 1: scope, 2: name = '', index } of text.matchAll(marked)) {
    if (index > end) parts.push({ kind: 'text', text: text.slice(end, index) });
    parts.push({ kind: 'variable', scope: scope === 'env' ? 'env' : 'var', name });
    end = index + whole.length;
  }
  return end < text.length || end === 0 ? [...parts, { kind: 'text', text: text.slice(end) }] : parts;
}
