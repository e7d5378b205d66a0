import { planDigest, savedPlanDigest } from '../../src/model/digest.ts';
import type { PlanView } from '../../src/model/plan-view.ts';
import type { SavedPlan } from '../../src/model/saved-plan.ts';

/** A saved plan of these views, to be shown and posted. What only `apply` reads is empty. */
export function savedPlanOf(
  views: readonly PlanView[],
  also: Partial<Pick<SavedPlan, 'problems' | 'options' | 'reason'>> = {},
): SavedPlan {
  const clusters = views.map((plan) => ({
    label: plan.cluster.name ?? plan.cluster.url,
    digest: planDigest(plan),
    selected: null,
    plan,
    fingerprints: plan.changes.map(({ name }) => ({
      name,
      desired: null,
      live: null,
      secrets: [],
      seal: null,
    })),
  }));
  const problems = also.problems ?? [];
  return {
    format: 'connect-sync/saved-plan',
    version: 1,
    connectSyncVersion: '0.1.0',
    createdAt: '2026-01-01T00:00:00.000Z',
    applicable: also.reason === undefined,
    reason: also.reason ?? null,
    digest: savedPlanDigest({ clusters, problems }),
    seal: null,
    options: also.options ?? defaults,
    clusters,
    problems,
  };
}

const defaults: SavedPlan['options'] = {
  prune: false,
  allowDeletes: null,
  allowEmpty: false,
  adopt: [],
  only: [],
  restart: 'failed',
  maxRestarts: 10,
  validate: true,
  strict: false,
  vars: [],
};
