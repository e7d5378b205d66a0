import { createHash } from 'node:crypto';
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
 * The digest that `--expect-digest` takes. For one cluster it is the digest of its plan, as in the marker of a Markdown
 * document; for several clusters, or with problems, it covers all digests and the problems.
 */
export function savedPlanDigest({
  clusters,
  problems,
}: {
  readonly clusters: readonly { readonly digest: string }[];
  readonly problems: SavedPlan['problems'];
}): string {
  const [only] = clusters;
  if (only && clusters.length === 1 && problems.length === 0) return only.digest;
  return jsonDigest({ clusters: clusters.map(({ digest }) => digest), problems });
}

/** SHA-256 of a JSON value in its canonical form, as `sha256:` and 64 hexadecimal digits. */
export function jsonDigest(value: unknown): string {
  return `sha256:${createHash('sha256').update(canonicalJson(value)).digest('hex')}`;
}
