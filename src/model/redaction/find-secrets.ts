import { mergeSpans, type Span } from '../span.ts';
import { coverReferences } from './provider-reference.ts';
import { formOf, isOpaque, isReference, type TextForm } from './secret-form.ts';
import { secretForms } from './secret-forms.ts';

/** What a text reveals by itself, whatever its key is called and wherever it comes from. */
export interface TextSecrets {
  /** In a URL only the secret spans need to be replaced; of a value of any other form nothing is shown. */
  readonly form: TextForm;
  /** Secrets in clear, in the order of the text, never overlapping. */
  readonly spans: readonly Span[];
  /** Whether the text has places for secrets, and a provider reference in each of them. */
  readonly refersToSecrets: boolean;
}

/**
 * Finds secrets by the structure of a text: userinfo and secret parameters of URLs, JAAS lines, PEM, `password=…`,
 * JSON with a `"password"`, HTTP headers and the token formats of well-known services. It is the only grammar of
 * secrets: masked values, excerpts of files, saved plans, imports and scrubbed texts of workers follow it. The time
 * it takes grows linearly with the text, whatever the text is.
 */
export function findSecrets(text: string): TextSecrets {
  if (text.length > longestText) {
    return { form: 'other', spans: [{ start: 0, end: text.length }], refersToSecrets: false };
  }
  if (!mayHoldSecret.test(text)) return { form: 'other', spans: [], refersToSecrets: false };
  const covered = coverReferences(text);
  const form = formOf(covered);
  const places = placesIn(covered, form).filter((place) => isFilled(covered, place));
  const secrets = places.filter(({ start, end }) => !isReference(covered.slice(start, end)));
  return { form, spans: mergeSpans(secrets), refersToSecrets: places.length > 0 && secrets.length === 0 };
}

/**
 * The secrets in a text of several lines whose names stand on other lines than they do: JSON and XML that is printed
 * with indentation. What stands on one line is found line by line.
 */
export function findAcrossLines(text: string): readonly Span[] {
  if (text.length > longestText) return [];
  const covered = coverReferences(text);
  const found = secretForms.flatMap(({ acrossLines, find }) => (acrossLines ? find(covered, 'other') : []));
  return mergeSpans(
    found.filter((place) => isFilled(covered, place) && !isReference(covered.slice(place.start, place.end))),
  );
}

/**
 * No value is longer (Kafka stores a configuration in 1 MiB), and in a text of some megabytes a regular expression runs
 * out of stack: it is a secret as a whole.
 */
export const longestText = 1024 * 1024;

function isFilled(covered: string, { start, end }: Span): boolean {
  return end > start && !covered.startsWith(mask, start) && !harmless.test(covered.slice(start, end));
}

/** How a secret looks that has been replaced already, with a number or without. */
const mask = '(sensitive';

/**
 * What stands in the place of a secret and is none: nothing, the name of a type, a parameter of a statement or of a
 * regular expression, or an expression of a connector, such as `${offset}`.
 */
const harmless =
  /^["']?(?:null|none|true|false|yes|no|undefined|string|text|keyword|varchar|bytes|int|integer|number|boolean|object|\?|\$\d|%s|\$\{(?:offset|topic|partition|key|value|timestamp|record|page|cursor)\}|\(?(?:\.[*+]|\[\^[^\]]{1,8}\][*+]|\\[SwW][*+])\??\)?)["']?$/i;

/** Nearly all values are numbers, names and words, and need no closer look. */
const mayHoldSecret =
  /[=:@]|<\/|\/>|--?[A-Za-z]|\$\{|&lt;|---- ?BEGIN|LS0tLS1CRUdJTi|(?:[Bb]earer|[Bb]asic|BEARER|BASIC|TOKEN|[Tt]oken|[Kk]ey|[Ss]plunk|SSWS|ssword|sswort|ennwort|traseña|enha|phrase|scode|sswd|wd|onfiguration|Negotiate|NTLM|Bot)\s|[\w+/~-]{16}/;

function placesIn(covered: string, form: TextForm): readonly Span[] {
  if (isOpaque(covered)) return [{ start: 0, end: covered.length }];
  const lowerCase = covered.toLowerCase();
  const isProse = form === 'url' && /\S\s+\S/.test(covered);
  return secretForms.flatMap(({ within, signs, find }) => {
    const applies = within.includes(form) || (isProse && within.includes('other'));
    return applies && signs.some((sign) => lowerCase.includes(sign)) ? find(covered, form) : [];
  });
}
