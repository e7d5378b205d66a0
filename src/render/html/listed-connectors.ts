import type { HealthView } from '../../model/apply-view.ts';
import { compareText } from '../../model/config.ts';
import type { ControlledClusterView, HoldView } from '../../model/controller-view.ts';
import { grouped } from '../../model/count.ts';
import { differingChanges } from '../../model/differing-changes.ts';
import type { ChangeView } from '../../model/plan-view.ts';
import type { ConnectorStatusView } from '../../model/status-view.ts';

/** Everything that the state of a controller says about one connector. */
export interface ListedConnector {
  readonly name: string;
  /** Undefined: it does not exist, or its cluster was not read. */
  readonly status: ConnectorStatusView | undefined;
  /** How it differs from its file; undefined: it does not. A restart is no difference. */
  readonly change: ChangeView | undefined;
  /** Why it is left alone; undefined: it is not, or only because of the mode. */
  readonly hold: HoldView | undefined;
  /** All that apply, the most urgent first: what is held may have failed too. At least one. */
  readonly urgencies: readonly Urgency[];
}

/** How soon somebody should look, the worst first. */
export const urgencies = [
  'held',
  'failed',
  'progressing',
  'differs',
  'warning',
  'suspended',
  'healthy',
] as const;

/** One of them. */
export type Urgency = (typeof urgencies)[number];

/** All connectors of a cluster, live or only declared, the most urgent first. */
export function listConnectors({ status, plan, holds }: ControlledClusterView): readonly ListedConnector[] {
  const held = new Map(holds.flatMap((hold) => (hold.kind === 'mode' ? [] : [[hold.name, hold] as const])));
  const changes = new Map(differingChanges(plan?.changes ?? []).map((one) => [one.name, one]));
  const known = new Map((status?.connectors ?? []).map((one) => [one.name, one]));
  const names = new Set([...known.keys(), ...changes.keys(), ...held.keys()]);
  return [...names]
    .map((name): ListedConnector => {
      const parts = { status: known.get(name), change: changes.get(name), hold: held.get(name) };
      return { name, ...parts, urgencies: urgenciesOf(parts.status?.health, parts) };
    })
    .sort((one, other) => rankOf(one) - rankOf(other) || compareText(one.name, other.name));
}

/** The most urgent of a connector. */
export function urgencyOf({ urgencies: [first = 'healthy'] }: ListedConnector): Urgency {
  return first;
}

/** Whether somebody should look at it. */
export function isUrgent(connector: ListedConnector): boolean {
  const urgency = urgencyOf(connector);
  return urgency !== 'healthy' && urgency !== 'suspended';
}

/** How many of the connectors are in one state; one that is held and failed counts in both. */
export function numberOf(urgency: Urgency, listed: readonly ListedConnector[]): number {
  return listed.filter((one) => one.urgencies.includes(urgency)).length;
}

/** The numbers in words, without those that are 0: `1 held`, `2 failed`. */
export function countTexts(of: readonly Urgency[], listed: readonly ListedConnector[]): readonly string[] {
  return of.flatMap((urgency) => {
    const number = numberOf(urgency, listed);
    return number === 0 ? [] : [`${grouped(number)} ${wordFor(urgency, number)}`];
  });
}

function wordFor(urgency: Urgency, number: number): string {
  if (urgency === 'suspended') return 'paused or stopped';
  if (urgency === 'differs') return number === 1 ? 'differs' : 'differ';
  return urgency === 'warning' ? 'with a warning' : urgency;
}

function rankOf(connector: ListedConnector): number {
  return urgencies.indexOf(urgencyOf(connector));
}

function urgenciesOf(
  health: HealthView | undefined,
  { hold, change }: Pick<ListedConnector, 'hold' | 'change'>,
): readonly Urgency[] {
  const isWarned = health?.kind === 'healthy' && health.warning !== undefined;
  const kinds = new Set<Urgency>([
    ...(hold ? ['held' as const] : []),
    ...(change ? ['differs' as const] : []),
    ...(isWarned ? ['warning' as const] : []),
    ...(health ? [health.kind] : []),
  ]);
  return urgencies.filter((one) => kinds.has(one));
}
