/** Whether a text contains a placeholder, so that it is not a plaintext secret. */
export function isPlaceholder(text: string): boolean {
  return foreignPlaceholders(text).length > 0 || unresolvedPlaceholders(text).length > 0;
}

/**
 * Placeholders of shells, envsubst and compose files: `${NAME}`, `${NAME:-default}`, `$NAME`, in capitals.
 * Lower-case ones (`${topic}`, `${tableName}`) belong to connectors. A default value is not matched: it may be a secret.
 */
export function foreignPlaceholders(text: string): readonly string[] {
  const found = new Set<string>();
  const lastBrace = text.lastIndexOf('}');
  let done = 0;
  for (const match of text.matchAll(
    /\$(?:\{([A-Z_][A-Z0-9_]*)(?=\}|:?[-=?+])|([A-Z_][A-Z0-9_]+)(?![A-Za-z0-9_]))/g,
  )) {
    const [whole, braced, bare] = match;
    const end = match.index + whole.length;
    if (match.index < done) continue;
    if (bare !== undefined) found.add(`$${bare}`);
    else if (end <= lastBrace) {
      found.add(`\${${braced}}`);
      done = text.indexOf('}', end) + 1;
    }
  }
  return [...found];
}

/**
 * Unfilled placeholders of templates: `<password>`, `<YOUR_KEY>`, `CHANGEME`, `{{ name }}`, `%s`,
 * `@name@`. Not XML, and not the expressions in braces of some plugins, which contain more than a name.
 */
export function unresolvedPlaceholders(text: string): readonly string[] {
  const whole = wholeValue.exec(text)?.[1];
  if (whole !== undefined) return [whole];
  const patterns = [...(text.includes('</') ? [] : [inCapitals, yours]), inBraces, changeMe];
  return [...new Set(patterns.flatMap((pattern) => [...text.matchAll(pattern)].map(([found]) => found)))];
}

const wholeValue = /^\s*(<[A-Za-z][\w .:/-]{0,60}>|%[sd]|@[A-Za-z][\w.-]*@|x{3,20}|TODO|FIXME|TBD)\s*$/i;
const inCapitals = /<[A-Z][A-Z0-9]*[_-][A-Z0-9_-]{1,60}>/g;
const yours = /<(?:your|my|insert|enter|put)(?:[-_. ][\w .-]{0,60})?>/gi;
const inBraces = /\{\{\s*[A-Za-z_][\w.-]*\s*\}\}/g;
const changeMe = /\bchange[-_ ]?me\b/gi;
