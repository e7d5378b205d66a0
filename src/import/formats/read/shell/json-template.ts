import type { ResolvedPart } from './resolve-word.ts';

/** JSON that a script builds, made into JSON that can be parsed: variables are names between marks. */
export interface JsonTemplate {
  readonly text: string;
  /** What stands in the values as the shell's own words, without what could be a secret in them. */
  readonly kept: readonly string[];
}

/**
 * Puts the pieces together. A variable outside of quotes (`"tasks.max": $TASKS`) is put in quotes: a worker stores
 * text. `mark` gives what stands for a variable in the text of a value.
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
    // `$$` before a reference of connector files is an escape there: such a variable is left to a person.
    const isVariable = part.kind === 'variable' && !text.endsWith('$');
    if (!isVariable) kept.push(shown(part.text));
    const value = isVariable ? mark(part.name) : JSON.stringify(part.text).slice(1, -1);
    text += isInside ? value : `"${value}"`;
  }
  return { text, kept };
}

/** `${NAME:-default}` and `$(command)` may hold a secret: only what they are is told. */
function shown(text: string): string {
  if (text.startsWith('`')) return '`…`';
  if (text.startsWith('$(')) return '$(…)';
  return text.replace(/^(\$\{\w*)\W.+\}$/s, '$1…}');
}

/** Whether a text that begins outside of the quotes of JSON ends within, and the other way round. */
function changesSides(text: string): boolean {
  const quotes = [...text.matchAll(/\\.|"/gs)].filter(([token]) => token === '"');
  return quotes.length % 2 === 1;
}
