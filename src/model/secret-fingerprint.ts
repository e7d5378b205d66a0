import type { Config } from './config.ts';
import { isMasked } from './masked-value.ts';

/**
 * The fingerprint of the secrets of one connector. It is stored in the config, so that a changed secret shows as a
 * difference where the worker masks the secret itself (decision 35). Its text is `v1:KEYID:ENTRY.ENTRY`.
 */
export interface SecretFingerprint {
  /** The config key that holds it: `secrets.fingerprint` of the project file. */
  readonly key: string;
  /** Identifies the HMAC key that it is made with. */
  readonly keyId: string;
  /** One entry for each secret, by its config key, sorted: `tagLength` characters for the key, the rest for the value. */
  readonly entries: ReadonlyMap<string, string>;
  /** What the fingerprint in a live config says about these secrets. */
  readonly compare: (live: Config) => FingerprintComparison;
}

/** A fingerprint before it can be compared. */
export type FingerprintParts = Omit<SecretFingerprint, 'compare'>;

/** The characters of an entry that stand for the config key; base64url, 24 bits. */
export const tagLength = 4;

/** What a stored fingerprint says about the declared secrets. */
export interface FingerprintComparison {
  /** Keys whose secret is the one that was written last. */
  readonly same: readonly string[];
  /** Keys with another secret. */
  readonly rotated: readonly string[];
  /** Keys that the stored fingerprint does not cover. */
  readonly added: readonly string[];
  /** It was made with another HMAC key, or is no fingerprint: nothing can be said of any secret. */
  readonly isOther: boolean;
}

/** The text to store; undefined where the connector has no secret. */
export function fingerprintText({ keyId, entries }: FingerprintParts): string | undefined {
  return entries.size === 0 ? undefined : `${version}:${keyId}:${[...entries.values()].join('.')}`;
}

const version = 'v1';

const nothing: FingerprintComparison = { same: [], rotated: [], added: [], isOther: false };

/** Makes a fingerprint that can be compared with the one that a live config holds. */
export function comparable(parts: FingerprintParts): SecretFingerprint {
  return { ...parts, compare: (live) => compare(parts, live) };
}

function compare({ key, keyId, entries }: FingerprintParts, live: Config): FingerprintComparison {
  if (entries.size === 0) return nothing;
  const stored = live.get(key);
  // A worker that masks by the name of a key may mask the fingerprint itself.
  if (isMasked(key, stored)) return nothing;
  if (stored === undefined) return { ...nothing, added: [...entries.keys()] };
  const [storedVersion, storedKey, text] = stored.split(':');
  if (storedVersion !== version || storedKey !== keyId || text === undefined)
    return { ...nothing, isOther: true };
  const known = new Set(text.split('.'));
  const tags = new Set([...known].map((entry) => entry.slice(0, tagLength)));
  const found = { same: [] as string[], rotated: [] as string[], added: [] as string[], isOther: false };
  for (const [key, entry] of entries) {
    if (known.has(entry)) found.same.push(key);
    else if (tags.has(entry.slice(0, tagLength))) found.rotated.push(key);
    else found.added.push(key);
  }
  return found;
}
