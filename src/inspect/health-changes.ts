import type { HealthView } from '../model/apply-view.ts';

/** A connector whose health differs between two readings. */
export interface HealthChangeView {
  readonly cluster: string;
  readonly name: string;
  /** null: it was not listed. */
  readonly before: HealthView | null;
  /** null: it is not listed any more. */
  readonly after: HealthView | null;
}

/** What is listed of one cluster. */
export interface ListedHealth {
  readonly cluster: string;
  readonly connectors: readonly { readonly name: string; readonly health: HealthView }[];
}

/** The connectors whose health differs between two readings of a cluster: by name, what is not listed any more last. */
export function healthChanges(before: ListedHealth, after: ListedHealth): readonly HealthChangeView[] {
  const { cluster } = after;
  const earlier = new Map(before.connectors.map(({ name, health }) => [name, health]));
  const now = new Set(after.connectors.map(({ name }) => name));
  const changed = after.connectors.flatMap(({ name, health }): HealthChangeView[] => {
    const former = earlier.get(name) ?? null;
    return former && isSame(former, health) ? [] : [{ cluster, name, before: former, after: health }];
  });
  const gone = before.connectors.flatMap(({ name, health }): HealthChangeView[] =>
    now.has(name) ? [] : [{ cluster, name, before: health, after: null }],
  );
  return [...changed, ...gone];
}

/** The same kind, and the same words: of a failure also its cause. */
function isSame(one: HealthView, other: HealthView): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
