import { coverReferences, isReference } from './provider-reference.ts';
import { saysSecret } from './secret-key-name.ts';

/** What the text of a value shows of itself, whatever its key is called. */
export interface ValueStructure {
  /** In a URL only the secret stretches need to be replaced; of anything else nothing is shown. */
  readonly form: 'url' | 'jaas' | 'other';
  /** Secrets that stand there in clear, in the order of the text, never overlapping. */
  readonly secrets: readonly Stretch[];
  /** Whether it has places for secrets, all filled with provider references. */
  readonly refersToSecrets: boolean;
}

/** A part of a text: from `start` to before `end`, in UTF-16 units. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/**
 * Finds secrets by the structure of a value: userinfo and secret parameters of URLs, JAAS lines, PEM, connection
 * strings with `password=` and the like, JSON with a `"password"`, an Authorization header.
 */
export function inspectValue(text: string): ValueStructure {
  if (!mayHoldSecret.test(text)) return { form: 'other', secrets: [], refersToSecrets: false };
  const covered = coverReferences(text);
  const form = formOf(covered);
  const places = form === 'url' ? urlPlaces(covered) : textPlaces(covered, form);
  const found = places.filter((place) => place.end > place.start);
  const secrets = found.filter((place) => !isReference(covered.slice(place.start, place.end)));
  return { form, secrets: merge(secrets), refersToSecrets: found.length > 0 && secrets.length === 0 };
}

/** Nearly all values are numbers, names and words, and need no closer look. */
const mayHoldSecret = /[=:]|-----BEGIN|LS0tLS1CRUdJTi/;

function formOf(covered: string): ValueStructure['form'] {
  if (/LoginModule\s+(?:required|requisite|sufficient|optional)\b/i.test(covered)) return 'jaas';
  if (isOpaque(covered)) return 'other';
  return /^\s*(?:jdbc:|(?:[a-z][a-z0-9+.-]*:){1,3}\/\/)/i.test(covered) ? 'url' : 'other';
}

/** PEM (also in base64) and files given inline: keys and keystores, of which nothing is to be seen. */
function isOpaque(covered: string): boolean {
  return /-----BEGIN [^-]*-----|LS0tLS1CRUdJTi|^\s*data:[^,]*;base64,(?!\$?\uE000)/.test(covered);
}

function urlPlaces(covered: string): Stretch[] {
  return [...userinfos(covered), ...parameters(covered, 'url')];
}

function textPlaces(covered: string, form: ValueStructure['form']): Stretch[] {
  if (isOpaque(covered)) return [{ start: 0, end: covered.length }];
  if (form === 'jaas') return jaasOptions(covered);
  return [
    ...userinfos(covered),
    ...parameters(covered, 'text'),
    ...jsonProperties(covered),
    ...authorizations(covered),
  ];
}

/** Bounds the search in hostile values; real ones are shorter by far. */
const longestUserinfo = 4096;

/** Azure writes the container there, which is no secret: `abfss://container@account.dfs.core.windows.net`. */
const containerSchemes = /(?:abfss?|wasbs?)$/i;

