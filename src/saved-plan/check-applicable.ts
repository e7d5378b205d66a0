import { grouped } from '../model/count.ts';
import { formatDuration } from '../model/duration.ts';
import { ConnectSyncError } from '../model/error.ts';
import type { SavedPlan } from '../model/saved-plan.ts';
import { digestMismatch } from '../reconcile/expected-digest.ts';

/** How old a plan may be without `--max-age`: 24 h. */
export const usualMaxAge = 24 * 3_600_000;
/** How far the clocks of two machines may be apart. */
const clockSkew = 5 * 60_000;

/** What the command line says about a saved plan. */
export interface ApplicableOptions {
  /** Milliseconds. */
  readonly maxAge?: number;
  readonly expectDigest?: string;
}

/**
 * Whether a saved plan may be applied at all: before anything is contacted, and with the one reason that matters.
 *
 * @throws ConnectSyncError (exit 21) where it may not
 */
export function checkApplicable(saved: SavedPlan, options: ApplicableOptions, now: number): void {
  const { expectDigest, maxAge = usualMaxAge } = options;
  if (expectDigest !== undefined) {
    const mismatch = digestMismatch(expectDigest, saved.digest);
    if (mismatch) throw mismatch;
  }
  const { reason } = saved;
  if (reason !== null || !saved.applicable)
    throw refused(notApplicable(saved), 'make a plan of which nothing is missing');
  const age = now - Date.parse(saved.createdAt);
  if (age < -clockSkew) {
    throw refused(
      `the plan was made at ${saved.createdAt}, which is in the future`,
      'set the clock of this machine, or of the one that made it',
    );
  }
  if (age > maxAge) {
    throw refused(
      `the plan is ${inWords(age)} old, and may be ${inWords(maxAge)}`,
      'make it again; --max-age allows an older one',
    );
  }
}

/** Why a saved plan can be shown and not applied, in words. */
export const reasonsInWords = {
  refused: 'something stands against it',
  unread: 'a cluster could not be read',
  invalid: 'the files have errors',
} as const satisfies Record<NonNullable<SavedPlan['reason']>, string>;

function notApplicable({ reason }: SavedPlan): string {
  const why = reason === null ? 'it says so itself' : reasonsInWords[reason];
  return `this plan can be shown and not applied: ${why} (plan --show shows it)`;
}

function inWords(milliseconds: number): string {
  const hours = milliseconds / 3_600_000;
  return hours < 2 ? formatDuration(milliseconds) : `${grouped(Math.floor(hours))} h`;
}

function refused(message: string, hint: string): ConnectSyncError {
  return new ConnectSyncError({ code: 'saved-plan-refused', message, hint, category: 'plan-refused' });
}
