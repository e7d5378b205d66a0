import { jsonDigest } from '../model/digest.ts';
import type { SavedPlan } from '../model/saved-plan.ts';

/**
 * The digest of a saved plan, which is what `--expect-digest` takes: of one cluster that of its plan, as the marker in
 * a Markdown document has it too; of several, or with problems, over the digests of all and the problems.
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
