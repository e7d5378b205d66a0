import type { EventView, ReportView } from './apply-view.ts';
import type { DiagnosticView, PlanView } from './plan-view.ts';

/**
 * One line of `apply -f json`, as defined by `schemas/event.schema.json`. `cluster` is the name of the cluster, or its
 * URL.
 */
export type EventLine =
  | EventView
  /** The plan, before the first change. */
  | { readonly cluster: string; readonly kind: 'plan'; readonly plan: PlanView }
  /** The final report. */
  | { readonly cluster: string; readonly kind: 'report'; readonly report: ReportView }
  /** Why the run stopped, on one cluster or, if `cluster` is null, on all. */
  | {
      readonly cluster: string | null;
      readonly kind: 'error';
      readonly complete: false;
      readonly diagnostics: readonly DiagnosticView[];
    };
