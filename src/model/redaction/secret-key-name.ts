import { memoize } from '../memoize.ts';

/**
 * Whether the name of a configuration key says that its value is a secret: `database.password`,
 * `camel.sink.endpoint.secretKey`, `producer.override.sasl.jaas.config`; not `key.converter`,
 * `database.server.name` or `basic.auth.credentials.source`. It is one of several signs of a secret; the plugin's own
 * type PASSWORD is another.
 */
export const saysSecret: (key: string) => boolean = memoize(findSecretWord);

/**
 * Whether a key says that this value of it is a secret. Some names say so of most values only: `http.auth` may be
 * `user:password` or `basic`, `ssh.key` a key or the path of one.
 */
export function saysSecretOf(key: string, value: string): boolean {
  if (saysSecret(key))
    return !(holdsKeys.test(key) && isPathOfKey(value.trim())) && !isNoSecret(value.trim());
  return endsInAuth.test(key) && !scheme.test(value.trim());
}

function findSecretWord(key: string): boolean {
  const words = wordsOf(withoutAlias(key));
  const last = words.at(-1);
  if (last === undefined || isSwitch(key)) return false;
  const text = withoutContent(words).join('.');
  if (webhook.test(text)) return true;
  if (marker.test(text)) return false;
  if (describing.has(last)) return false;
  return (
    words.some((word, index) => namesSecret(word, words[index + 1])) ||
    endings.some((ending) => ending.test(text))
  );
}

/**
 * Words that name a secret wherever they stand, also as the end of a longer one: `truststorepassword`. In German,
 * the languages of Europe, in Turkish, Russian, Chinese, Japanese and Korean too; accents
 * are left out.
 */
const strong =
  /(?:passwords?|passwd|passwort|passwoerter|passphrases?|passcodes?|kennwort|wachtwoord|losenord|contrasen(?:a|ia|ya)|secret[ao]s?|parola|passord|adgangskode|salasana|jelszo|lozinka|geheim(?:nis)?|mdp|비밀번호|haslo|heslo|sifre|senhas?|pwd|pswd|psw|pword|secrets?|credentials?|creds|jaas|пароль|密码|密碼|パスワード)$/;

/** `credentials.provider.…` and `secrets.manager.…` speak of a service, not of a secret. */
const services = new Set(['provider', 'providers', 'manager']);

/** Last words of keys that describe a secret (its location, its kind) instead of holding it. */
const describing = new Set(
  (
    'age algorithm arn attempts attribute backend charset claim class column columns comment count days description dir ' +
    'directory enable enabled encoding endpoint endpoints engine expiration expires expiry field fields file filename format ' +
    'group groups header headers hint host hours interval iterations keyname label labels length location locations ' +
    'mask max mechanism method min minutes mode mount ms name names namespace param parameter path paths pattern policy port ' +
    'prefix prompt property protocol provider providers ref reference references regex regexp region replacement required ' +
    'reset resets retries role rotation scheme scope seconds size source store strategy strength suffix table timeout topic topics ttl ' +
    'type types uri uris url urls username validator version versions'
  ).split(' '),
);

const webhook = /(?:^|[.])web[.]?hook(?:[.]?ur[il])?$/;

/** Tokens that mark a place in a list or in a text: `nextPageToken`, `resume.token`. */
const marker =
  /(?:^|[.])(?:page|next|previous|prev|continuation|resume|cursor|offset|pagination|sync|watermark|delimiter|separator|null|eof|end|start|stop)[.]?token$/;

