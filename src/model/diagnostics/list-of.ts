/** Items as a sentence has them: `a, b and c`. */
export function listOf(items: readonly string[], conjunction: 'and' | 'or'): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} ${conjunction} ${items.at(-1)}`;
}

/** The first names in quotes, and the number of the others. */
export function someOf(names: readonly string[]): string {
  const shown = names.slice(0, mostNames).map((name) => `"${name}"`);
  const others = names.length - shown.length;
  return listOf(others > 0 ? [...shown, `${others} more`] : shown, 'and');
}

const mostNames = 10;
