import { createHash } from 'node:crypto';
import { canonicalJson } from './canonical-json.ts';
import type { PlanView } from './plan-view.ts';

/**
 * SHA-256 of what a plan shows, as `sha256:` and 64 hexadecimal digits. Equal views have equal digests, whatever the
 * order of their keys. It is taken over the redacted view alone: nothing of a secret is in it, and a rotation
 * between two secrets that show alike does not change it.
 */
export function planDigest(view: PlanView): string {
  return jsonDigest(view);
}

/** SHA-256 of any value that JSON can hold, written in one way only; as `sha256:` and 64 hexadecimal digits. */
export function jsonDigest(value: unknown): string {
  return `sha256:${createHash('sha256').update(canonicalJson(value)).digest('hex')}`;
}
