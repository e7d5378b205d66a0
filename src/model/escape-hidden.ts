/** What acts on a terminal or hides there, and is left as it is by JSON and in the quotes of YAML. */
const hidden = /[\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g;

/** Commands that a pipeline finds anywhere in a line of its log. */
const workflowCommand = /#(?=#(?:vso)?\[)/g;

/** Text of JSON, or of YAML in double quotes, with such characters escaped: it reads back as the same value. */
export function escapeHidden(text: string): string {
  return text.replace(hidden, escapeCharacter).replace(workflowCommand, escapeCharacter);
}

function escapeCharacter(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
