import type { EventView, ReportView } from './apply-view.ts';
import type { DiagnosticView, PlanView } from './plan-view.ts';

/**
 * What one line of `apply -f json` tells, each line for itself. `schemas/event.schema.json` describes it. `cluster`
 * is the cluster's name, else its URL.
 */
export type EventLine =
  | EventView
  /** What will be done, before anything is. */
  | { readonly cluster: string; readonly kind: 'plan'; readonly plan: PlanView }
  /** What came of it. */
  | { readonly cluster: string; readonly kind: 'report'; readonly report: ReportView }
  /** Why it could not go on: on one cluster, or, where `cluster` is null, at all. */
  | {
      readonly cluster: string | null;
      readonly kind: 'error';
      readonly complete: false;
      readonly diagnostics: readonly DiagnosticView[];
    };
