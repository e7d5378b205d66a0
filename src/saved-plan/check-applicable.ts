import { grouped } from '../model/count.ts';
import { formatDuration } from '../model/duration.ts';
import { ConnectSyncError } from '../model/error.ts';
import { toPrintableLine } from '../model/printable.ts';
import { defaultMaxAge, type SavedPlan, whyNotApplicable } from '../model/saved-plan.ts';
import { compareDigest, digestMismatch } from '../reconcile/expected-digest.ts';

/** How far the clocks of two machines may differ, in milliseconds. */
const clockSkew = 5 * 60_000;

/** Conditions on a saved plan. */
export interface ApplicableOptions {
  /** Milliseconds; left out: 24 h. */
  readonly maxAge?: number | undefined;
  readonly expectDigest?: string | undefined;
}

/**
 * Checks that a saved plan may be applied, before anything is contacted.
 *
 * @throws ConnectSyncError (plan-refused) with the first reason against it
 */
export function checkApplicable(saved: SavedPlan, options: ApplicableOptions, now: number): void {
  const { expectDigest, maxAge = defaultMaxAge } = options;
  if (expectDigest !== undefined) checkDigest(expectDigest, saved);
  const why = whyNotApplicable(saved);
  if (why !== undefined) {
    throw refused(
      `this plan can be shown but not applied: ${why} (show it with plan --show)`,
      'make a plan that is complete and not refused',
    );
  }
  const repeated = findRepeated(saved);
  if (repeated !== undefined) {
    throw refused(
      `the plan contains ${toPrintableLine(repeated)} twice, so connect-sync did not write it`,
      'make the plan again with plan --out',
    );
  }
  const age = now - timeOf(saved);
  if (age < -clockSkew) {
    throw refused(
      `the plan was made at ${saved.createdAt}, which is in the future`,
      'set the clock of this machine, or of the machine that made the plan',
    );
  }
  if (age > maxAge) {
    throw refused(
      `the plan is ${inWords(age)} old, the maximum is ${inWords(maxAge)}`,
      'make it again, or allow an older plan with --max-age',
    );
  }
}

/** The digest of the plans alone leaves out when the plan was made, so it cannot approve a file. */
function checkDigest(expected: string, { digest, planDigest }: SavedPlan): void {
  if (expected === planDigest && expected !== digest) {
    throw digestMismatch(
      `${expected} is the digest of the plans alone; --expect-digest of a saved plan needs that of the file, ${digest}`,
    );
  }
  compareDigest(expected, digest);
}

/** A cluster or a change that the file contains twice, of which only one would be compared with what is done. */
function findRepeated({ clusters }: SavedPlan): string | undefined {
  return (
    firstRepeated(clusters.map(({ plan }) => plan.cluster.name ?? plan.cluster.url)) ??
    clusters
      .flatMap(({ plan, fingerprints }) => [plan.changes, fingerprints])
      .map((all) => firstRepeated(all.map(({ name }) => name)))
      .find((name) => name !== undefined)
  );
}

function firstRepeated(names: readonly string[]): string | undefined {
  const seen = new Set<string>();
  return names.find((name) => seen.size === seen.add(name).size);
}

/** @throws ConnectSyncError (plan-refused) for a day or an hour that no calendar has: such a plan would never expire */
function timeOf({ createdAt }: SavedPlan): number {
  const time = Date.parse(createdAt);
  if (!Number.isNaN(time) && new Date(time).toISOString() === createdAt) return time;
  throw refused(
    `the plan claims to be made at ${createdAt}, which does not exist`,
    'make the plan again with plan --out',
  );
}

function inWords(milliseconds: number): string {
  const hours = milliseconds / 3_600_000;
  return hours < 2 ? formatDuration(milliseconds) : `${grouped(Math.floor(hours))} h`;
}

function refused(message: string, hint: string): ConnectSyncError {
  return new ConnectSyncError({ code: 'saved-plan-refused', message, hint, category: 'plan-refused' });
}
