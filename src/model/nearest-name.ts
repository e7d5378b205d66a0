/** The known name closest to a typed one, if any is close enough for a suggestion. */
export function nearestName(typed: string, names: readonly string[]): string | undefined {
  if (typed.length > longest) return undefined;
  let [nearest, tolerance]: [string | undefined, number] = [
    undefined,
    Math.max(2, Math.floor(typed.length / 3)),
  ];
  for (const name of names) {
    // Only a nearer one is of interest, so each one found makes the search faster.
    if (Math.abs(name.length - typed.length) > tolerance) continue;
    const distance = distanceBetween(typed, name, tolerance);
    if (distance <= tolerance) [nearest, tolerance] = [name, distance - 1];
  }
  return nearest;
}

/** Nobody mistypes a longer name, and the distance takes the product of two lengths. */
const longest = 255;

/** The Levenshtein distance, computed row by row; more than `most` where it is more. */
export function distanceBetween(one: string, other: string, most = Number.POSITIVE_INFINITY): number {
  const row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let line = 1; line <= one.length; line += 1) {
    let [diagonal, least] = [line - 1, line];
    row[0] = line;
    for (let column = 1; column <= other.length; column += 1) {
      const above = row[column] ?? 0;
      const substitution = diagonal + (one[line - 1] === other[column - 1] ? 0 : 1);
      const distance = Math.min(above + 1, (row[column - 1] ?? 0) + 1, substitution);
      diagonal = above;
      row[column] = distance;
      least = Math.min(least, distance);
    }
    if (least > most) return least;
  }
  return row[other.length] ?? 0;
}
