import { compareText } from '../model/config.ts';
import type { DesiredConnector } from '../model/desired-connector.ts';
import type { LiveConnector } from '../model/live-connector.ts';
import type { LeftAlone, Plan, SettledChange, Step } from '../model/plan.ts';
import type { SavedClusterPlan } from '../model/saved-plan.ts';
import { kindsInWords } from '../plan/why-left-alone.ts';
import { assessSavedChange, type SavedVerdict } from './assess-saved-change.ts';
import type { Sealing } from './fingerprint.ts';

/** What a saved plan is held against. */
export interface SavedPlanContext {
  readonly saved: Pick<SavedClusterPlan, 'plan' | 'objects'>;
  readonly desired: readonly DesiredConnector[];
  readonly live: ReadonlyMap<string, LiveConnector>;
  /** Undefined without CONNECT_SYNC_PLAN_KEY. */
  readonly sealing: Sealing | undefined;
}

/**
 * Of a plan that was just made what a saved plan holds too, and nothing else: those actions or fewer (decision 16).
 * What has moved since is left alone and named; what is already as the plan would make it is unchanged; what is new
 * is not done, and named. The order is the one that was agreed to.
 */
export function restrictToSaved(plan: Plan, context: SavedPlanContext): Plan {
  const steps: Step[] = [];
  const settled: SettledChange[] = [];
  const stale: LeftAlone[] = [];
  for (const { view, verdict } of judgeAll(plan, context)) {
    const { name, kind: change, wave } = view;
    if (verdict.kind === 'proceed') {
      steps.push({ ...verdict.step, wave });
      continue;
    }
    const { kind, reason } = verdict;
    settled.push({ name, change, kind, reason, wave, source: view.source ?? undefined });
    if (kind === 'stale') stale.push({ name, reason: 'stale', detail: reason });
  }
  const named = new Set([
    ...steps.map(({ change }) => change.name as string),
    ...stale.map(({ name }) => name),
  ]);
  return {
    ...plan,
    steps,
    settled,
    leftAlone: [
      ...plan.leftAlone.filter(({ name }) => !named.has(name)),
      ...stale,
      ...plan.steps.filter(({ change }) => !named.has(change.name)).map(notInPlan),
    ].sort((one, other) => compareText(one.name, other.name)),
  };
}

function judgeAll(plan: Plan, { saved, desired, live, sealing }: SavedPlanContext) {
  const objects = new Map(saved.objects.map((object) => [object.name, object]));
  const wishes = new Map<string, DesiredConnector>(desired.map((wish) => [wish.name, wish]));
  const steps = new Map<string, Step>(plan.steps.map((step) => [step.change.name, step]));
  const left = new Map(plan.leftAlone.map((one) => [one.name, one]));
  return saved.plan.changes.map((view) => {
    const { name } = view;
    const object = objects.get(name);
    const verdict: SavedVerdict = object
      ? assessSavedChange({
          view,
          object,
          desired: wishes.get(name),
          live: live.get(name),
          step: steps.get(name),
          left: left.get(name),
          sealing,
        })
      : { kind: 'stale', reason: 'the saved plan does not say how it was' };
    return { view, verdict };
  });
}

function notInPlan({ change }: Step): LeftAlone {
  return { name: change.name, reason: 'not-in-plan', detail: kindsInWords[change.kind] };
}
