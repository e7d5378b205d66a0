/** A placeholder of envsubst, Compose or Make in a text. */
export interface FoundPlaceholder {
  readonly start: number;
  readonly end: number;
  /** The variable. */
  readonly name: string;
  /** The value if the variable is not set: that of `${NAME:-value}`. */
  readonly default: string | undefined;
}

/**
 * Finds `${NAME}`, `${NAME:-default}`, `${NAME:?message}`, `${{NAME}}` and `$NAME`, in capitals. What connectors and
 * config providers use is none: `${topic}`, `${file:…}`, `$1`, and a dollar sign within a word, as in `V$SESSION` and in
 * the name of an inner class. `$$` is an escape. What follows a placeholder in a placeholder is left alone.
 *
 * @param key in a regular expression, which may end in `$`, only braces count
 */
export function findPlaceholders(key: string, text: string): readonly FoundPlaceholder[] {
  if (!text.includes('$')) return [];
  const matches = [...text.matchAll(placeholder)];
  const nested = matches.findIndex(({ groups = {} }) => groups['nested'] !== undefined);
  return matches.slice(0, nested < 0 ? undefined : nested).flatMap(({ index, 0: written, groups = {} }) => {
    const name = groups['double'] ?? groups['braced'] ?? groups['bare'];
    if (name === undefined || !/[A-Z]/.test(name)) return [];
    if (groups['bare'] !== undefined && isLiteral(key, text[index - 1])) return [];
    const fallback = groups['operator']?.endsWith('-') ? groups['operand'] : undefined;
    return [{ start: index, end: index + written.length, name, default: fallback }];
  });
}

const placeholder =
  /\$\$|\$\{\{(?<double>[A-Z_][A-Z0-9_]*)\}\}|\$\{(?<braced>[A-Z_][A-Z0-9_]*)(?:(?<operator>:?[-?])(?<operand>[^{}$]*))?\}|(?<nested>\$\{[A-Z_][A-Z0-9_]*:?[-?+=])|(?<![A-Za-z0-9$])\$(?<bare>[A-Z_][A-Z0-9_]+)(?![A-Za-z0-9_])/g;

const holdsExpression = /(?:regex|pattern|expression|\.filter)$/i;

/** The names of some views of Oracle contain `_$`; names of connectors do not. */
function isLiteral(key: string, before: string | undefined): boolean {
  return holdsExpression.test(key) || (before === '_' && key !== 'name');
}
