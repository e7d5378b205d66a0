import { compareText } from '../model/config.ts';
import type { DesiredConnector } from '../model/desired-connector.ts';
import type { LiveConnector } from '../model/live-connector.ts';
import type { LeftAlone, LeftOutChange, Plan, PlannedStep } from '../model/plan.ts';
import type { ChangeView } from '../model/plan-view.ts';
import type { SavedClusterPlan } from '../model/saved-plan.ts';
import { kindsInWords } from '../plan/why-left-alone.ts';
import { assessSavedChange, type SavedVerdict } from './assess-saved-change.ts';
import type { Sealing } from './fingerprint.ts';

/** A saved plan of one cluster, and the current state of files and cluster. */
export interface SavedPlanContext {
  readonly saved: Pick<SavedClusterPlan, 'plan' | 'fingerprints'>;
  readonly desired: readonly DesiredConnector[];
  readonly live: ReadonlyMap<string, LiveConnector>;
  /** Undefined without CONNECT_SYNC_PLAN_KEY. */
  readonly sealing: Sealing | undefined;
  /** Why a connector may not be the one that the plan deletes. */
  readonly whyRecreated?: (name: string) => string | undefined;
}

/**
 * Restricts a new plan to a saved one: exactly what was reviewed is applied, or less (decision 16). Changes whose files
 * or connectors differ from the saved plan are stale; changes that are already applied are unchanged; changes that the
 * saved plan does not contain are left alone. All are reported. The order is that of the saved plan.
 */
export function restrictToSaved(plan: Plan, context: SavedPlanContext): Plan {
  const steps: PlannedStep[] = [];
  const leftOut: LeftOutChange[] = [];
  const stale: LeftAlone[] = [];
  for (const { view, verdict } of assessAll(plan, context)) {
    const { name, kind: change, wave } = view;
    if (verdict.kind === 'proceed') {
      // The saved order holds also when a part is done already; an edited file must not start anything earlier.
      steps.push({ ...verdict.step, wave: Math.max(wave, verdict.step.wave) });
      continue;
    }
    const { kind, reason } = verdict;
    leftOut.push({ name, change, kind, reason, wave, source: view.source ?? undefined });
    if (kind === 'stale') stale.push({ name, reason: 'stale', detail: reason });
  }
  const reported = new Set([
    ...steps.map(({ change }) => change.name as string),
    ...stale.map(({ name }) => name),
  ]);
  return {
    ...plan,
    steps,
    leftOut,
    leftAlone: [
      ...plan.leftAlone.filter(({ name }) => !reported.has(name)),
      ...stale,
      ...plan.steps.filter(({ change }) => !reported.has(change.name)).map(notInPlan),
    ].sort((one, other) => compareText(one.name, other.name)),
  };
}

interface Assessed {
  readonly view: ChangeView;
  readonly verdict: SavedVerdict;
}

function assessAll(plan: Plan, context: SavedPlanContext): readonly Assessed[] {
  const { saved, desired, live, sealing, whyRecreated } = context;
  const fingerprints = new Map(saved.fingerprints.map((one) => [one.name, one]));
  const declared = new Map<string, DesiredConnector>(desired.map((one) => [one.name, one]));
  const steps = new Map<string, PlannedStep>(plan.steps.map((step) => [step.change.name, step]));
  const leftAlone = new Map(plan.leftAlone.map((one) => [one.name, one]));
  return saved.plan.changes.map((view) => {
    const { name } = view;
    const fingerprint = fingerprints.get(name);
    const current = {
      desired: declared.get(name),
      live: live.get(name),
      step: steps.get(name),
      left: leftAlone.get(name),
      recreated: view.kind === 'delete' ? whyRecreated?.(name) : undefined,
    };
    const verdict: SavedVerdict = fingerprint
      ? assessSavedChange({ view, fingerprint, ...current, sealing })
      : { kind: 'stale', reason: 'the saved plan has no fingerprint of it' };
    return { view, verdict };
  });
}

function notInPlan({ change }: PlannedStep): LeftAlone {
  return { name: change.name, reason: 'not-in-plan', detail: kindsInWords[change.kind] };
}
