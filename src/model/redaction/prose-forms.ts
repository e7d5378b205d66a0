import type { Span } from '../span.ts';
import { anyText, looksRandom, pairs, type SecretForm } from './secret-form.ts';
import { saysSecret, saysSecretOf } from './secret-key-name.ts';

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
    signs: [
      'digest ',
      'hawk ',
      'oauth ',
      'mac ',
      'aws4-',
      'sharedaccesssignature',
      'sharedkey',
      'signature ',
    ],
    within: anyText,
    find: pairs(
      /(?<![\w-])(?:(?:digest|hawk|oauth|mac|signature)\s+(?=[\w-]+\s*=)|aws4-[\w-]+\s|sharedaccesssignature\s+(?=s)|sharedkey(?:lite)?\s+[\w-]+:)(?<secret>[^\n|]+)/dgi,
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

/** How people and programs write of passwords. */
export const proseForms: readonly SecretForm[] = [
  {
    name: 'password: value, in prose, YAML and maps of Java',
    signs: [':', '='],
    within: ['other'],
    find: pairs(
      /(?<![\p{L}\w.$-])(?<!configuration )(?<name>[\p{L}\w.$-]+)["'`\]]?\s{0,3}(?::=|=>|:(?!\w{0,20}(?:password|passwd|pwd|token|secret)s?(?:[,\s]|$))|=)\s{0,3}["'`]?(?<secret>[^\s"'`,;()[\]{}=>][^\s"'`,;)}\]]*)/dgu,
      isSecretInProse,
    ),
  },
  {
    name: 'password: | in YAML, with the value on the next line',
    signs: ['|', '>'],
    within: ['other'],
    acrossLines: true,
    find: pairs(
      /(?<![\p{L}\w.$-])(?<name>[\p{L}\w.$-]+)["']?[ \t]*:[ \t]*[|>][+-]?[ \t]*\r?\n(?<secret>[^\n]+)/dgu,
      saysSecret,
    ),
  },
  {
    name: 'password "value"',
    signs: ['pass', 'pwd', 'kennwort', 'contrase', 'senha'],
    within: ['other'],
    find: pairs(
      /(?<![\p{L}\w])(?:pass(?:word|wd|phrase|code|wort)|pwd|kennwort|contraseña|senha)\s+(?:(?:is|was|of|ist|es)\s+)?(?:["'`](?<quoted>[^"'`\n]+)["'`]|\[(?<bracketed>[^\]\n]+)\])/dgiu,
    ),
  },
  {
    name: 'Invalid value … for configuration password',
    signs: [' for configuration '],
    within: ['other'],
    find: findInvalidValues,
  },
];

/** Names after which even a plain word is a secret; after others it must look like a token. */
const strong =
  /(?:pass|pass[._-]?(?:word|wd|phrase|code|wort)s?|pwd|psw|pw|secret|kennwort|senha|contraseña)$/iu;

const className = /\.[A-Z]\w*$/;

function isSecretInProse(name: string, secret: string): boolean {
  if (!saysSecretOf(name, secret) || className.test(name) || secret.startsWith('//')) return false;
  return strong.test(name) || looksRandom(secret);
}

/** As Kafka quotes a value that it refuses. */
function findInvalidValues(covered: string): readonly Span[] {
  const found: Span[] = [];
  let done = 0;
  for (const { 0: whole, 1: name = '', index } of covered.matchAll(/ for configuration ([\w.-]+)/g)) {
    const start = covered.slice(done, index).indexOf(invalid);
    if (start >= 0 && saysSecret(name)) found.push({ start: done + start + invalid.length, end: index });
    done = index + whole.length;
  }
  return found;
}

const invalid = 'nvalid value ';

/** `--password x`, `-password "x y"`, `--user name:password`. The form with `=` is a parameter. */
export function findOptions(covered: string): readonly Span[] {
  return options(covered);
}

const options = pairs(
  /(?<!\S)["']?--?(?<name>[a-z][\w.-]+)["']?,?\s+(?!-)(?:"(?<double>[^"\n]+)"|'(?<single>[^'\n]+)'|(?<bare>\S+))/dgi,
  (name, value) =>
    (saysSecret(name) && !/^(?:=|->)/.test(value)) ||
    (/^(?:proxy-)?user$/i.test(name) && /^[^:/]+:./.test(value)),
);

/**
 * `-p x` and `-px` of the clients of databases and registries, `-u user:password` of curl. `-p 8080` alone is a port:
 * it needs a user, or a program that knows no port under this name.
 */
export function findShortOptions(covered: string): readonly Span[] {
  const logins = covered.includes('-u') ? login(covered) : [];
  const hasUser =
    /(?<!\S)(?:-u|-U|--user(?:name)?)[\s=]/.test(covered) ||
    /(?<![\w-])(?:sshpass|mysql\w*|mongo\w*)\s/.test(covered);
  const passwords = hasUser ? password(covered) : [];
  const isRedis = /(?<![\w-])redis-cli\s/.test(covered);
  return [...logins, ...passwords, ...(isRedis ? redisPassword(covered) : [])];
}

const login = pairs(/(?<!\S)-u\s*["']?[^\s:"'/]+:(?<secret>[^\s"']+)/dg);
const password = pairs(/(?<!\S)-p\s*(?:"(?<double>[^"\n]+)"|'(?<single>[^'\n]+)'|(?<bare>[^\s"'-]\S*))/dg);
const redisPassword = pairs(/(?<!\S)-a\s+["']?(?<secret>[^\s"']+)/dg);
