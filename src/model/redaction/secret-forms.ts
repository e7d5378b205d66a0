import type { Span } from '../span.ts';
import { saysSecret } from './secret-key-name.ts';
import { findParameters, findUserinfo } from './secrets-in-urls.ts';
import type { TextForm } from './text-form.ts';

/** One way in which a secret stands in a text. */
export interface SecretForm {
  readonly name: string;
  /** In lower case: a text that contains none of them needs no search. */
  readonly signs: readonly string[];
  readonly within: readonly TextForm[];
  /** The places of the secrets; provider references are covered already. Must take linear time. */
  readonly find: (covered: string, form: TextForm) => readonly Span[];
}

const anyText: readonly TextForm[] = ['url', 'other'];
const passwordWords = ['password', 'passwd', 'passphrase', 'pwd', 'secret'];

/** All forms. To recognise another one, add a row, and a line to the first test in `find-secrets` if it needs one. */
export const secretForms: readonly SecretForm[] = [
  { name: 'the options of a JAAS line', signs: ['loginmodule'], within: ['jaas'], find: findJaasOptions },
  { name: 'userinfo of a URL', signs: ['@'], within: anyText, find: findUserinfo },
  { name: 'name=value', signs: ['='], within: anyText, find: findParameters },
  {
    name: '"name": "value" in JSON, which may break off',
    signs: ['"'],
    within: anyText,
    find: pairs(/"([^"\\]+)"\s*:\s*"([^"\\]*(?:\\.[^"\\]*)*)/dg, saysSecret),
  },
  {
    name: 'the same within a JSON text',
    signs: ['\\"'],
    within: anyText,
    find: pairs(/\\"([^"\\]+)\\"\s*:\s*\\"([^"\\]*)/dg, saysSecret),
  },
  {
    name: '<name>value</name>',
    signs: ['</'],
    within: ['other'],
    find: pairs(/<([\w.:-]+)>([^<>]*)<\//dg, saysSecret),
  },
  {
    name: 'an Authorization header',
    signs: ['authorization'],
    within: ['other'],
    find: pairs(
      /\b(authorization)["']?\s*[:=]\s*["']?(?:(?:basic|bearer|digest|token|apikey)\s+)?([^\s"',;|]+)/dgi,
    ),
  },
  {
    name: 'Bearer and Basic credentials without their header',
    signs: ['bearer', 'basic'],
    within: ['other'],
    find: pairs(/\b(bearer|basic)\s+(?=[\w+/=.~-]*(?:\d|[a-z][A-Z]|=|[._~]\w))([\w+/=.~-]{8,})/dgi),
  },
  {
    name: 'X-Api-Key and other headers of a key',
    signs: ['key', 'token'],
    within: ['other'],
    find: pairs(/(?<![\w-])((?:x-)?(?:api|auth|access)-?(?:key|token))["']?\s*:\s*["']?([^\s"',;|]+)/dgi),
  },
  {
    name: 'cookies',
    signs: ['cookie'],
    within: ['other'],
    find: pairs(/\b((?:set-)?cookie)["']?:\s*["']?([^\n"'|]+)/dgi),
  },
  {
    name: '--name value',
    signs: ['--'],
    within: ['other'],
    find: pairs(/(?<!\S)--([\w.-]+)\s+(?!-)(\S+)/dg, saysSecret),
  },
  {
    name: 'password: value, in prose and YAML',
    signs: passwordWords,
    within: ['other'],
    find: pairs(
      /(?<![\w.-])([\w.-]*(?:password|passwd|passphrase|pwd|secret))["']?\s{0,3}[:=]\s{0,3}(?!(?:yes|no|true|false|null|none)\b)["']?([^\s"',;()[\]{}][^\s"',;)}\]]*)/dgi,
    ),
  },
  {
    name: 'password "value"',
    signs: passwordWords,
    within: ['other'],
    find: pairs(/\b(password|passwd|passphrase|pwd)\s+["']([^"'\n]+)["']/dgi),
  },
  {
    name: 'user:password@host without a scheme',
    signs: ['@'],
    within: ['other'],
    find: pairs(/(?<![\w.:@-])(?!mailto:)([\w.-]+):(?!\d+@)([^\s@/,;:"'()[\]{}]+)@(?=[A-Za-z])/dgi),
  },
  {
    name: 'tokens that say what they are',
    signs: ['gh', 'github_pat_', 'glpat-', 'xox', 'sk_', 'akia', 'aiza', 'eyj'],
    within: anyText,
    find: pairs(
      /(?<![A-Za-z0-9])()(gh[pousr]_\w{16,}|github_pat_\w{20,}|glpat-[\w-]{16,}|xox[abprs]-[\w-]{10,}|sk_(?:live|test)_\w{10,}|AKIA[0-9A-Z]{16}|AIza[\w-]{30,}|eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]*)/dg,
    ),
  },
];

/** `user_alice="…"` is a password too: the server's side of PLAIN. A line that does not parse is all secret. */
function findJaasOptions(covered: string): readonly Span[] {
  const option = /(?<![\w.])([\w.]+)\s*=\s*(?:"([^"\\]*(?:\\.[^"\\]*)*)"|'([^']*)'|([^\s;"']+))/dg;
  const modules = covered.replace(option, '').split(';');
  const isWhole = modules.every((module) =>
    /^(?:[\w.$]+\s+(?:required|requisite|sufficient|optional))?$/i.test(module.trim()),
  );
  if (!isWhole) return [{ start: 0, end: covered.length }];
  return pairs(option, (name) => saysSecret(name) || name.startsWith('user_'))(covered);
}

/** Finds by a pattern whose first group is the name and whose first other group that matches is the secret. */
function pairs(pattern: RegExp, isSecret: (name: string) => boolean = () => true) {
  return (covered: string): readonly Span[] => {
    const found: Span[] = [];
    for (const match of covered.matchAll(pattern)) {
      const place = match.indices?.slice(2).find((group) => group !== undefined);
      if (place && isSecret(match[1] ?? '')) found.push({ start: place[0], end: place[1] });
    }
    return found;
  };
}
