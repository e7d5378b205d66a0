import { grouped } from '../model/count.ts';
import { formatDuration } from '../model/duration.ts';
import { ConnectSyncError } from '../model/error.ts';
import { defaultMaxAge, notApplicableReasons, type SavedPlan } from '../model/saved-plan.ts';
import { compareDigest } from '../reconcile/expected-digest.ts';

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
  if (expectDigest !== undefined) compareDigest(expectDigest, saved.digest);
  if (saved.reason !== null || !saved.applicable)
    throw refused(notApplicable(saved), 'make a plan that is complete and not refused');
  const age = now - Date.parse(saved.createdAt);
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

function notApplicable({ reason }: SavedPlan): string {
  const why = reason === null ? 'it is marked as not applicable' : notApplicableReasons[reason];
  return `this plan can be shown but not applied: ${why} (show it with plan --show)`;
}

function inWords(milliseconds: number): string {
  const hours = milliseconds / 3_600_000;
  return hours < 2 ? formatDuration(milliseconds) : `${grouped(Math.floor(hours))} h`;
}

function refused(message: string, hint: string): ConnectSyncError {
  return new ConnectSyncError({ code: 'saved-plan-refused', message, hint, category: 'plan-refused' });
}