/** The userinfo of every URL in the text; `user:${file:…}` counts by its password alone. */
function userinfos(covered: string): Stretch[] {
  const oracle = /^\s*jdbc:oracle:\w+:([^@\s]\S*)@/di.exec(covered)?.indices?.[1];
  const found: Stretch[] = oracle ? [{ start: oracle[0], end: oracle[1] }] : [];
  for (const match of covered.matchAll(/:\/\//g)) {
    if (containerSchemes.test(covered.slice(Math.max(0, match.index - 6), match.index))) continue;
    const start = match.index + 3;
    const length = userinfoLength(covered.slice(start, start + longestUserinfo));
    if (length > 0) found.push(withoutReadableUser(covered, { start, end: start + length }));
  }
  return found;
}

function userinfoLength(rest: string): number {
  const regular = /^([^\s/?#]*)@/.exec(rest);
  if (regular) return regular[1]?.length ?? 0;
  // A password with an unescaped `/`, `?` or `#`, which some drivers take. `host:8080/a@b` is none.
  const own = rest.split(/,\s*[a-z][a-z0-9+.-]*:\/\//i, 1)[0] ?? '';
  return /^([^\s/?#@:[\]]+:(?![\d\uE000$]+(?:[/?#,]|$))[^\n]*)@/.exec(own)?.[1]?.length ?? 0;
}

function withoutReadableUser(covered: string, userinfo: Stretch): Stretch {
  const colon = covered.indexOf(':', userinfo.start);
  if (colon < 0 || colon >= userinfo.end) return userinfo;
  const password = { start: colon + 1, end: userinfo.end };
  return isReference(covered.slice(password.start, password.end)) ? password : userinfo;
}

/** Parameters of URLs that hold a signature or a key under a short name: `sig` of Azure, `key` of Google. */
const shortParameters = new Set(['auth', 'code', 'key', 'pw', 'sas', 'sig', 'signature']);

/** The values of `password=…` and its like: in the query of a URL, in `;` lists, between spaces. */
function parameters(covered: string, context: 'url' | 'text'): Stretch[] {
  const found: Stretch[] = [];
  const end = context === 'url' ? endInUrl : endInText(covered);
  let done = 0;
  for (const match of covered.matchAll(/(^|[?&;,:|({[\s])([\w.$-]+)=/g)) {
    const name = match[2] ?? '';
    if (match.index < done) continue;
    const isShort = context === 'url' && shortParameters.has(name.toLowerCase());
    if (!isShort && !saysSecret(name)) continue;
    const start = match.index + match[0].length;
    done = start + parameterLength(covered.slice(start), end(match[1] ?? ''));
    found.push({ start, end: done });
  }
  return found;
}

/**
 * What ends the value of a parameter, given the character before its name. Where two readings are possible, the later
 * end counts: rather too much is masked than the rest of a password shown.
 */
function endInUrl(separator: string): RegExp {
  return /[?&]/.test(separator) ? /&/ : /;/;
}

function endInText(covered: string): () => RegExp {
  const end = covered.includes(';') ? /;/ : covered.includes('&') ? /&/ : /\s/;
  return () => end;
}

function parameterLength(rest: string, end: RegExp): number {
  const quoted = /^(?:\{(?:[^}]|\}\})*\}|"[^"]*"|'[^']*')/.exec(rest)?.[0];
  if (quoted !== undefined) return quoted.length;
  const index = rest.search(end);
  return index < 0 ? rest.length : index;
}

function jsonProperties(covered: string): Stretch[] {
  return pairs(covered, /"([^"\\]+)"\s*:\s*"((?:[^"\\]|\\.)*)"/dg, saysSecret);
}

/** `user_alice="…"` is a password too: the server's side of PLAIN. A line that does not parse is all secret. */
function jaasOptions(covered: string): Stretch[] {
  const option = /(?<![\w.])([\w.]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([^\s;"']+))/dg;
  const modules = covered.replace(option, '').split(';');
  const isWhole = modules.every((module) =>
    /^(?:[\w.$]+\s+(?:required|requisite|sufficient|optional))?$/i.test(module.trim()),
  );
  if (!isWhole) return [{ start: 0, end: covered.length }];
  return pairs(covered, option, (name) => saysSecret(name) || name.startsWith('user_'));
}

function authorizations(covered: string): Stretch[] {
  return pairs(
    covered,
    /\b(authorization)["']?\s*[:=]\s*["']?(?:(?:basic|bearer|digest|token|apikey)\s+)?([^\s"',;|]+)/dgi,
    () => true,
  );
}

function pairs(covered: string, pattern: RegExp, isSecret: (name: string) => boolean): Stretch[] {
  const found: Stretch[] = [];
  for (const match of covered.matchAll(pattern)) {
    const place = match.indices?.slice(2).find((group) => group !== undefined);
    if (place && isSecret(match[1] ?? '')) found.push({ start: place[0], end: place[1] });
  }
  return found;
}

function merge(stretches: readonly Stretch[]): Stretch[] {
  const merged: Stretch[] = [];
  for (const next of [...stretches].sort((one, other) => one.start - other.start)) {
    const last = merged.at(-1);
    if (last && next.start < last.end) {
      merged[merged.length - 1] = { start: last.start, end: Math.max(last.end, next.end) };
    } else merged.push(next);
  }
  return merged;
}
