import type { AttributedChange } from '../diff/attribute-drift.ts';
import type { ChangeView, PlanView } from '../model/plan-view.ts';
import type { ClusterBase } from './drift-base.ts';
import type { MadePlan } from './plan-options.ts';

/** The view of a comparison with who made each difference. */
export function withCauses({ plan, view }: MadePlan, base: ClusterBase): PlanView {
  const causes = new Map<string, AttributedChange>(
    plan.steps.map(({ change }) => [change.name, base.attribute(change)]),
  );
  return {
    ...view,
    base: base.words,
    changes: view.changes.map((change) => attributed(change, causes.get(change.name))),
  };
}

function attributed(change: ChangeView, causes: AttributedChange | undefined): ChangeView {
  if (!causes) return change;
  const { whole, keys, state } = causes;
  return {
    ...change,
    ...(whole && { cause: whole }),
    fields: change.fields.map((field) => {
      const cause = keys.get(field.key);
      return cause ? { ...field, cause } : field;
    }),
    state: change.state && state ? { ...change.state, cause: state } : change.state,
  };
}
