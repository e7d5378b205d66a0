import { misspeltReferences } from './misspelt-references.ts';
import { type PlaceholderForm, placeholderForms } from './placeholder-forms.ts';
import { saysSecret } from './redaction/secret-key-name.ts';
import { mergeSpans, type Span } from './span.ts';

/**
 * Placeholders of shells, envsubst and compose files: `${NAME}`, `${NAME:-default}`, `$NAME`, in capitals.
 * Lower-case ones (`${topic}`, `${tableName}`) belong to connectors. A default value is not matched: it may be a secret.
 */
export function foreignPlaceholders(text: string): readonly string[] {
  const found = new Set<string>();
  const lastBrace = text.lastIndexOf('}');
  let done = 0;
  for (const match of text.matchAll(shellVariables)) {
    const [whole, braced, bare] = match;
    const end = match.index + whole.length;
    if (match.index < done) continue;
    if (bare !== undefined) {
      if (!isWithinName(text, match.index)) found.add(`$${bare}`);
    } else if (end <= lastBrace) {
      found.add(`\${${braced}}`);
      done = text.indexOf('}', end) + 1;
    }
  }
  return [...found];
}

const shellVariables = /\$(?:\{([A-Z_][A-Z0-9_]*)(?=\}|:?[-=?+])|([A-Z_][A-Z0-9_]+)(?![A-Za-z0-9_]))/g;

/**
 * Whether the `$` belongs to a name: a view or table of Oracle (`V$DATABASE`, `V_$SESSION`, `MLOG$_ORDERS`), or a class
 * within a class (`com.acme.Route$VALUE`).
 */
function isWithinName(text: string, dollar: number): boolean {
  let start = dollar;
  while (start > 0 && /[\w.$]/.test(text[start - 1] ?? '')) start -= 1;
  const before = text.slice(start, dollar);
  // After another variable, as in `$A$B`, it is one too.
  if (!/^[A-Za-z]/.test(before)) return false;
  const last = before.slice(before.lastIndexOf('.') + 1);
  if (/^[A-Z][A-Z0-9_$]*$/.test(last)) return !last.endsWith('_') || /^G?V_$/.test(last);
  return before.includes('.') && /^[A-Z]/.test(last);
}

/**
 * Placeholders that nobody filled in: `<password>`, `CHANGEME`, `YOUR_KEY`, `{{ name }}`, `<%= name %>`, `#{NAME}#`,
 * `__NAME__`. `placeholder-forms` lists them. Not XML, not the expressions in braces of some plugins, and not the
 * fields of a record that a sink puts into the names of its files (`{{topic}}-{{partition}}`).
 *
 * @param key the key whose value the text is: some forms are placeholders only in place of a secret
 */
export function unresolvedPlaceholders(text: string, key = ''): readonly string[] {
  const isSecret = saysSecret(key);
  return find(text, { key, isSecret }, ({ counts }) => counts !== 'in-secrets' || isSecret);
}

/** The placeholders of a text that are the syntax of some template; words such as `your-topic` may be a name. */
export function templatePlaceholders(text: string): readonly string[] {
  return find(text, { key: '', isSecret: false }, ({ counts }) => counts === 'always');
}

/**
 * Whether what stands in the place of a secret is none: a placeholder, or a reference of another tool to one. `$NAME`
 * counts only as a whole: passwords contain dollar signs. A placeholder with a default, as in `${PASSWORD:-secret}`,
 * may hold the secret.
 */
export function isSecretPlaceholder(text: string): boolean {
  if (hasDefault.test(text)) return false;
  const foreign = foreignPlaceholders(text);
  return (
    foreign.some((one) => one.startsWith('${') || one === text.trim()) ||
    areVariables(text) ||
    misspeltReferences(text).length > 0 ||
    find(text, { key: '', isSecret: true }, () => true).length > 0
  );
}

/**
 * The places of secrets that hold more than a placeholder. A place that ends within one, since a template may have
 * blanks, is extended to its end first.
 */
export function filledPlaces(text: string, places: readonly Span[]): readonly Span[] {
  if (places.length === 0 || !mayHoldPlaceholder(text)) return places;
  const placeholders = placeholderForms.flatMap(({ pattern, isWhole }) =>
    isWhole === true ? [] : [...text.matchAll(pattern)].map(spanOf),
  );
  const whole = places.map((place) => placeholders.filter((one) => overlap(one, place)).reduce(union, place));
  return mergeSpans(whole).filter(({ start, end }) => !isSecretPlaceholder(text.slice(start, end)));
}

function spanOf({ 0: { length }, index }: RegExpExecArray): Span {
  return { start: index, end: index + length };
}

function overlap(one: Span, other: Span): boolean {
  return one.start < other.end && one.end > other.start;
}

function union(one: Span, other: Span): Span {
  return { start: Math.min(one.start, other.start), end: Math.max(one.end, other.end) };
}

const hasDefault = /\$\{\w+:?[-=+](?!\})|\bdefault\s?\(?\s?["'][^"']/;

/**
 * The default of a text that is one placeholder, as in `${PASSWORD:-secret}`: what a shell or a template fills in if
 * nothing else is given. Any other text is returned unchanged.
 */
export function defaultOfPlaceholder(text: string): string {
  const shell = /^\$\{\w+:?[-=]([^}]+)\}$/.exec(text)?.[1];
  const template = /^\{\{[^{}"']{0,200}\bdefault\s?\(?\s?["']([^"'{}]+)["'][^{}"']{0,200}\}\}$/.exec(
    text,
  )?.[1];
  return shell ?? template ?? text;
}

/** `$HOST:$PORT`. */
function areVariables(text: string): boolean {
  return /^(?:\$[A-Z_][A-Z0-9_]{1,100}(?:[:/@;,.-]|$)){1,20}$/.test(text);
}

interface Place {
  readonly key: string;
  /** Whether the text stands in the place of a secret. */
  readonly isSecret: boolean;
}

function find(text: string, place: Place, applies: (form: PlaceholderForm) => boolean): readonly string[] {
  if (!mayHoldPlaceholder(text)) return [];
  const isMarkup = text.includes('</');
  const found = new Set<string>();
  for (const form of placeholderForms) {
    if (!applies(form) || (form.looksLikeMarkup === true && isMarkup)) continue;
    for (const one of placesOf(form, text, place)) found.add(one);
    if (found.size > 0 && form.isWhole === true) break;
  }
  return [...found];
}

function placesOf(
  { pattern, isWholeSecret, unless }: PlaceholderForm,
  text: string,
  { key, isSecret }: Place,
): readonly string[] {
  return [...text.matchAll(pattern)].flatMap(({ 0: whole, 1: inside = '' }) => {
    const isPart = isSecret && isWholeSecret === true && whole !== text.trim();
    return isPart || unless?.(inside, key) === true ? [] : [whole.trim()];
  });
}

/** A fast first test: almost all values are plain words and numbers. */
export function mayHoldPlaceholder(text: string): boolean {
  return symbols.test(text) || words.test(text);
}

const symbols = /[<%@#]|\$[^\d\s]|\{[{%A-Zc]|\[\[|ENC[[(]|__|[A-Z]{3}|\.\.\.|\?\?\?|!\w|ref\+/;
const words =
  /x{3}|y{3}|z{3}|todo|fixme|tbd|change|your|fill|replace|placeholder|insert|enter|put[-_ ]|add[-_ ]|type[-_ ]|here|set[-_ ]|be[-_ ]|env\.|vars?\.|local\.|module\.|data[.:]|each\.|secret|vault|op:|kv:|sm:|doppler|infisical|berglas/i;
