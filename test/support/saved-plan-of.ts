import { planDigest, plansDigest, savedPlanDigest } from '../../src/model/digest.ts';
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
  const content = {
    format: 'connect-sync/saved-plan',
    version: 1,
    connectSyncVersion: '0.1.0',
    createdAt: '2026-01-01T00:00:00.000Z',
    applicable: also.reason === undefined,
    reason: also.reason ?? null,
    planDigest: plansDigest(clusters.map(({ digest }) => digest)),
    seal: null,
    options: also.options ?? defaults,
    clusters,
    problems,
  } as const;
  return { ...content, digest: savedPlanDigest(content) };
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

/** An edited plan with digests that match again, as somebody makes it who knows how they are computed. */
export function withDigests(saved: SavedPlan): SavedPlan {
  const clusters = saved.clusters.map((one) => ({ ...one, digest: planDigest(one.plan) }));
  const edited = { ...saved, clusters, planDigest: plansDigest(clusters.map(({ digest }) => digest)) };
  return { ...edited, digest: savedPlanDigest(edited) };
}
