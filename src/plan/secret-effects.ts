import type { UpdateChange } from '../model/change.ts';
import { compareWithStored } from '../model/secret-fingerprint.ts';

/** What an update does to secrets, in sentences without values. */
export interface SecretEffects {
  /** Why it is an update, where nothing else shows it. */
  readonly first: readonly string[];
  /** What is written along with it. */
  readonly last: readonly string[];
}

/** The effects of an update on secrets: rotated ones, rewritten ones, and masked ones that are written unseen. */
export function secretEffects(change: UpdateChange): SecretEffects {
  const { rotated, added, isOther } = compareWithStored(change.desired, change.live);
  const rewrites = change.rewrites ?? [];
  const named = new Set([...rotated, ...rewrites]);
  const unseen = (change.incomparable ?? []).filter((key) => !named.has(key));
  return {
    first: [
      ...(rotated.length > 0 ? [`rotates ${rotated.join(', ')}`] : []),
      ...(added.length > 0 ? [`adds ${added.join(', ')} to its fingerprint of secrets`] : []),
      ...(isOther ? [otherKey] : []),
      ...rewrites
        .filter((key) => !rotated.includes(key))
        .map((key) => `rewrites ${key} (masked by the worker, cannot be compared)`),
    ],
    last: unseen.map((key) => `also writes ${key}, which the worker masks: so a difference cannot be seen`),
  };
}

const otherKey =
  'renews its fingerprint of secrets, which was made with another key (CONNECT_SYNC_FINGERPRINT_KEY, else CONNECT_SYNC_PLAN_KEY)';
