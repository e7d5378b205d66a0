import type { Colors } from './colors.ts';

/** A line of a diff, without colors and indentation. */
export interface DiffLine {
  readonly sign: ' ' | '-' | '+';
  readonly text: string;
}

/** Lines of a diff with signs and colors. */
export function paintLines(lines: readonly DiffLine[], colors: Colors): string[] {
  const colorOfSign = { ' ': (text: string) => text, '-': colors.red, '+': colors.green };
  return lines.map(({ sign, text }) => colorOfSign[sign](`${sign}${text}`));
}
