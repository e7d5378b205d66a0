/** A number with its noun: `1 connector`, `2 connectors`, `12,000 changes`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${grouped(number)} ${number === 1 ? one : many}`;
}

/** A whole number with separators: `12,000`. `toLocaleString` would load the locale data, which is slow. */
export function grouped(number: number): string {
  return String(number).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** The first texts of a list, and how many others there are: `a, b and 12 more`. */
export function withMore(shown: readonly string[], all: number): string {
  const more = all - shown.length;
  return `${shown.join(', ')}${more > 0 ? ` and ${grouped(more)} more` : ''}`;
}
