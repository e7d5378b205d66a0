import type { Span } from '../span.ts';
import { findOptions, findShortOptions, headerForms, proseForms } from './prose-forms.ts';
import { referencesWithSecrets } from './provider-reference.ts';
import { findBareUserinfo, findOracleLogins, findWebhooks } from './secret-addresses.ts';
import { anyText, pairs, type SecretForm } from './secret-form.ts';
import { saysSecret } from './secret-key-name.ts';
import { findParameters, findUserinfo } from './secrets-in-urls.ts';
import { findJsonSecrets, findJsonWebKeys, findNamedValues, findXmlSecrets } from './structured-secrets.ts';
import { findTokens } from './token-formats.ts';

/**
 * All forms. To recognize another one, add a row; if it has neither `=`, `:` nor `@`, it needs a sign in the first test of
 * `find-secrets` too.
 */
export const secretForms: readonly SecretForm[] = [
  { name: 'the options of a JAAS line', signs: ['loginmodule'], within: ['jaas'], find: findJaasOptions },
  { name: 'userinfo of a URL', signs: ['@'], within: anyText, find: findUserinfo },
  { name: 'name=value', signs: ['='], within: ['url', 'other'], find: findParameters },
  { name: 'webhooks: the path is the secret', signs: ['/'], within: anyText, find: findWebhooks },
  { name: 'tokens that say what they are', signs: [''], within: anyText, find: findTokens },
  { name: 'AWS secret keys beside their id', signs: ['akia', 'asia'], within: anyText, find: findAwsKeys },
  {
    name: 'secrets within a provider reference',
    signs: ['${'],
    within: anyText,
    find: referencesWithSecrets,
  },
  {
    name: '"name": "value" in JSON, which may break off',
    signs: ['"', "'"],
    within: ['url', 'other'],
    find: findJsonSecrets,
  },
  { name: 'JSON Web Keys', signs: ['kty'], within: ['url', 'other'], find: findJsonWebKeys },
  {
    name: '{"name": "password", "value": "…"}',
    signs: ['value'],
    within: ['url', 'other'],
    acrossLines: true,
    find: findNamedValues,
  },
  {
    name: 'elements and attributes of XML',
    signs: ['</', '/>', '&lt;'],
    within: ['other'],
    acrossLines: true,
    find: findXmlSecrets,
  },
  { name: '--name value', signs: ['-'], within: ['other'], find: findOptions },
  { name: '-p value', signs: ['-p', '-u', '-a'], within: ['other'], find: findShortOptions },
  { name: 'user:password@host without a scheme', signs: ['@'], within: ['other'], find: findBareUserinfo },
  { name: 'user/password@//host of Oracle', signs: ['@'], within: ['other'], find: findOracleLogins },
  ...headerForms,
  ...proseForms,
];

/** 40 characters of base64 anywhere in a text that has the id of an access key. */
function findAwsKeys(covered: string): readonly Span[] {
  if (!/(?:AKIA|ASIA)[A-Z0-9]{16}/.test(covered)) return [];
  const keys = covered.matchAll(/(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{40}(?![A-Za-z0-9+/])/g);
  return [...keys].map(({ index }) => ({ start: index, end: index + 40 }));
}

/** `user_alice="…"` is a password too: the server's side of PLAIN. A line that does not parse is all secret. */
function findJaasOptions(covered: string): readonly Span[] {
  const modules = covered.replace(option, '').split(';');
  const isWhole = modules.every((module) =>
    /^(?:[\w.$]+\s+(?:required|requisite|sufficient|optional))?$/i.test(module.trim()),
  );
  if (!isWhole) return [{ start: 0, end: covered.length }];
  return pairs(option, (name) => saysSecret(name) || name.startsWith('user_'))(covered);
}

const option =
  /(?<![\w.])(?<name>[\w.]+)\s*=\s*(?:"(?<double>[^"\\]*(?:\\.[^"\\]*)*)"|'(?<single>[^']*)'|(?<bare>[^\s;"']+))/dg;
