import type { Source } from '../model/source.ts';
import type { SourceScalar } from './source-node.ts';
import type { SourceText } from './source-text.ts';

/**
 * The position in the file of an offset in the text of a scalar. YAML folds lines, removes indentation and decodes
 * escapes, so the characters of the text are found in the file one after the other.
 */
export function positionIn(source: SourceText, { text, span }: SourceScalar): (offset: number) => Source {
  let starts: readonly number[] | undefined;
  return (offset) => {
    starts ??= offsetsOf(source.text, text, span);
    const start = starts[Math.min(Math.max(offset, 0), starts.length - 1)] ?? span.start;
    return source.sourceOf({ start, end: start + 1 });
  };
}

/** For each character of the text, its offset in the file. */
function offsetsOf(file: string, text: string, span: SourceScalar['span']): readonly number[] {
  const found: number[] = [];
  let at = beginOf(file, span);
  for (const character of text) {
    if (!/\s/.test(character)) at = next(file, character, { start: at, end: span.end });
    for (let unit = 0; unit < character.length; unit += 1) found.push(Math.min(at + unit, span.end));
    at = Math.min(at + character.length, span.end);
  }
  return found;
}

/** Behind the quote, or below the header of a block: `|-`. */
function beginOf(file: string, { start, end }: SourceScalar['span']): number {
  const first = file.charAt(start);
  if (first === '"' || first === "'") return start + 1;
  if (first !== '|' && first !== '>') return start;
  const line = file.indexOf('\n', start);
  return line < 0 || line > end ? start : line + 1;
}

/** What is skipped are blanks, line breaks and backslashes. A character that is written as a code is not found. */
function next(file: string, character: string, { start, end }: SourceScalar['span']): number {
  let at = start;
  while (at < end && /[\s\\]/.test(file.charAt(at)) && !file.startsWith(character, at)) at += 1;
  return file.startsWith(character, at) ? at : Math.min(start, end);
}
