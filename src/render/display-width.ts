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

/** A name cut in its middle to a number of columns: its start and its end distinguish it from others. */
export function fitMiddle(name: string, columns: number): string {
  if (displayWidth(name) <= columns) return name;
  const start = Math.ceil((columns - 1) / 2);
  const characters = [...name];
  const end = characters.slice(characters.length - (columns - 1 - start)).join('');
  return fitWidth(`${fitWidth(name, start + 1).slice(0, -1)}…${end}`, columns);
}

function widthOf(character: string): number {
  if (character.length === 1 && character < '\u0300') return 1;
  if (without.test(character)) return 0;
  return wide.test(character) ? 2 : 1;
}

/** The same for a line with colors, which take no columns and end with the line. */
export function fitColored(line: string, columns: number): string {
  if (!line.includes('\u001b')) return fitWidth(line, columns);
  const pieces = line.split(colorSequence);
  if (displayWidth(pieces.filter((_, index) => index % 2 === 0).join('')) <= columns) return line;
  let left = columns;
  const fitted = pieces.map((piece, index) => {
    if (index % 2 === 1) return piece;
    const isLast = displayWidth(piece) >= left;
    const shown = left <= 0 ? '' : isLast ? fitWidth(`${piece} `, left) : piece;
    left -= displayWidth(shown);
    return shown;
  });
  return fitted.join('');
}

/** Also captured by a split, so that every second piece is one. */
const colorSequence = /(\u001b\[[\d;]{0,20}m)/;
