/** A number with its noun: `1 connector`, `2 connectors`, `12,000 changes`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${grouped(number)} ${number === 1 ? one : many}`;
}

/** A whole number with separators: `12,000`. `toLocaleString` would load the locale data, which is slow. */
export function grouped(number: number): string {
  return String(number).replace(/\B(?=(?:\d{3})+$)/g, ',');
}
