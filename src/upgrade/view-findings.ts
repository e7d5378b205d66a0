import { compareText } from '../model/config.ts';
import type { PresentConnector } from '../model/desired-connector.ts';
import type { Source } from '../model/source.ts';
import {
  type AffectedConnectorView,
  type UpgradeFindingView,
  type UpgradeView,
  upgradeLevels,
} from '../model/upgrade-view.ts';
import type { UpgradeFinding } from '../plugins/upgrade-finding.ts';

/** The findings by connector, and what the files declare. */
export interface FindingsByConnector {
  readonly found: ReadonlyMap<string, readonly UpgradeFinding[]>;
  readonly declared: ReadonlyMap<string, PresentConnector>;
}

/** Findings in the same words once, with their connectors; the worst first, then those of most connectors. */
export function viewFindings({ found, declared }: FindingsByConnector): readonly UpgradeFindingView[] {
  const merged = new Map<string, UpgradeFindingView & { readonly connectors: AffectedConnectorView[] }>();
  for (const [name, findings] of found) {
    for (const finding of findings) {
      const { level, kind, message, hint = null, source = null } = finding;
      const id = JSON.stringify([level, kind, message, hint, source]);
      const view = merged.get(id) ?? { level, kind, message, hint, source, connectors: [] };
      merged.set(id, view);
      view.connectors.push(viewConnector(name, finding, declared.get(name)));
    }
  }
  for (const { connectors } of merged.values())
    connectors.sort((one, other) => compareText(one.name, other.name));
  return [...merged.values()].sort(worstFirst);
}

function worstFirst(one: UpgradeFindingView, other: UpgradeFindingView): number {
  return (
    upgradeLevels.indexOf(one.level) - upgradeLevels.indexOf(other.level) ||
    other.connectors.length - one.connectors.length ||
    compareText(one.message, other.message)
  );
}

/** How many connectors have a finding, by the worst of each. */
export function countConnectors(
  found: ReadonlyMap<string, readonly UpgradeFinding[]>,
): UpgradeView['counts'] {
  const counts = { fails: 0, refused: 0, changes: 0, deprecated: 0, fine: 0 };
  for (const findings of found.values()) {
    const worst = upgradeLevels.find((level) => findings.some((finding) => finding.level === level));
    counts[worst ?? 'fine'] += 1;
  }
  return counts;
}

function viewConnector(
  name: string,
  { keys }: UpgradeFinding,
  declared: PresentConnector | undefined,
): AffectedConnectorView {
  const place = declared && placeOf(declared, keys);
  return { name, keys, file: place?.file ?? null, line: place?.line ?? null };
}

/** The line of the first key that a file sets, else that of the class, else that of the connector. */
function placeOf({ origins, source }: PresentConnector, keys: readonly string[]): Source {
  const key = keys.find((one) => origins.has(one)) ?? (keys.length > 0 ? 'connector.class' : undefined);
  return (key === undefined ? undefined : origins.get(key)?.source) ?? source;
}
