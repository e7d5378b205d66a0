import type { Span } from '../span.ts';
import { pairs } from './secret-form.ts';

/**
 * The passwords of `user:password@host` without a scheme, and of each in a list; also `:password@host` of Redis. Not
 * `mailto:user@host`, `From:user@host`, `image:tag@sha256:…` and `1@controller:9093,2@controller:9093`.
 */
export function findBareUserinfo(covered: string): readonly Span[] {
  const found: Span[] = [];
  for (const { 0: word, index } of covered.matchAll(/[^\s,;"'()[\]{}]+/g)) {
    const end = word.lastIndexOf('@');
    if (end < 0 || !isHost(word.slice(end + 1), covered[index + word.length])) continue;
    const start = word.indexOf('=') + 1;
    const colon = word.indexOf(':', start > end ? 0 : start);
    if (colon < 0 || colon > end) continue;
    const secret = word.slice(colon + 1, end);
    if (isUser(word.slice(start > colon ? 0 : start, colon)) && isPassword(secret)) {
      found.push({ start: index + colon + 1, end: index + end });
    }
  }
  return found;
}

/** A name or an IP address, with a port, a path or nothing behind it; an IPv6 address stands in brackets. */
function isHost(text: string, next: string | undefined): boolean {
  if (text === '') return next === '[';
  return /^[\p{L}\d][\w-]*(?:[.:/?]|$)/u.test(text) && !/^sha\d/.test(text);
}

function isUser(text: string): boolean {
  return /^[\p{L}\w.%-]*$/u.test(text) && !addresses.test(text);
}

/** Digits alone may be a port or a time; the rest of a URL is none of this. */
function isPassword(text: string): boolean {
  return text !== '' && !/^[a-z\d+.-]*:?\//i.test(text) && (/[^\d:]/.test(text) || /^\d{4,}$/.test(text));
}

/** What stands before the colon of an e-mail address. */
const addresses =
  /^(?:mailto|sips?|xmpp|acct|e?mail|from|to|b?cc|reply-to|sender|contact|owner|author|maintainer|user|username|principal|login|account|git|urn|arn|jdbc)$/i;

/**
 * `scott/tiger@//db:1521/x` and `scott/tiger@db:1521/x`, as Oracle's clients take them. `kafka/host@REALM` is a
 * principal of Kerberos, and has no port.
 */
export function findOracleLogins(covered: string): readonly Span[] {
  return oracle(covered);
}

const oracle = pairs(
  /(?<![\w/.@$#-])(?<secret>[A-Za-z][\w$#]*\/[^\s/@,;]+)@(?:\/\/[\w.-]+|[\w.-]+:\d+[:/]|\()/dg,
);
