/** Characters that a terminal interprets or hides, and that JSON and quoted YAML do not escape. */
const hidden = /[\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g;

/** Commands that a CI system recognizes anywhere in a log line. */
const workflowCommand = /#(?=#(?:vso)?\[)/g;

/** Escapes such characters in JSON or double-quoted YAML, so that it parses to the same value. */
export function escapeHidden(text: string): string {
  return text.replace(hidden, escapeCharacter).replace(workflowCommand, escapeCharacter);
}

function escapeCharacter(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
