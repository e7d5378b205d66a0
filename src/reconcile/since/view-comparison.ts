import type { Config } from '../../model/config.ts';
import type { DesiredConnector } from '../../model/desired-connector.ts';
import type { ChangeView, ComparedWith, ConnectorDocument, PlanView } from '../../model/plan-view.ts';
import type { Redactor } from '../../model/redaction/redactor.ts';
import type { Scrub } from '../../model/redaction/scrub.ts';
import { viewPlan } from '../../model/redaction/view-plan.ts';
import type { PlannedComparison } from './plan-comparison.ts';

/** What the view of a comparison is made from. */
export interface ComparisonToView extends PlannedComparison {
  readonly before: readonly DesiredConnector[];
  readonly now: readonly DesiredConnector[];
  readonly comparedWith: ComparedWith;
  readonly redactor: Redactor;
  readonly scrub: Scrub;
}

/** The comparison as it may be shown: a plan without requests, with both sides as the files declare them. */
export function viewComparison(compared: ComparisonToView): PlanView {
  const { plan, redactor, scrub, comparedWith } = compared;
  const view = viewPlan(plan, redactor, scrub);
  const [before, now] = [byName(compared.before), byName(compared.now)];
  const targets = new Map<string, Config>(
    plan.steps.flatMap(({ change }) => ('target' in change ? [[change.name, change.target] as const] : [])),
  );
  return {
    ...view,
    comparedWith,
    changes: view.changes.map((change) => ({
      ...change,
      reason: compared.removed.get(change.name) ?? change.reason,
      actions: [],
      state: viewState(change, before.get(change.name), now.get(change.name)),
      before: documentOf(before.get(change.name), redactor),
      after: documentOf(now.get(change.name), redactor, targets.get(change.name)),
    })),
  };
}

function byName(connectors: readonly DesiredConnector[]): ReadonlyMap<string, DesiredConnector> {
  return new Map(connectors.map((connector) => [connector.name, connector]));
}

function viewState(
  { state }: ChangeView,
  before: DesiredConnector | undefined,
  now: DesiredConnector | undefined,
): ChangeView['state'] {
  if (!state) return null;
  return { before: stateOf(before), after: stateOf(now) };
}

function stateOf(connector: DesiredConnector | undefined): string {
  return (connector?.kind === 'present' ? connector.state : undefined) ?? 'not declared';
}

/** `target`: the config without the differences of keys that are managed elsewhere. */
function documentOf(
  connector: DesiredConnector | undefined,
  redactor: Redactor,
  target?: Config,
): ConnectorDocument | null {
  if (connector?.kind !== 'present') return null;
  return redactor.document(connector.name, target ?? connector.config, { state: connector.state });
}