/** Secrets that only the end of a key names: `token` alone says nothing of `token.endpoint.url`. */
const endings = [
  /(?:^|[.])(?:pass|pw|authorization|bearer|cookies?|keyfile|license|parola|salt|sas|userinfo|clave|jwt|otp|pin|assertion|parol)$/,
  /(?:db|user|sql|ldap|smtp|mail|root|admin|key|store|proxy|auth|ssh|ftp|http|redis|mongo)(?:pass)$/,
  /[a-z]pw$/,
  /pass[.]?(?:word|words|phrase|code|wd|key)$/,
  /mots?[.]?de[.]?passe$/,
  /token$/,
  /(?:^|[.])user[.]info$/,
  /(?:access|secret)[.]?key(?:[.]?id)?$/,
  /(?:access|account|aes|api|app|application|auth|authentication|cert|certificate|client|cipher|consumer|crypto|customer|decrypt|decryption|encrypt|encryption|function|ingest|ingestion|insert|integration|hmac|keystore|licen[cs]e|master|pem|pgp|private|priv|rsa|sas|secret|server|service|shared|signature|signing|ssh|ssl|storage|subscription|symmetric|tls)[.]?keys?$/,
  /shared[.]?access[.]?signature$/,
  /(?:account|service|gcp|google|bigquery|gcs)[.](?:key[.]|keyfile[.])?json$/,
  /access[.]?code$/,
  /cipher[.]data[.]keys$/,
];

/** The lower-case words of a key: split at dots, dashes, underscores and humps; numbers at the end are left out. */
function wordsOf(key: string): string[] {
  const words = withoutAccents(key)
    .replace(/([a-z0-9])([A-Z])/g, '$1.$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1.$2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
  while (/^\d+$/.test(words.at(-1) ?? '')) words.pop();
  const last = words.pop();
  return last === undefined ? words : [...words, withoutNumber(last)];
}

/** `password2` as `password`. */
function withoutNumber(word: string): string {
  let end = word.length;
  while (/\d/.test(word[end - 1] ?? '')) end -= 1;
  return word.slice(0, end);
}

/** `private.key.pem` and `token.value` hold what `private.key` and `token` do. */
function withoutContent(words: readonly string[]): readonly string[] {
  return words.length > 1 &&
    /^(?:base|content|data|pem|plain|raw|string|text|value)$/.test(words.at(-1) ?? '')
    ? words.slice(0, -1)
    : words;
}

const ascii = /^[\x20-\x7e]*$/;

/** `contraseña` as `contrasena`, `şifre` as `sifre`. */
function withoutAccents(key: string): string {
  if (ascii.test(key)) return key;
  return key
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replaceAll('ł', 'l')
    .normalize('NFC');
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

/** Whether a value is a switch, or only an expression of the connector itself, such as `${offset}`. */
function isNoSecret(value: string): boolean {
  return /^(?:true|false|\$\{(?:offset|topic|partition|key|value|timestamp|record|page|cursor)\})$/i.test(
    value,
  );
}

/** Keys whose value may be the path of a file that holds the secret. */
const holdsKeys = /(?:key|keyfile|credentials?|creds|licen[cs]e|token|secrets?|jwt|jaas|certificates?)$/i;

/** The path of a key file instead of the key. */
function isPathOfKey(value: string): boolean {
  return /^[\w./\\:~-]+$/.test(value) && /[/\\]/.test(value) && keyFile.test(value);
}

const keyFile =
  /(?:\.(?:pem|key|pk?8|p12|pfx|der|jks|crt|cer|asc|gpg|json|txt|lic|license|conf|properties|ya?ml|token|jwt)|id_(?:rsa|dsa|ecdsa|ed25519)|^\/(?:var\/)?run\/secrets\/\S*)$/;

const endsInAuth = /(?:^|[._-])auth(?:entication)?$|[a-z]Auth(?:entication)?$/;

/** What a key called `auth` holds, if it is no secret. */
const scheme =
  /^(?:|true|false|none|no|yes|off|on|null|basic(?:[ _-]?auth)?|bearer|digest|plain|simple|anonymous|kerberos|gssapi|spnego|ntlm|negotiate|o?auth(?:2|bearer)?|oidc|saml|sasl\w*|scram(?:-sha-\d+)?|ssl|tls|mtls|required|requested|optional|default|enabled|disabled|ldap|jwt|token|api[_-]?key|iam|aws\w*|sigv4|x509|mongodb-\S+|password|user_?info|url|certificate|cert|external|service[_-]?account|managed[_-]?identity|msi|[[{].*)$/is;
