import type { Span } from '../span.ts';
import { findBareUserinfo, findOracleLogins } from './bare-userinfo.ts';
import { findOptions, findShortOptions } from './command-line-secrets.ts';
import { headerForms } from './header-forms.ts';
import { findJaasOptions } from './jaas-options.ts';
import { findJsonSecrets, findJsonWebKeys, findNamedValues } from './json-secrets.ts';
import { proseForms } from './prose-forms.ts';
import { referencesWithSecrets } from './provider-reference.ts';
import { anyText, type SecretForm } from './secret-form.ts';
import { findParameters, findUserinfo } from './secrets-in-urls.ts';
import { findTokens } from './token-formats.ts';
import { findWebhooks } from './webhooks.ts';
import { findXmlSecrets } from './xml-secrets.ts';

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
