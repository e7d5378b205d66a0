/** Characters that move the cursor, color, reorder or hide text: controls, bidi marks, zero-width, BOM. */
const hostile =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g;

/**
 * Commands that a CI system recognizes in a log: `::error::` at the beginning of a line, after spaces too, and
 * `##[error]` anywhere (GitHub Actions), `##vso[task.…]` (Azure Pipelines).
 */
const workflowCommand = /^[^\S\r\n\u2028\u2029]*:(?=:)|#(?=#(?:vso)?\[)/gm;

/** Untrusted text made safe for a terminal or log. Line feeds and tabs are kept. */
export function toPrintable(text: string): string {
  if (!mayAct.test(text)) return text;
  return text
    .replace(hostile, escapeCharacter)
    .replace(workflowCommand, (found) => found.slice(0, -1) + escapeCharacter(found.slice(-1)));
}

/** A cheap first test for all of the above; nearly all texts are plain. */
const mayAct = /[^\t\n\x20-\x7e]|::|##/;

/** The same on one line: line feeds and tabs become `\n` and `\t`. */
export function toPrintableLine(text: string): string {
  const printable = toPrintable(text);
  return /[\n\t]/.test(printable) ? printable.replaceAll('\n', '\\n').replaceAll('\t', '\\t') : printable;
}

/** Each line of a text, made printable: for messages that have a second line, such as the words of a worker. */
export function toPrintableLines(text: string): string[] {
  return text.split('\n').map(toPrintableLine);
}

function escapeCharacter(character: string): string {
  const code = character.charCodeAt(0);
  return code < 0x100
    ? `\\x${code.toString(16).padStart(2, '0')}`
    : `\\u${code.toString(16).padStart(4, '0')}`;
}
