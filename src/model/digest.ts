import { createHash, createHmac } from 'node:crypto';
import { canonicalJson } from './canonical-json.ts';
import type { PlanView } from './plan-view.ts';
import type { SavedPlan } from './saved-plan.ts';

/**
 * SHA-256 of a plan as it is shown, as `sha256:` and 64 hexadecimal digits. Equal views have equal digests, whatever
 * the order of their keys. Only the redacted view is hashed: the digest discloses nothing of a secret, and exchanging
 * one secret for another that is masked alike does not change it.
 */
export function planDigest(view: PlanView): string {
  return jsonDigest(view);
}

/**
 * The digest over the plans of all clusters, in the order in which they were chosen, as `apply --expect-digest` compares
 * it without a saved plan. For one cluster it is the digest of its plan, as in the marker of a Markdown document.
 */
export function plansDigest(digests: readonly string[]): string {
  const [only, ...others] = digests;
  return only !== undefined && others.length === 0 ? only : jsonDigest({ clusters: digests });
}

/**
 * The digest of a saved plan, which `apply PLAN --expect-digest` compares. It covers everything in the file, because all
 * of it decides what may be done: the time, the options, the selection and the fingerprints as well as the plans. Of the
 * seal it covers whether there is one; the seal itself covers the digest.
 */
export function savedPlanDigest(saved: Omit<SavedPlan, 'digest'>): string {
  return jsonDigest({ ...saved, digest: undefined, seal: saved.seal !== null });
}

/** Whether the digests in a saved plan are those of its content. */
export function hasOwnDigests(saved: SavedPlan): boolean {
  const digests = saved.clusters.map(({ plan }) => planDigest(plan));
  return (
    saved.clusters.every(({ digest }, index) => digest === digests[index]) &&
    saved.planDigest === plansDigest(digests) &&
    saved.digest === savedPlanDigest(saved)
  );
}

/** SHA-256 of a JSON value in its canonical form, as `sha256:` and 64 hexadecimal digits. */
export function jsonDigest(value: unknown): string {
  return `sha256:${createHash('sha256').update(canonicalJson(value)).digest('hex')}`;
}

/** A shorter key of an HMAC could be guessed, and then every secret that it protects. In characters. */
export const shortestKey = 16;

/**
 * HMAC-SHA-256 over a list of texts, in base64url, cut to a number of characters (6 bits each). The list is framed as
 * JSON, so two lists never give the same input.
 */
export function keyedDigest(key: string, texts: readonly string[], characters: number): string {
  return createHmac('sha256', key).update(JSON.stringify(texts)).digest('base64url').slice(0, characters);
}

/** The signature of a webhook: HMAC-SHA256 of the text, in base64 (Standard Webhooks, `v1`). */
export function webhookSignature(key: Uint8Array, text: string): string {
  return createHmac('sha256', key).update(text).digest('base64');
}
