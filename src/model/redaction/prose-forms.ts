import type { Span } from '../span.ts';
import { looksRandom, pairs, type SecretForm } from './secret-form.ts';
import { saysSecret, saysSecretOf } from './secret-key-name.ts';

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
