import type { Span } from '../span.ts';
import type { TextForm } from './secret-form.ts';
import { isReference } from './secret-form.ts';
import { saysSecret } from './secret-key-name.ts';

/** The userinfo of every URL in the text; `user:${file:…}` counts by its password alone. */
export function findUserinfo(covered: string): readonly Span[] {
  const found: Span[] = [...oracleUserinfo(covered)];
  let done = 0;
  let at = 0;
  for (const match of covered.matchAll(/(?:^|[:\s"'=,(<[])\/\//g)) {
    if (match.index < done) continue;
    if (containerSchemes.test(covered.slice(Math.max(0, match.index - 6), match.index))) continue;
    const start = match.index + match[0].length;
    if (at < start) at = covered.indexOf('@', start);
    if (at < 0) break;
    if (at - start > longestUserinfo) continue;
    const length = userinfoLength(covered.slice(start, start + longestUserinfo));
    if (length === 0) continue;
    done = start + length;
    found.push(withoutReadableUser(covered, { start, end: done }));
  }
  return [...found, ...foldedUserinfo(covered)];
}

/** `jdbc:oracle:thin:scott/tiger@db`, at the start of a value with any password, and anywhere in a text. */
function oracleUserinfo(covered: string): readonly Span[] {
  const whole = /^\s*jdbc:oracle:\w+:([^@\s]\S*)@/di.exec(covered)?.indices?.[1];
  const within = [...covered.matchAll(/jdbc:oracle:\w+:([^@\s:]+)@/dgi)].map(({ indices }) => indices?.[1]);
  return [whole, ...within].flatMap((place) => (place ? [{ start: place[0], end: place[1] }] : []));
}

/** Java's URI takes one of two slashes away: `jdbc:mysql:/app:secret@db/x`. */
function foldedUserinfo(covered: string): readonly Span[] {
  const found: Span[] = [];
  for (const match of covered.matchAll(/:\/(?!\/)([^\s/?#@:]+:[^\s/?#@]+)@/dg)) {
    const place = match.indices?.[1];
    if (place) found.push(withoutReadableUser(covered, { start: place[0], end: place[1] }));
  }
  return found;
}

/** Bounds the search in hostile values; real ones are shorter by far. */
const longestUserinfo = 4096;

/** Azure writes the container there, which is no secret: `abfss://container@account.dfs.core.windows.net`. */
const containerSchemes = /(?:abfss?|wasbs?)$/i;

function userinfoLength(rest: string): number {
  const regular = /^([^\s/?#]*)@/.exec(rest);
  if (regular) return regular[1]?.length ?? 0;
  // A password with an unescaped `/`, `?` or `#`, which some drivers take. `host:8080/a@b` is none.
  if (!/^[^\s/?#@:[\]]+:(?![\d\uE000$]+(?:[/?#,]|$))/.test(rest)) return 0;
  const own = rest.split(/,\s*[a-z][a-z0-9+.-]*:\/\//i, 1)[0] ?? '';
  return /^([^\n]*)@/.exec(own)?.[1]?.length ?? 0;
}

function withoutReadableUser(covered: string, userinfo: Span): Span {
  const colon = covered.indexOf(':', userinfo.start);
  if (colon < 0 || colon >= userinfo.end) return userinfo;
  const password = { start: colon + 1, end: userinfo.end };
  return isReference(covered.slice(password.start, password.end)) ? password : userinfo;
}

/** Parameters of URLs that hold a signature or a key under a short name: `sig` of Azure, `key` of Google. */
const shortParameters = new Set(['auth', 'code', 'key', 'pw', 'sas', 'sig', 'signature']);

/** Parameters with a prefix of their service: presigned URLs. Also those that carry a session. */
const signature =
  /^(?:x-(?:amz|goog|oss|cos|obs|tos|bce)-(?:signature|credential|security-token)|q-signature|hdn(?:ts|ea)|jsessionid|phpsessid|session_?id|samlresponse|assertion)$/i;

/** The values of `password=…` and its like: in the query of a URL, in `;` lists, between spaces. */
export function findParameters(covered: string, form: TextForm): readonly Span[] {
  const found: Span[] = [];
  const endOf = form === 'url' ? endInUrl : endInText(covered);
  const quoted = quotedLength(covered);
  const isStatement = /^\s*(?:select|insert|update|delete|merge|with)\s/i.test(covered);
  let done = 0;
  for (const match of covered.matchAll(/(^|[?&#;,:|({[<"'`\s\\])([\p{L}\w.$-]+)=(?![=>])/gu)) {
    const [, separator = '', name = ''] = match;
    if (match.index < done || !isSecretParameter(name, separator, form)) continue;
    const start = match.index + match[0].length;
    if (isStatement && covered[start] === ':') continue;
    done =
      start +
      (quoted(start) ??
        plainLength(covered, start, { end: endOf(separator), isInQuery: /[?&#]/.test(separator) }));
    found.push({ start, end: done });
  }
  return found;
}

function isSecretParameter(name: string, separator: string, form: TextForm): boolean {
  if (saysSecret(name) || signature.test(name)) return true;
  const isInQuery = form === 'url' || /[?&#]/.test(separator);
  return isInQuery && shortParameters.has(name.toLowerCase());
}

/**
 * What ends the value of a parameter, given the character before its name. Where two readings are possible, the later
 * end counts: rather too much is masked than the rest of a password shown.
 */
function endInUrl(separator: string): RegExp {
  return /[?&#]/.test(separator) ? /&/g : /;/g;
}

function endInText(covered: string): () => RegExp {
  const end = covered.includes(';') ? /;/g : covered.includes('&') ? /&/g : /\s/g;
  return () => end;
}

/** The last parameter of a query ends with the URL, at white space. */
function plainLength(
  covered: string,
  start: number,
  { end, isInQuery }: { readonly end: RegExp; readonly isInQuery: boolean },
): number {
  end.lastIndex = start;
  const found = end.exec(covered)?.index;
  if (found !== undefined) return found - start;
  const rest = covered.length - start;
  if (!isInQuery) return rest;
  const space = covered.slice(start, start + longestParameter).search(/\s/);
  return space < 0 ? rest : space;
}

/** Bounds the search for the end of a value. */
const longestParameter = 8192;

/** The length of a value in quotes or braces. Each closing character is searched for in vain once at most. */
function quotedLength(covered: string): (start: number) => number | undefined {
  const unclosed = new Set<string>();
  return (start) => {
    const open = covered[start] ?? '';
    const close = closing[open];
    if (close === undefined || unclosed.has(open)) return undefined;
    let end = covered.indexOf(close, start + 1);
    // A closing brace is doubled within braces.
    while (close === '}' && end >= 0 && covered[end + 1] === '}') end = covered.indexOf('}', end + 2);
    if (end >= 0) return end + 1 - start;
    unclosed.add(open);
    return undefined;
  };
}

const closing: Readonly<Record<string, string>> = { '{': '}', '"': '"', "'": "'" };
