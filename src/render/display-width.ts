/** Characters that take two columns of a terminal, and those that take none of their own. */
const wide =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303e\uff01-\uff60\uffe0-\uffe6]/u;
const without = /[\p{Mn}\p{Me}\p{Cf}]/u;

/** How many columns a line takes on a terminal, near enough for a display that is redrawn. No colours in it. */
export function displayWidth(line: string): number {
  let width = 0;
  for (const character of line) width += widthOf(character);
  return width;
}

/** The line cut to so many columns, with an ellipsis where something is missing. */
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
