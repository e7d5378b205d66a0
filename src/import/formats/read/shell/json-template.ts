import { markedVariable } from '../variable-mark.ts';
import type { ShellPart, ShellText, TextPart } from './shell-text.ts';

/** JSON that a script sends, as valid JSON in which variables are marked. */
export interface JsonTemplate {
  readonly text: string;
  /** The values of marked variables that the script sets. */
  readonly known: ReadonlyMap<string, string>;
  /** The part that contains a position of the text, and the position within that part. */
  readonly placeOf: (offset: number) => { readonly part: ShellPart | undefined; readonly within: number };
}

/**
 * Joins the parts of a text. A variable outside of quotes (`"tasks.max": $TASKS`) is quoted, because workers store
 * strings. Variables of the environment are marked with the scope `env`. `isMarked`: whether a variable with a known
 * value is marked with the scope `var`, which makes it a variable where it is a part of a name.
 */
export function jsonTemplate(parts: ShellText, isMarked: (name: string) => boolean): JsonTemplate {
  let text = '';
  let isInside = false;
  const known = new Map<string, string>();
  const starts: number[] = [];
  for (const part of parts) {
    starts.push(text.length);
    if (part.kind === 'variable') {
      const marked = markedVariable('env', part.name);
      text += isInside ? marked : `"${marked}"`;
    } else if (part.kind === 'text' && isInside && isKnownValue(part) && isMarked(part.from)) {
      known.set(part.from, part.text);
      text += markedVariable('var', part.from);
    } else if (part.kind === 'text') {
      text += part.text;
      isInside = isInside !== changesSides(part.text);
    }
  }
  const placeOf = (offset: number) => {
    const index = starts.findLastIndex((start) => start <= offset);
    return { part: parts[index], within: offset - (starts[index] ?? 0) };
  };
  return { text, known, placeOf };
}

/** Whether a text is the value of a variable, and a part of a name. */
export function isKnownValue(part: ShellPart): part is TextPart & { readonly from: string } {
  return part.kind === 'text' && part.from !== undefined && /^[\w.-]+$/.test(part.text);
}

/** Whether a text changes between the inside and the outside of JSON quotes. */
function changesSides(text: string): boolean {
  const quotes = [...text.matchAll(/\\.|"/gs)].filter(([token]) => token === '"');
  return quotes.length % 2 === 1;
}
