import { memoize } from '../memoize.ts';

/**
 * Whether the name of a configuration key says that its value is a secret: `database.password`,
 * `camel.sink.endpoint.secretKey`, `producer.override.sasl.jaas.config`; not `key.converter`,
 * `database.server.name` or `basic.auth.credentials.source`. It is one of several signs of a secret; the plugin's own
 * type PASSWORD is another.
 */
export const saysSecret: (key: string) => boolean = memoize(findSecretWord);

function findSecretWord(key: string): boolean {
  const words = wordsOf(withoutAlias(key));
  const last = words.at(-1);
  if (last === undefined || describing.has(last) || isSwitch(key)) return false;
  return words.some((word, index) => namesSecret(word, words[index + 1])) || endsInSecret(words);
}

/** Words that name a secret wherever they stand, also as the end of a longer one: `truststorepassword`. */
const strong = /(?:passwords?|passwd|passphrases?|passcode|pwd|secrets?|credentials?|jaas)$/;

/** `credentials.provider.…` and `secrets.manager.…` speak of a service, not of a secret. */
const services = new Set(['provider', 'providers', 'manager']);

/** Last words of keys that describe a secret (its location, its kind) instead of holding it. */
const describing = new Set(
  (
    'algorithm arn class column columns count dir directory enable enabled encoding endpoint field fields file ' +
    'filename format interval keyname length location locations mechanism method mode ms name names path pattern ' +
    'policy prefix protocol provider providers regex region required role scheme scope seconds source timeout topic ' +
    'type types version'
  ).split(' '),
);

/** Secrets that only the end of a key names: `token` alone says nothing of `token.endpoint.url`. */
const endings = [
  /(?:^|[.])(?:pass|authorization|keyfile|licenses?|userinfo)$/,
  /token$/,
  /(?:^|[.])user[.]info$/,
  /(?:^|[.])(?:web[.]?hook)(?:[.]ur[il])?$/,
  /(?:access|secret)[.]?key(?:[.]?id)?$/,
  /(?:account|api|auth|client|customer|encryption|hmac|keystore|licen[cs]e|master|private|sas|shared|signing|storage|subscription)[.]?key$/,
  /shared[.]?access[.]?signature$/,
];

/** The lower-case words of a key: split at dots, dashes, underscores and humps, numbers at the end left out. */
function wordsOf(key: string): string[] {
  const words = key
    .replace(/([a-z0-9])([A-Z])/g, '$1.$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1.$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
  while (/^\d+$/.test(words.at(-1) ?? '')) words.pop();
  return words;
}

/** The alias of a transformation is the author's word: `transforms.maskPassword.replacement` holds no password. */
function withoutAlias(key: string): string {
  return key.replace(/^(?:transforms|predicates|topic\.creation)\.[^.]+\./, '');
}

/** Camel's switches, such as `camel.component.aws2-s3.useSessionCredentials`. */
function isSwitch(key: string): boolean {
  return /(?:^|\.)(?:use|is|has|allow|enable)[A-Z][A-Za-z]*$/.test(key);
}

function namesSecret(word: string, next: string | undefined): boolean {
  return strong.test(word) && !services.has(next ?? '');
}

function endsInSecret(words: readonly string[]): boolean {
  const text = words.join('.');
  return endings.some((ending) => ending.test(text));
}
