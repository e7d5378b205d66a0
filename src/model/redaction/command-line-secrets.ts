import type { Span } from '../span.ts';
import { pairs } from './secret-form.ts';
import { saysSecret } from './secret-key-name.ts';

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
