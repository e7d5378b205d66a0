import { createHmac } from 'node:crypto';
import { canonicalJson } from '../model/canonical-json.ts';
import { shortestKey } from '../model/digest.ts';
import { ConnectSyncError } from '../model/error.ts';
import type { SavedPlan } from '../model/saved-plan.ts';
import { type Project, planKeyVariable as variable } from '../project/load-project.ts';

/**
 * The key that seals plans, from the environment or an environment file; undefined if it is not set.
 *
 * @throws ConnectSyncError (usage) if it is too short
 */
export function planKeyOf({ files }: Pick<Project, 'files'>): string | undefined {
  const key = files.environment.get(variable);
  if (key === undefined || key === '') return undefined;
  if (key.length >= shortestKey) return key;
  throw new ConnectSyncError({
    code: 'plan-key-too-short',
    message: `${variable} has fewer than ${shortestKey} characters, so it could be guessed from a plan`,
    hint: 'generate one with  openssl rand -hex 32',
    category: 'usage',
  });
}

/** HMAC-SHA-256 over everything in a saved plan except the seal. */
export function sealOf(saved: Omit<SavedPlan, 'seal'>, planKey: string): string {
  const text = canonicalJson({ ...saved, seal: undefined });
  return `hmac-sha256:${createHmac('sha256', planKey).update(text).digest('hex')}`;
}

/**
 * Verifies the seal of a saved plan. Plan and run must both have the key or both have none: with only one of them the
 * plan cannot be verified.
 *
 * @throws ConnectSyncError (plan-refused) if it cannot be verified
 */
export function checkSeal(saved: SavedPlan, planKey: string | undefined): void {
  if (saved.seal === null && planKey === undefined) return;
  if (planKey === undefined) {
    throw refused(
      `the plan is sealed, but ${variable} is not set`,
      'set it to the key that the plan was made with',
    );
  }
  if (saved.seal === null) {
    throw refused(
      `${variable} is set, but the plan was saved without it, so its secrets cannot be verified`,
      'make the plan again with the key set',
    );
  }
  if (saved.seal !== sealOf(saved, planKey)) {
    throw refused(
      'the seal of the plan is invalid: it was edited, or made with another key',
      `make the plan again with the same ${variable}`,
    );
  }
}

function refused(message: string, hint: string): ConnectSyncError {
  return new ConnectSyncError({ code: 'saved-plan-seal', message, hint, category: 'plan-refused' });
}
