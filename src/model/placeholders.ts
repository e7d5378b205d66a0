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

/** A text that was probably meant as a reference, and the reference. */
export interface MisspeltReference {
  readonly written: string;
  readonly suggestion: string;
}

/**
 * Texts that look like a reference to the environment or a variable in another spelling: of a shell (`$env.X`), of a
 * pipeline (`${{ secrets.X }}`), of Windows (`%env.X%`), without the dollar sign (`{env.X}`), with another word
 * (`${environment.X}`, `${vars.x}`). What connectors and config providers use is none: `${topic}`, `${env:X}`.
 */
export function misspeltReferences(text: string): readonly MisspeltReference[] {
  return searchMisspelt(text).found;
}

/** The text without them, so that they are not reported twice. */
export function withoutMisspeltReferences(text: string): string {
  return searchMisspelt(text).rest;
}

function searchMisspelt(text: string) {
  const found: MisspeltReference[] = [];
  if (!mayBeMisspelt.test(text)) return { found, rest: text };
  let rest = text;
  for (const spelling of spellings) {
    for (const match of rest.matchAll(spelling)) {
      const scope = match.groups?.['word']?.toLowerCase().startsWith('var') ? 'var' : 'env';
      found.push({ written: match[0], suggestion: `\${${scope}.${match.groups?.['name']}}` });
    }
    rest = rest.replace(spelling, ' ');
  }
  return { found, rest };
}

/** A fast first test. */
const mayBeMisspelt = /[${%(<@[]\s?(?:env|var|secret)/i;

/**
 * The spellings, each searched for in what the earlier ones leave. `${env.X}` is read elsewhere, in any case and with
 * blanks.
 */
const spellings: readonly RegExp[] = [
  // ${{ env.X }}, {{ env.X }}
  /\$?\{\{[ \t]{0,4}(?<word>env(?:ironment|s)?|var(?:iable)?s?|secrets?)[ \t]{0,4}\.[ \t]{0,4}(?<name>[A-Za-z_][\w-]{0,100})[ \t]{0,4}\}\}/gi,
  // {env.X}, #{env.X}
  /(?<!\$)[#@%]?\{[ \t]{0,4}(?<word>env(?:ironment|s)?|var(?:iable)?s?|secrets?)\.(?<name>[A-Za-z_][\w-]{0,100})[ \t]{0,4}\}/gi,
  // ${environment.X}, ${vars.x}
  /\$\{[ \t]{0,4}(?<word>environment|envs|variables?|vars|secrets?)[ \t]{0,4}\.[ \t]{0,4}(?<name>[A-Za-z_][\w-]{0,100})[ \t]{0,4}\}/gi,
  // $env.X; not the name of a class, as in a.B$Env.C
  /(?<![\w$])\$(?<word>env|vars?|secrets?)\.(?<name>[A-Za-z_][\w-]{0,100})/gi,
  // $(env.X), $[env.X], $<env.X>
  /\$[(<[][ \t]{0,4}(?<word>env(?:ironment|s)?|var(?:iable)?s?|secrets?)\.(?<name>[A-Za-z_][\w-]{0,100})[ \t]{0,4}[)>\]]/gi,
  // %env.X%, @env.X@
  /(?<edge>[%@])(?<word>env(?:ironment|s)?|var(?:iable)?s?|secrets?)\.(?<name>[A-Za-z_][\w-]{0,100})\k<edge>/gi,
];
