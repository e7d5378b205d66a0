import { anyText, pairs, type SecretForm } from './secret-form.ts';
import { saysSecret } from './secret-key-name.ts';

/** Headers of HTTP, one or a list of them, and their credentials without the header. */
export const headerForms: readonly SecretForm[] = [
  {
    name: 'an Authorization header',
    signs: ['authori', 'authentication'],
    within: ['other'],
    find: pairs(
      /(?<![A-Za-z])(?:authori[sz]ation|authentication)["']?\s*(?:=>|[:=])\s*["']?(?:(?:basic|bearer|token|api-?key|ssws|splunk|genie-?key|negotiate|ntlm)\s+(?<known>[^\s"',;|]+)|(?<other>[^\s"',;|]+(?:[ \t]+[^\s"',;|]+)?))/dgi,
    ),
  },
  {
    name: 'credentials of several parts',
    signs: ['digest ', 'hawk ', 'oauth ', 'mac ', 'aws4-', 'sharedaccesssignature', 'signature '],
    within: anyText,
    find: pairs(
      /(?<![\w-])(?:(?:digest|hawk|oauth|mac|signature)\s+(?=[\w-]+\s*=)|aws4-[\w-]+\s|sharedaccesssignature\s+(?=s))(?<secret>[^\n|]+)/dgi,
    ),
  },
  {
    name: 'Bearer and Basic credentials without their header',
    signs: ['bearer', 'basic'],
    within: ['other'],
    find: pairs(
      /\b(?:(?:[Bb]earer|BEARER)\s+(?!(?:[Aa]uth|[Tt]oken|[Cc]redential|[Ss]cheme|[Hh]eader))|(?:[Bb]asic|BASIC)\s+(?=[\w+/=.~-]*(?:\d|[a-z][A-Z]|=)))(?<secret>[\w+/=.~-]{8,})/dg,
    ),
  },
  {
    name: 'credentials of other schemes',
    signs: ['token ', 'key ', 'splunk ', 'ssws ', 'negotiate ', 'ntlm ', 'bot '],
    within: ['other'],
    find: pairs(
      /\b(?:token|api-?key|geniekey|splunk|ssws|negotiate|ntlm|bot)\s+(?=[\w+/=~-]*\d)(?<secret>[\w+/=.~-]{16,})/dgi,
    ),
  },
  {
    name: 'a value that is nothing but credentials',
    signs: ['bearer', 'basic', 'token', 'key', 'splunk', 'ssws'],
    within: ['other'],
    find: pairs(
      /^\s*(?:bearer|basic|token|api-?key|splunk|ssws)[ \t]+(?!(?:auth\w*|tokens?|credentials?|scheme|bucket|header|type|only|none)\s*$)(?<secret>\S+)\s*$/dgi,
    ),
  },
  {
    name: 'X-Api-Key and other headers of a key',
    signs: ['key', 'token', 'secret', 'auth', 'signature', 'pass'],
    within: ['other'],
    find: pairs(
      /(?<![\w.-])(?<name>[A-Za-z][\w.]*(?:-[\w.]+)*)["']?:[ \t]*["']?(?<secret>[^\s"',;|]+)/dg,
      isSecretHeader,
    ),
  },
  {
    name: 'cookies',
    signs: ['cookie'],
    within: ['other'],
    find: pairs(/(?<![A-Za-z])(?:set-)?cookie2?["']?\s*[:=]\s*["']?(?<secret>[^\n"'|]+)/dgi),
  },
];

/**
 * `X-Api-Key`, `apikey`, `headers.X-Auth-Token`, `Ocp-Apim-Subscription-Key`; not `token: …` and `key: …`, which may
 * say anything.
 */
function isSecretHeader(name: string, secret: string): boolean {
  if (/^\/\//.test(secret)) return false;
  if (/^(?:x-)?api-?key$/i.test(name)) return true;
  if (!name.includes('-')) return false;
  return saysSecret(name) || /-(?:key|token|auth|signature|secret)$/i.test(name);
}
