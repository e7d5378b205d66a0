/**
 * Whether YAML is nested more deeply than any document that a person or a tool writes: by brackets, by `- - -` in one
 * line, or by indentation. The parser is recursive, and Node ends the process if a regular expression is compiled with no
 * space left on the stack.
 */
export function isNestedTooDeeply(text: string): boolean {
  let [brackets, indicators] = [0, 0];
  for (const { 0: token } of text.matchAll(/[[{]|[\]}]|[-?:] +|\n *|[^[\]{}\n]/g)) {
    const first = token.charAt(0);
    if (first === '[' || first === '{') brackets += 1;
    if (first === ']' || first === '}') brackets = Math.max(0, brackets - 1);
    indicators = /^[-?:] /.test(token) ? indicators + 1 : 0;
    const indent = first === '\n' ? token.length / 4 : 0;
    if (Math.max(brackets, indicators, indent) > deepest) return true;
  }
  return false;
}

const deepest = 500;
