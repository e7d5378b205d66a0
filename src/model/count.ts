/** A number with its noun: `1 connector`, `2 connectors`, `12,000 changes`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${grouped(number)} ${number === 1 ? one : many}`;
}

/** A whole number as people read it: `12,000`. Node's own way loads the languages of the world first. */
export function grouped(number: number): string {
  return String(number).replace(/\B(?=(?:\d{3})+$)/g, ',');
}
