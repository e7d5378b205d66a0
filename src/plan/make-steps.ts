import type { UpdateChange } from '../model/change.ts';
import type { DesiredConnector, PresentConnector } from '../model/desired-connector.ts';
import type { ActiveChange, Step } from '../model/plan.ts';
import { compareSources, type Source } from '../model/source.ts';
import type { WorkerInfo } from '../model/worker-info.ts';
import { actionsFor } from './actions.ts';
import { describeEffects } from './effects.ts';
import { orderChanges } from './order-changes.ts';
import type { PlanPolicy } from './plan-policy.ts';

/** What steps depend on, beside the changes. */
export interface StepContext {
  readonly desired: readonly DesiredConnector[];
  readonly worker: WorkerInfo;
  readonly restart: PlanPolicy['restart'];
}

/** The changes as steps, in the order in which they are carried out. */
export function makeSteps(changes: readonly ActiveChange[], context: StepContext): Step[] {
  const { worker, restart } = context;
  return orderChanges(changes, context.desired).map(({ change, wave }) => {
    const actions = actionsFor(change, { version: worker.version, restart });
    const effects = describeEffects(change, actions, worker);
    return { change, actions, wave, effects, source: sourceOf(change) };
  });
}

/** The line that a person would look at to see why. */
function sourceOf(change: ActiveChange): Source | undefined {
  switch (change.kind) {
    case 'update':
      return firstChangedLine(change) ?? stateLine(change.desired);
    case 'set-state':
      return stateLine(change.desired);
    case 'delete':
      return change.because.kind === 'absent' ? change.because.desired.stateSource : undefined;
    default:
      return change.desired.source;
  }
}

function stateLine({ stateSource, source }: PresentConnector): Source {
  return stateSource ?? source;
}

/** The first changed key that stands in the connector's own file; a value may come from the project file too. */
function firstChangedLine({ desired, fields }: UpdateChange): Source | undefined {
  return fields
    .flatMap(({ key }) => desired.origins.get(key)?.source ?? [])
    .filter((source) => source.file === desired.source.file)
    .sort(compareSources)[0];
}
