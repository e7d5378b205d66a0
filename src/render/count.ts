/** A number with its noun: `1 connector`, `2 connectors`, `12,000 changes`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString('en-GB')} ${number === 1 ? one : many}`;
}
