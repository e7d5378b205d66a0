import { planDigest, plansDigest } from '../model/digest.ts';
import { ConnectSyncError } from '../model/error.ts';
import type { PlannedCluster } from './plan-cluster.ts';

/**
 * Checks the form of `--expect-digest`.
 *
 * @throws ConnectSyncError (plan-refused) where it is empty or malformed
 */
export function checkDigestForm(expected: string): void {
  if (/^sha256:[0-9a-f]{64}$/.test(expected)) return;
  const what = expected.trim() === '' ? 'is empty' : 'is not a digest';
  throw digestMismatch(`--expect-digest ${what}: expected sha256: and 64 hexadecimal digits`);
}

/**
 * Waits for the plans of all clusters, in the order in which they were chosen, and compares the digest over them with
 * the expected one. A plan that fails ends the wait of the others: then there is nothing to compare.
 *
 * @throws ConnectSyncError (plan-refused) where it differs, or a plan is missing
 */
export async function checkExpectedDigest(
  expected: string,
  plans: readonly Promise<PlannedCluster>[],
): Promise<void> {
  const settled = await Promise.allSettled(plans);
  const planned = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  if (planned.length < plans.length)
    throw digestMismatch('the digest cannot be compared, because a cluster has no plan');
  compareDigest(expected, plansDigest(planned.map(({ view }) => planDigest(view))), hintWithoutFile);
}

/** @throws ConnectSyncError (plan-refused) where the digest is malformed, or not the expected one */
export function compareDigest(expected: string, found: string, hint?: string): void {
  checkDigestForm(expected);
  if (found !== expected)
    throw digestMismatch(`the digest of this plan is ${found}, which is not the expected one`, hint);
}

const hintWithFile =
  'no changes made; use the digest of the reviewed plan (from plan --out, or from its comment)';
const hintWithoutFile = 'no changes made; without a saved plan, use the "digest" that plan -f json prints';

/** The error where a digest is not the expected one. */
export function digestMismatch(message: string, hint: string = hintWithFile): ConnectSyncError {
  return new ConnectSyncError({
    code: 'digest-mismatch',
    message,
    hint,
    category: 'plan-refused',
  });
}
