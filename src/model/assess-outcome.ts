import type { Outcome } from './outcome.ts';

/** Applied, and not as wished afterwards. What was broken before and only restarted counts too. */
export function isUnhealthy(outcome: Outcome): boolean {
  return outcome.health?.kind === 'progressing' || outcome.health?.kind === 'failed';
}

/** Whether a change failed the run: it did not come about, or what it changed did not end healthy. */
export function isFailure(outcome: Outcome): boolean {
  switch (outcome.kind) {
    case 'failed':
    case 'unknown':
    case 'stale':
      return true;
    case 'applied':
      return isUnhealthy(outcome) && !outcome.brokenBefore;
    case 'unchanged':
    case 'skipped':
    case 'not-started':
      return false;
  }
}

/** Whether at least one call of a change was certainly carried out. */
export function wasWritten(outcome: Outcome): boolean {
  return outcome.kind === 'applied' || outcome.wrote === true;
}
