import type { Change } from '../../model/change.ts';
import type { DesiredConnector, PresentConnector } from '../../model/desired-connector.ts';
import { certainState, type LiveConnector } from '../../model/live-connector.ts';
import type { Plan } from '../../model/plan.ts';
import type { ClusterReading } from '../../model/worker-info.ts';
import type { Contender } from './find-collisions.ts';

/** What the files declare, without a cluster. A connector that is declared stopped has no tasks, and so uses nothing. */
export function declaredContenders(desired: readonly DesiredConnector[]): readonly Contender[] {
  return desired.flatMap((connector) =>
    connector.kind === 'present' && connector.state !== 'stopped'
      ? [{ name: connector.name, config: connector.config, declared: connector }]
      : [],
  );
}

/**
 * What runs on a cluster when the plan is applied: what the files declare, and the live connectors that no file
 * declares and the plan does not delete.
 */
export function plannedContenders(
  plan: Pick<Plan, 'steps'>,
  {
    desired,
    changes,
    reading,
  }: {
    readonly desired: readonly DesiredConnector[];
    readonly changes: readonly Change[];
    readonly reading: ClusterReading;
  },
): readonly Contender[] {
  const changeOf = new Map<string, Change>(changes.map((change) => [change.name, change]));
  const named = new Set<string>(desired.map(({ name }) => name));
  const deleted = new Set<string>(plan.steps.flatMap(({ kind, name }) => (kind === 'delete' ? [name] : [])));
  const declared = desired.flatMap((connector) => {
    if (connector.kind !== 'present' || isStopped(connector, reading.connectors.get(connector.name)))
      return [];
    const config = configAfter(connector, changeOf.get(connector.name));
    return [{ name: connector.name, config, declared: connector }];
  });
  const undeclared = [...reading.connectors.values()]
    .filter(
      (live) => !named.has(live.name) && !deleted.has(live.name) && certainState(live.status) !== 'stopped',
    )
    .map(({ name, config }) => ({ name, config, declared: undefined }));
  return [...declared, ...undeclared];
}

/** Without a declared state, the live one is kept. */
function isStopped({ state }: PresentConnector, live: LiveConnector | undefined): boolean {
  return (state ?? certainState(live?.status)) === 'stopped';
}

/** Keys that are managed elsewhere keep their live value. */
function configAfter(connector: PresentConnector, change: Change | undefined): Contender['config'] {
  if (connector.ignoreKeys.length === 0 || !change) return connector.config;
  if ('target' in change) return change.target;
  return 'live' in change && change.live ? change.live.config : connector.config;
}
