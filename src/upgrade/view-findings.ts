import { type Config, compareText } from '../model/config.ts';
import type { PresentConnector } from '../model/desired-connector.ts';
import { isMasked } from '../model/masked-value.ts';
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
  /** The configs that run. */
  readonly live: ReadonlyMap<string, Config>;
}

/** Findings in the same words once, with their connectors; the worst first, then those of most connectors. */
export function viewFindings({ found, declared, live }: FindingsByConnector): readonly UpgradeFindingView[] {
  const merged = new Map<string, UpgradeFindingView & { readonly connectors: AffectedConnectorView[] }>();
  for (const [name, findings] of found) {
    for (const finding of findings) {
      const { level, kind, message, hint = null, source = null } = finding;
      const id = JSON.stringify([level, kind, message, hint, source]);
      const view = merged.get(id) ?? { level, kind, message, hint, source, connectors: [] };
      merged.set(id, view);
      view.connectors.push(
        viewConnector({ name, desired: declared.get(name), live: live.get(name) }, finding),
      );
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

interface Affected {
  readonly name: string;
  readonly desired: PresentConnector | undefined;
  readonly live: Config | undefined;
}

function viewConnector({ name, desired, live }: Affected, { keys }: UpgradeFinding): AffectedConnectorView {
  const place = desired && placeOf(desired, keys);
  return {
    name,
    keys,
    file: place?.file ?? null,
    line: place?.line ?? null,
    pending: keys.some((key) => isDeclaredOtherwise(desired?.config, live, key)),
  };
}

/** A variable of the environment that is not set here hides what is declared. */
function isDeclaredOtherwise(declared: Config | undefined, live: Config | undefined, key: string): boolean {
  if (!declared || !live) return false;
  const text = declared.get(key);
  return text !== live.get(key) && text?.includes('${env.') !== true && !isMasked(key, live.get(key));
}

/** The line of the first key that a file sets, else that of the class, else that of the connector. */
function placeOf({ origins, source }: PresentConnector, keys: readonly string[]): Source {
  const key = keys.find((one) => origins.has(one)) ?? (keys.length > 0 ? 'connector.class' : undefined);
  return (key === undefined ? undefined : origins.get(key)?.source) ?? source;
}
