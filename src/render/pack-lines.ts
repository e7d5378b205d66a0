/** Joins parts with a separator into lines of at most `width` characters; a part that is longer has its own line. */
export function packLines(
  parts: readonly string[],
  { separator, width }: { readonly separator: string; readonly width: number },
): string[] {
  const lines: string[] = [];
  for (const [index, part] of parts.entries()) {
    const piece = index < parts.length - 1 ? part + separator : part;
    const last = lines.at(-1);
    if (last !== undefined && last.length + piece.trimEnd().length <= width)
      lines[lines.length - 1] = last + piece;
    else lines.push(piece);
  }
  return lines.map((line) => line.trimEnd());
}
