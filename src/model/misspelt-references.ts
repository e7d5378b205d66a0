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
