import { createHmac } from 'node:crypto';
import { canonicalJson } from '../model/canonical-json.ts';
import type { Config } from '../model/config.ts';
import { jsonDigest } from '../model/digest.ts';
import { matchesAnyGlob } from '../model/name-glob.ts';
import type { PlanView } from '../model/plan-view.ts';
import { findSecrets } from '../model/redaction/find-secrets.ts';
import type { SavedSecret } from '../model/saved-plan.ts';
import { replaceSpans } from '../model/span.ts';

/** What a fingerprint leaves out: secrets, and keys that are managed elsewhere. */
export interface Fingerprinting {
  readonly secrets: readonly Pick<SavedSecret, 'key' | 'extent'>[];
  readonly ignoreKeys: readonly string[];
}

/** Replaces a secret in a value whose other parts are shown. */
export const mask = '(sensitive)';

/**
 * The part of a configuration that is not secret: values that are secret as a whole are left out, secrets within other
 * values are masked.
 */
export function readablePart(config: Config, { secrets, ignoreKeys }: Fingerprinting): Map<string, string> {
  const extents = new Map(secrets.map(({ key, extent }) => [key, extent]));
  const readable = [...config].flatMap(([key, value]): [string, string][] => {
    const extent = extents.get(key);
    if (matchesAnyGlob(ignoreKeys, key) || extent === 'whole') return [];
    return [[key, extent === 'part' ? maskSecrets(value) : value]];
  });
  return new Map(readable);
}

/** A redacted value with the numbers of its masks removed: `(sensitive #3)` becomes `(sensitive)`. */
export function withoutNumbers(shown: string): string {
  return shown.replace(/\(sensitive #\d+\)/g, mask);
}

/** A value with every secret masked that its structure reveals, such as the password in a URL. */
export function maskSecrets(value: string): string {
  return replaceSpans(value, findSecrets(value).spans, () => mask);
}

/** SHA-256 over the part of a configuration that is not secret: `sha256:…`. */
export function configDigest(config: Config, fingerprinting: Fingerprinting): string {
  return jsonDigest(Object.fromEntries(readablePart(config, fingerprinting)));
}

/** The plan key, and what binds a seal to one plan of one cluster. */
export interface Sealing {
  /** CONNECT_SYNC_PLAN_KEY. */
  readonly planKey: string;
  /** When the plan was made, so that the same secret has a different seal in every plan. */
  readonly createdAt: string;
  readonly cluster: string;
}

/** What binds the seals of a saved plan of one cluster; undefined without a plan key. */
export function sealingFor(
  { cluster }: Pick<PlanView, 'cluster'>,
  createdAt: string,
  planKey: string | undefined,
): Sealing | undefined {
  return planKey === undefined
    ? undefined
    : { planKey, createdAt, cluster: cluster.kafkaClusterId ?? cluster.url };
}

/** HMAC-SHA-256 over a configuration with its secrets: `hmac-sha256:…`. Without the key no secret can be guessed. */
export function configSeal(
  name: string,
  config: Config,
  { sealing, ignoreKeys }: { readonly sealing: Sealing; readonly ignoreKeys: readonly string[] },
): string {
  const { planKey, createdAt, cluster } = sealing;
  const sealed = Object.fromEntries([...config].filter(([key]) => !matchesAnyGlob(ignoreKeys, key)));
  const text = canonicalJson({ use: 'connect-sync/saved-plan', createdAt, cluster, name, config: sealed });
  return `hmac-sha256:${createHmac('sha256', planKey).update(text).digest('hex')}`;
}
