import { planDigest, savedPlanDigest } from '../model/digest.ts';
import { ConnectSyncError } from '../model/error.ts';
import type { PlanView } from '../model/plan-view.ts';
import type { ApplyGate } from './apply-order.ts';

/**
 * The error if a plan is not the expected one; undefined if it is. An empty or malformed digest is an error too, and so
 * is a plan without a digest to compare, so that `--expect-digest` never allows more.
 */
export function digestMismatch(expected: string, found: string | undefined): ConnectSyncError | undefined {
  if (!/^sha256:[0-9a-f]{64}$/.test(expected)) {
    const what = expected.trim() === '' ? 'is empty' : 'is not a digest';
    return refused(`--expect-digest ${what}: expected sha256: and 64 hexadecimal digits`);
  }
  if (found === undefined) return refused('the digest cannot be compared, because a cluster has no plan');
  return found === expected
    ? undefined
    : refused(`the digest of this plan is ${found}, which is not the expected one`);
}

function refused(message: string): ConnectSyncError {
  return new ConnectSyncError({
    code: 'digest-mismatch',
    message,
    hint: 'no changes made; use the digest of the reviewed plan (from plan --out, or from its comment)',
    category: 'plan-refused',
  });
}

/**
 * Holds the plans that were just made against a digest before the first write: those of all clusters together, since
 * the digest is over them all. `labels`: the clusters, in the order in which they were chosen.
 */
export function digestGate(expected: string, labels: readonly string[]): ApplyGate {
  const malformed = digestMismatch(expected, expected);
  if (malformed) throw malformed;
  const digests = new Map<string, string | undefined>();
  const awaited = new Set(labels).size;
  let open: (mismatch: ConnectSyncError | undefined) => void;
  const verdict = new Promise<ConnectSyncError | undefined>((resolve) => {
    open = resolve;
  });
  const note = (label: string, digest: string | undefined) => {
    digests.set(label, digest);
    if (digests.size === awaited) open(digestMismatch(expected, together(labels, digests)));
  };
  return {
    pass: async (label, view: PlanView) => {
      note(label, planDigest(view));
      const mismatch = await verdict;
      if (mismatch) throw mismatch;
    },
    giveUp: (label) => note(label, undefined),
  };
}

function together(
  labels: readonly string[],
  digests: ReadonlyMap<string, string | undefined>,
): string | undefined {
  const clusters = labels.flatMap((label) => {
    const digest = digests.get(label);
    return digest === undefined ? [] : [{ digest }];
  });
  return clusters.length === labels.length ? savedPlanDigest({ clusters, problems: [] }) : undefined;
}
