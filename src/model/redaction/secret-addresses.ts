import type { Span } from '../span.ts';
import { isReference, looksRandom, pairs } from './secret-form.ts';

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

/**
 * The secret part of the addresses at which services take messages from everybody who knows them. The hosts are those
 * of the services' own pages; a long path below `/hooks/` or `/webhooks/` of any other host counts too.
 */
export function findWebhooks(covered: string): readonly Span[] {
  const known = knownHosts.flatMap(({ sign, find }) => (covered.includes(sign) ? find(covered) : []));
  return [...known, ...anyHost(covered)];
}

/** By a part of the host: the rest of the address after what the pattern matches. */
const knownHosts = [
  address(
    'slack',
    /hooks\.slack(?:-gov)?\.com\/(?:services|workflows|triggers)\/(?<secret>[^\s"'<>,;|)]+)/dg,
  ),
  address('discord', /discord(?:app)?\.com\/api\/(?:v\d+\/)?webhooks\/(?<secret>[^\s"'<>,;|)]+)/dg),
  address(
    'office',
    /(?:webhook\.office|outlook\.office(?:365)?)\.com\/webhookb?2?\/(?<secret>[^\s"'<>,;|)]+)/dg,
  ),
  address(
    'pagerduty',
    /events(?:\.eu)?\.pagerduty\.com\/(?:integration|generic|x-ere)\/(?<secret>[^\s"'<>,;|)]+)/dg,
  ),
  address('telegram', /api\.telegram\.org\/(?:file\/)?bot(?<secret>[^\s"'<>,;|)/?]+)/dg),
  address('datadoghq', /\.datadoghq\.(?:com|eu)\/(?:api\/)?v\d\/input\/(?<secret>[^\s"'<>,;|)]+)/dg),
  address('zapier', /hooks\.zapier\.com\/hooks\/(?<secret>[^\s"'<>,;|)]+)/dg),
  address('ifttt', /maker\.ifttt\.com\/(?<secret>[^\s"'<>,;|)]+)/dg),
  address('victorops', /alert\.victorops\.com\/integrations\/(?<secret>[^\s"'<>,;|)]+)/dg),
  address('sumologic', /\.sumologic\.com\/receiver\/v\d\/http\/(?<secret>[^\s"'<>,;|)]+)/dg),
  address('loggly', /\.loggly\.com\/(?:inputs|bulk)\/(?<secret>[^\s"'<>,;|)]+)/dg),
  address('webexapis', /webexapis\.com\/v\d\/webhooks\/incoming\/(?<secret>[^\s"'<>,;|)]+)/dg),
  address(
    'open-apis',
    /open\.(?:feishu\.cn|larksuite\.com)\/open-apis\/bot\/v\d\/hook\/(?<secret>[^\s"'<>,;|)]+)/dg,
  ),
  address('hc-ping', /hc-ping\.com\/(?<secret>[^\s"'<>,;|)]+)/dg),
  address('hook.', /hook\.(?:[\w-]+\.)?(?:make|integromat)\.com\/(?<secret>[^\s"'<>,;|)]+)/dg),
  address('infura', /infura\.io\/v\d\/(?<secret>[^\s"'<>,;|)]+)/dg),
  address('alchemy', /\.alchemy(?:api)?\.(?:com|io)\/v\d\/(?<secret>[^\s"'<>,;|)]+)/dg),
  address('airtable', /hooks\.airtable\.com\/workflows\/(?<secret>[^\s"'<>,;|)]+)/dg),
];

function address(sign: string, pattern: RegExp) {
  const isSecret = (_name: string, path: string) =>
    !path.split('/').every((segment) => segment === '' || isReference(segment));
  return { sign, find: pairs(pattern, isSecret) };
}

const anyHost = pairs(/\/(?:web-?)?hooks?\/(?<secret>[\w-][^\s"'<>,;|)?#]*)/dgi, (_name, path) =>
  path.split('/').some((segment) => segment.length >= 16 && looksRandom(segment)),
);
