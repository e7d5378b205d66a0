import type { DiagnosticView, PlanView } from './plan-view.ts';
import type { SavedPlan } from './saved-plan.ts';

/** What `comment` posts. */
export interface PostedPlan {
  /** `comparison`: of files with an earlier revision, as `plan --offline -f json` prints it. */
  readonly kind: 'plan' | 'comparison';
  /** Why it cannot be applied; null: it can. A comparison never can. */
  readonly reason: SavedPlan['reason'];
  readonly clusters: readonly { readonly label: string; readonly plan: PlanView }[];
  readonly problems: readonly DiagnosticView[];
  /** The names of variables that an apply repeats. */
  readonly vars: readonly string[];
  /** What `apply --expect-digest` compares; undefined for a comparison. */
  readonly digest: string | undefined;
}

/** The document that `plan -f json` prints: `schemas/plan.schema.json` as types. */
export interface PrintedPlans {
  /** `connect-sync/error`: it ended before it had anything to show. */
  readonly format: 'connect-sync/plans' | 'connect-sync/error';
  readonly version: 1;
  readonly clusters: readonly (PlanView & { readonly name: string })[];
  readonly diagnostics: readonly DiagnosticView[];
}

/** A saved plan as it is posted. */
export function postedFromSaved({ reason, clusters, problems, options, digest }: SavedPlan): PostedPlan {
  return { kind: 'plan', reason, clusters, problems, vars: options.vars, digest };
}

/** A comparison as it is posted; undefined if the document is that of a plan for a cluster. */
export function postedFromPrinted({ format, clusters, diagnostics }: PrintedPlans): PostedPlan | undefined {
  if (clusters.some(({ comparedWith }) => comparedWith === undefined)) return undefined;
  return {
    kind: 'comparison',
    reason: format === 'connect-sync/error' ? 'invalid' : null,
    clusters: clusters.map((plan) => ({ label: plan.name, plan })),
    problems: diagnostics,
    vars: [],
    digest: undefined,
  };
}
