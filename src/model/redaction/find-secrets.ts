import { mergeSpans, type Span } from '../span.ts';
import { coverReferences, isReference } from './provider-reference.ts';
import { secretForms } from './secret-forms.ts';
import { formOf, isOpaque, type TextForm } from './text-form.ts';

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
  const places = placesIn(covered, form).filter(
    ({ start, end }) => end > start && !covered.startsWith(mask, start),
  );
  const secrets = places.filter(({ start, end }) => !isReference(covered.slice(start, end)));
  return { form, spans: mergeSpans(secrets), refersToSecrets: places.length > 0 && secrets.length === 0 };
}

/**
 * No value is longer (Kafka stores a configuration in 1 MiB), and in a text of some megabytes a regular expression runs
 * out of stack: it is a secret as a whole.
 */
export const longestText = 1024 * 1024;

/** How a secret looks that has been replaced already, with a number or without. */
const mask = '(sensitive';

/** Nearly all values are numbers, names and words, and need no closer look. */
const mayHoldSecret =
  /[=:]|<\/|--[a-z]|-----BEGIN|LS0tLS1CRUdJTi|[Bb](?:earer|asic)\s|[Pp](?:ass\w{2,6}|wd)\s+["']|gh[pousr]_|github_pat_|glpat-|xox[abprs]-|sk_(?:live|test)_|AKIA|AIza|eyJ/;

function placesIn(covered: string, form: TextForm): readonly Span[] {
  if (isOpaque(covered)) return [{ start: 0, end: covered.length }];
  const lowerCase = covered.toLowerCase();
  return secretForms.flatMap(({ within, signs, find }) =>
    within.includes(form) && signs.some((sign) => lowerCase.includes(sign)) ? find(covered, form) : [],
  );
}
