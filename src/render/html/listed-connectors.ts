import type { HealthView } from '../../model/apply-view.ts';
import { compareText } from '../../model/config.ts';
import type { ControlledClusterView, HoldView } from '../../model/controller-view.ts';
import type { ChangeView } from '../../model/plan-view.ts';
import type { ConnectorStatusView } from '../../model/status-view.ts';

/** Everything that the state of a controller says about one connector. */
export interface ListedConnector {
  readonly name: string;
  /** Undefined: it does not exist. */
  readonly status: ConnectorStatusView | undefined;
  /** How it differs from its file; undefined: it does not. A restart is no difference. */
  readonly change: ChangeView | undefined;
  /** Why it is left alone; undefined: it is not, or only because of the mode. */
  readonly hold: HoldView | undefined;
  readonly urgency: Urgency;
}

/** How soon somebody should look, the worst first. */
export const urgencies = ['held', 'failed', 'progressing', 'differs', 'suspended', 'healthy'] as const;

/** One of them. */
export type Urgency = (typeof urgencies)[number];

/** All connectors of a cluster, live or only declared, the most urgent first. */
export function listConnectors({ status, plan, holds }: ControlledClusterView): readonly ListedConnector[] {
  const held = new Map(holds.flatMap((hold) => (hold.kind === 'mode' ? [] : [[hold.name, hold] as const])));
  const changes = new Map(
    (plan?.changes ?? []).flatMap((one) => (one.kind === 'restart' ? [] : [[one.name, one] as const])),
  );
  const known = new Map((status?.connectors ?? []).map((one) => [one.name, one]));
  const names = new Set([...known.keys(), ...changes.keys(), ...held.keys()]);
  return [...names]
    .map((name): ListedConnector => {
      const parts = { status: known.get(name), change: changes.get(name), hold: held.get(name) };
      return { name, ...parts, urgency: urgencyOf(parts.status?.health, parts) };
    })
    .sort((one, other) => rankOf(one) - rankOf(other) || compareText(one.name, other.name));
}

function rankOf({ urgency }: ListedConnector): number {
  return urgencies.indexOf(urgency);
}

function urgencyOf(
  health: HealthView | undefined,
  { hold, change }: Pick<ListedConnector, 'hold' | 'change'>,
): Urgency {
  if (hold) return 'held';
  if (health?.kind === 'failed' || health?.kind === 'progressing') return health.kind;
  if (change) return 'differs';
  return health?.kind === 'suspended' ? 'suspended' : 'healthy';
}
