/** Characters that take two columns of a terminal, and those that take none. */
const wide =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303e\uff01-\uff60\uffe0-\uffe6]/u;
const without = /[\p{Mn}\p{Me}\p{Cf}]/u;

/** The approximate width of a line without colors in terminal columns. */
export function displayWidth(line: string): number {
  let width = 0;
  for (const character of line) width += widthOf(character);
  return width;
}

/** The line cut to a number of columns, with an ellipsis if something was cut. */
export function fitWidth(line: string, columns: number): string {
  if (displayWidth(line) <= columns) return line;
  let width = 0;
  let cut = '';
  for (const character of line) {
    width += widthOf(character);
    if (width > columns - 1) break;
    cut += character;
  }
  return columns > 0 ? `${cut}…` : '';
}

function widthOf(character: string): number {
  if (character.length === 1 && character < '\u0300') return 1;
  if (without.test(character)) return 0;
  return wide.test(character) ? 2 : 1;
}
