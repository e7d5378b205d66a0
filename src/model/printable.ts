/** Everything that moves a cursor, colours, reorders or hides text: controls, bidi marks, zero-width, BOM. */
const hostile =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g;

/**
 * What a pipeline takes for a command when it reads a log: `::error::` at the beginning of a line, blanks or not, and
 * `##[error]` anywhere (GitHub Actions), `##vso[task.…]` (Azure Pipelines).
 */
const workflowCommand = /^\s*:(?=:)|#(?=#(?:vso)?\[)/gm;

/** Untrusted text as it may go to a terminal or log: nothing in it acts. Line feeds and tabs stay. */
export function toPrintable(text: string): string {
  if (!mayAct.test(text)) return text;
  return text
    .replace(hostile, escapeCharacter)
    .replace(workflowCommand, (found) => found.slice(0, -1) + escapeCharacter(found.slice(-1)));
}

/** What everything above has in it; nearly all texts are plain. */
const mayAct = /[^\t\n\x20-\x7e]|::|##/;

/** The same on one line: line feeds and tabs are written as `\n` and `\t`. */
export function toPrintableLine(text: string): string {
  const printable = toPrintable(text);
  return /[\n\t]/.test(printable) ? printable.replaceAll('\n', '\\n').replaceAll('\t', '\\t') : printable;
}

function escapeCharacter(character: string): string {
  const code = character.charCodeAt(0);
  return code < 0x100
    ? `\\x${code.toString(16).padStart(2, '0')}`
    : `\\u${code.toString(16).padStart(4, '0')}`;
}
