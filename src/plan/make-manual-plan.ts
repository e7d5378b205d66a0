import type { Change, NoChange } from '../model/change.ts';
import type { ManualAction } from '../model/manual-action.ts';
import type { ActiveChange, LeftAlone, Plan, Refusal, Step } from '../model/plan.ts';
import type { Ownership } from '../model/project.ts';
import type { ClusterReading } from '../model/worker-info.ts';
import { assessManualAction } from './assess-manual-action.ts';
import { manualActions } from './manual-actions.ts';
import { manualEffects } from './manual-effects.ts';
import { type OwnershipScope, ownershipScope } from './ownership-scope.ts';

/** Everything that a plan of what was asked for by name depends on. */
export interface ManualPlanInput {
  readonly asked: ManualAction;
  /** One for each connector that is meant. */
  readonly changes: readonly Change[];
  /** Names that are meant and cannot be written to safely. */
  readonly unmanageable: readonly string[];
  readonly reading: ClusterReading;
  readonly ownership: Ownership;
  readonly cluster: { readonly name: string | undefined; readonly url: string };
}

/**
 * The plan of a command that acts on connectors by their names: a step for each that is not as asked for already, all
 * side by side. Files and ownership do not narrow it, since a person named what is meant; protection does.
 */
export function makeManualPlan(input: ManualPlanInput): Plan {
  const { asked, changes, reading, ownership } = input;
  const scope = ownershipScope(ownership);
  const active = changes.filter((change): change is ActiveChange => change.kind !== 'none');
  const unchanged = changes.filter((change): change is NoChange => change.kind === 'none');
  return {
    cluster: { ...input.cluster, worker: reading.worker },
    steps: active.map((change) => stepOf(change, input, scope)),
    unchanged,
    leftAlone: input.unmanageable.map(unmanageable),
    refusals: judgeProtection(active, scope),
    findings: assessManualAction(asked, { active, unchanged }),
    validation: 'not-needed',
    connectorsInFiles: 0,
    connectorsLive: reading.connectors.size,
  };
}

function stepOf(change: ActiveChange, { reading, ownership }: ManualPlanInput, scope: OwnershipScope): Step {
  const { worker } = reading;
  const actions = manualActions(change, worker.version);
  const isForeign = ownership.names !== undefined && 'live' in change && !scope.owns(change.live);
  const remarks = isForeign ? ['not owned here (ownership.names)'] : [];
  return {
    change,
    actions,
    wave: 0,
    effects: [...manualEffects(change, actions, worker), ...remarks],
    source: undefined,
  };
}

function unmanageable(name: string): LeftAlone {
  return { name, reason: 'unmanageable-name', detail: undefined };
}

function judgeProtection(active: readonly ActiveChange[], scope: OwnershipScope): Refusal[] {
  const names = active
    .filter(({ kind, name }) => kind === 'delete' && scope.protectedBy(name) !== undefined)
    .map(({ name }): string => name);
  if (names.length === 0) return [];
  return [
    {
      code: 'protected',
      message: `ownership.protect keeps ${names.length === 1 ? 'this connector' : 'these connectors'} from being deleted`,
      hint: 'take the name out of ownership.protect first, or name only the others: nothing has been deleted',
      names,
    },
  ];
}
