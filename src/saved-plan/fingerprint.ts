import { createHash, createHmac } from 'node:crypto';
import { canonicalJson } from '../model/canonical-json.ts';
import type { Config } from '../model/config.ts';
import { inspectValue } from '../model/redaction/secret-value.ts';
import type { SavedSecret } from '../model/saved-plan.ts';

/** What of a configuration counts: not what is secret, and not what another actor owns. */
export interface Fingerprinting {
  readonly secrets: readonly Pick<SavedSecret, 'key' | 'extent'>[];
  readonly ignoreKeys: readonly string[];
}

/** Stands for a secret within a value of which the rest is shown. */
export const mark = '(sensitive)';

/**
 * The part of a configuration that is no secret: keys whose value is secret as a whole are left out, what is secret
 * in the others is replaced by one mark.
 */
export function readablePart(config: Config, { secrets, ignoreKeys }: Fingerprinting): Map<string, string> {
  const extents = new Map(secrets.map(({ key, extent }) => [key, extent]));
  const ignored = new Set(ignoreKeys);
  const readable = [...config].flatMap(([key, value]): [string, string][] => {
    const extent = extents.get(key);
    if (ignored.has(key) || extent === 'whole') return [];
    return [[key, extent === 'part' ? withoutSecrets(value) : value]];
  });
  return new Map(readable);
}

/** The same of a value as it is shown, with its numbered marks: `(sensitive #3)`. */
export function withoutNumbers(shown: string): string {
  return shown.replace(/\(sensitive #\d+\)/g, mark);
}

/** A value with one mark in place of each secret that its structure gives away. */
export function withoutSecrets(value: string): string {
  let [text, at] = ['', 0];
  for (const { start, end } of inspectValue(value).secrets) {
    text += value.slice(at, start) + mark;
    at = end;
  }
  return text + value.slice(at);
}

/** SHA-256 over the readable part of a configuration: `sha256:…`. Nothing of a secret is in it. */
export function configDigest(config: Config, fingerprinting: Fingerprinting): string {
  const readable = Object.fromEntries(readablePart(config, fingerprinting));
  return `sha256:${createHash('sha256').update(canonicalJson(readable)).digest('hex')}`;
}

/** A key that only those know who make and apply plans, and what keeps a seal from fitting anything else. */
export interface Sealing {
  /** CONNECT_SYNC_PLAN_KEY. */
  readonly planKey: string;
  /** When the plan was made: the same secret has another seal in every plan. */
  readonly createdAt: string;
  readonly cluster: string;
}

/** HMAC-SHA-256 over a configuration with its secrets: `hmac-sha256:…`. Without the key nobody can try candidates. */
export function configSeal(
  name: string,
  config: Config,
  { sealing, ignoreKeys }: { readonly sealing: Sealing; readonly ignoreKeys: readonly string[] },
): string {
  const { planKey, createdAt, cluster } = sealing;
  const kept = Object.fromEntries([...config].filter(([key]) => !ignoreKeys.includes(key)));
  const text = canonicalJson({ use: 'connect-sync/saved-plan', createdAt, cluster, name, config: kept });
  return `hmac-sha256:${createHmac('sha256', planKey).update(text).digest('hex')}`;
}
