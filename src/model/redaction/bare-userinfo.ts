import type { Span } from '../span.ts';
import { pairs } from './secret-form.ts';

/**
 * The passwords of `user:password@host` without a scheme, and of each in a list; also `:password@host` of Redis. Not
 * `mailto:user@host`, `From:user@host`, `image:tag@sha256:…` and `1@controller:9093,2@controller:9093`.
 */
export function findBareUserinfo(covered: string): readonly Span[] {
  return userinfo(covered);
}

const userinfo = pairs(
  /(?<![\p{L}\w.:@/%-])(?<name>[\p{L}\w.%-]*):(?<secret>[^\s@,;"'()[\]{}:/][^\s@,;"'()[\]{}]*)@(?!sha\d)(?=[\p{L}\d][\w-]*(?:[.:/,;\s"'?]|$)|\[)/dgu,
  (name, secret) =>
    !addresses.test(name) && (/[^\d:]/.test(secret) || (name !== '' && /^\d{4,}$/.test(secret))),
);

/** What stands before the colon of an e-mail address. */
const addresses =
  /^(?:mailto|sips?|xmpp|acct|e?mail|from|to|b?cc|reply-to|sender|contact|owner|author|maintainer|user|username|principal|login|account|git|urn|arn)$/i;

/**
 * `scott/tiger@//db:1521/x` and `scott/tiger@db:1521/x`, as Oracle's clients take them. `kafka/host@REALM` is a
 * principal of Kerberos, and has no port.
 */
export function findOracleLogins(covered: string): readonly Span[] {
  return oracle(covered);
}

const oracle = pairs(
  /(?<![\w/.@-])(?<secret>[A-Za-z][\w$#]*\/[^\s/@,;]+)@(?:\/\/[\w.-]+|[\w.-]+:\d+[:/]|\()/dg,
);
