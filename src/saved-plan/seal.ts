import { createHmac } from 'node:crypto';
import { canonicalJson } from '../model/canonical-json.ts';
import { ConnectSyncError } from '../model/error.ts';
import type { SavedPlan } from '../model/saved-plan.ts';
import { type Project, planKeyVariable as variable } from '../project/load-project.ts';

/** A shorter one could be found by trying, and with it every secret that was sealed. */
const shortestKey = 16;

/**
 * The key that seals plans, from the environment or an environment file; undefined where none is set.
 *
 * @throws ConnectSyncError (usage) where it is too short to protect anything
 */
export function planKeyOf({ files }: Pick<Project, 'files'>): string | undefined {
  const key = files.environment.get(variable);
  if (key === undefined || key === '') return undefined;
  if (key.length >= shortestKey) return key;
  throw new ConnectSyncError({
    code: 'plan-key-too-short',
    message: `${variable} has fewer than ${shortestKey} characters: whoever reads a plan could find it by trying`,
    hint: 'take one from  openssl rand -hex 32',
    category: 'usage',
  });
}

/** HMAC-SHA-256 over everything in a saved plan but this seal. */
export function sealOf(saved: Omit<SavedPlan, 'seal'>, planKey: string): string {
  const text = canonicalJson({ ...saved, seal: undefined });
  return `hmac-sha256:${createHmac('sha256', planKey).update(text).digest('hex')}`;
}

/**
 * Holds a saved plan against the key of this run. Both or neither: a plan without a seal proves nothing to who has a
 * key, and a seal proves nothing without it.
 *
 * @throws ConnectSyncError where it cannot be verified (exit 21)
 */
export function checkSeal(saved: SavedPlan, planKey: string | undefined): void {
  if (saved.seal === null && planKey === undefined) return;
  if (planKey === undefined) {
    throw refused(
      `the plan is sealed, and ${variable} is not set`,
      'set it to the key that the plan was made with',
    );
  }
  if (saved.seal === null) {
    throw refused(
      `${variable} is set, and the plan was saved without it: nothing says that its secrets are the same`,
      'make the plan again with the key set',
    );
  }
  if (saved.seal !== sealOf(saved, planKey)) {
    throw refused(
      'the seal of the plan is broken: it was edited, or made with another key',
      `make the plan again with the same ${variable}`,
    );
  }
}

function refused(message: string, hint: string): ConnectSyncError {
  return new ConnectSyncError({ code: 'saved-plan-seal', message, hint, category: 'plan-refused' });
}
