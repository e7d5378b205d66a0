import type { ResolvedPart } from './resolve-word.ts';

/** JSON that a script builds, converted to valid JSON in which variables are marked. */
export interface JsonTemplate {
  readonly text: string;
  /** Shell expansions that the values contain, without defaults and commands, which may contain secrets. */
  readonly kept: readonly string[];
}

/**
 * Joins the parts of a word. A variable outside of quotes (`"tasks.max": $TASKS`) is quoted, because workers store
 * strings. `mark` returns the text that represents a variable.
 */
export function jsonTemplate(parts: readonly ResolvedPart[], mark: (name: string) => string): JsonTemplate {
  let text = '';
  let isInside = false;
  const kept: string[] = [];
  for (const part of parts) {
    if (part.kind === 'text') {
      text += part.text;
      isInside = isInside !== changesSides(part.text);
      continue;
    }
    // In connector files `$$` before a reference is an escape, so such a variable stays unresolved.
    const isVariable = part.kind === 'variable' && !text.endsWith('$');
    if (!isVariable) kept.push(shown(part.text));
    const value = isVariable ? mark(part.name) : JSON.stringify(part.text).slice(1, -1);
    text += isInside ? value : `"${value}"`;
  }
  return { text, kept };
}

/** `${NAME:-default}` and `$(command)` may contain a secret, so only their form is shown. */
function shown(text: string): string {
  if (text.startsWith('`')) return '`…`';
  if (text.startsWith('$(')) return '$(…)';
  return text.replace(/^(\$\{\w*)\W.+\}$/s, '$1…}');
}

/** Whether a text changes between the inside and the outside of JSON quotes. */
function changesSides(text: string): boolean {
  const quotes = [...text.matchAll(/\\.|"/gs)].filter(([token]) => token === '"');
  return quotes.length % 2 === 1;
}
