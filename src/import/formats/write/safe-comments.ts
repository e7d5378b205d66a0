import { replaceSpans } from '../../../model/span.ts';
import type { FoundComments, FoundConnectorConfig } from '../found-connector.ts';
import type { SecretRule } from './replace-secrets.ts';

/** What decides which part of a comment is secret. */
export interface CommentRules {
  readonly rule: SecretRule;
  /** Replaces known secrets, and what is a secret by its form. */
  readonly scrub: (text: string) => string;
}

/**
 * Masks secrets in the comments of a connector: the value of a secret key that is commented out, secrets by their form,
 * and values that are secret elsewhere. Returns the places with a mask as well.
 */
export function maskComments(
  { name, comments }: FoundConnectorConfig,
  { rule, scrub }: CommentRules,
): { readonly comments: FoundComments | undefined; readonly masked: readonly string[] } {
  if (!comments) return { comments, masked: [] };
  const masked: string[] = [];
  const safe = [...comments].map(([place, lines]): [string, readonly string[]] => {
    const text = lines.map((line) => withoutSetting(line, name, rule)).join('\n');
    const scrubbed = withoutLongKeys(scrub(text));
    if (scrubbed !== lines.join('\n')) masked.push(place);
    return [place, scrubbed.split('\n')];
  });
  return { comments: new Map(safe), masked };
}

/** A long run of base64 is probably a key; a path has no digits or no capitals. */
function withoutLongKeys(text: string): string {
  return text.replace(/(?<![\w.+/=-])[A-Za-z0-9+/=]{40,}(?![\w.+/=-])/g, (run) =>
    [/\d/, /[a-z]/, /[A-Z]/].every((kind) => kind.test(run)) ? mask : run,
  );
}

/** A line such as `database.password=secret` or `"database.password": "secret",` with its value masked. */
function withoutSetting(line: string, connector: string, rule: SecretRule): string {
  const setting = /^([\s#!]*["']?([\w.-]+)["']?\s{0,4}[=:]\s{0,4}["']?)([^"'\s].*)$/.exec(line);
  if (!setting) return line;
  const [, before = '', key = '', rest = ''] = setting;
  const value = rest.replace(/["',;\s]{1,9}$/, '');
  const extent = rule(connector, key, value);
  if (extent === 'none' || extent === 'masked') return line;
  const spans = extent === 'whole' ? [{ start: 0, end: value.length }] : extent;
  return before + replaceSpans(value, spans, () => mask) + rest.slice(value.length);
}

const mask = '(sensitive)';
