import { escapePattern } from './json-schema.ts';

/**
 * What the documentation of a key says about each of its values. Plugins list them in quotation marks: `'initial': …;
 * 'never': …`. Only what is found in this form is returned.
 */
export function describeValues(
  documentation: string,
  values: readonly string[],
): ReadonlyMap<string, string> {
  if (values.length === 0) return new Map();
  const words = values.map(escapePattern).join('|');
  const expression = new RegExp(`(?:^|[:;.,] |\\bor )'(${words})'(?: \\([^()]{0,40}\\))?[:,]? `, 'gi');
  const starts = [...documentation.matchAll(expression)];
  const found = new Map<string, string>();
  for (const [index, start] of starts.entries()) {
    const value = values.find((one) => one.toLowerCase() === start[1]?.toLowerCase());
    if (value === undefined || found.has(value)) continue;
    const text = documentation.slice(start.index + start[0].length, starts[index + 1]?.index);
    found.set(value, withoutJoint(text));
  }
  return found;
}

/** What joins one value to the next one does not belong to it. */
function withoutJoint(text: string): string {
  return text.trim().replace(/(?:[;,]|[;,]? or)$/, '');
}
