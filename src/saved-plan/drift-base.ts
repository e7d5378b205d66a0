import { attributeChange, type DriftBase } from '../diff/attribute-drift.ts';
import { type Config, ownValue } from '../model/config.ts';
import { ConnectSyncError } from '../model/error.ts';
import type { ActiveChange } from '../model/plan.ts';
import type { ChangeView } from '../model/plan-view.ts';
import { toPrintableLine } from '../model/printable.ts';
import { type ConnectorFingerprint, type SavedClusterPlan, whyNotApplicable } from '../model/saved-plan.ts';
import type { ClusterBase, OpenDriftBase } from '../reconcile/attribute-drift.ts';
import { configSeal, maskSecrets, type Sealing, sealingFor, withoutNumbers } from './fingerprint.ts';
import { loadSavedPlan } from './load-saved-plan.ts';
import { checkSameCluster, matchClusters, type SavedCluster } from './match-clusters.ts';
import { ignoredKeys, liveConfig } from './saved-change.ts';
import { checkSeal, planKeyOf } from './seal.ts';

/**
 * A saved plan as the base of drift: what it declared for each connector that it changes. It contains no secrets, so
 * differences of secrets are unattributed, unless the seal of a whole configuration proves that it has not changed.
 *
 * The opened function throws ConnectSyncError (plan-refused) for a plan that is not applicable or of another cluster.
 */
export function openSavedPlanBase(file: string): OpenDriftBase {
  return async (clusters) => {
    const [first] = clusters;
    if (!first) return new Map();
    const saved = await loadSavedPlan(first.project.input.directory, file);
    const why = whyNotApplicable(saved);
    if (why !== undefined) throw neverApplied(file, why);
    const planKey = planKeyOf(first.project);
    checkSeal(saved, planKey);
    const description = `the plan in ${toPrintableLine(file)}, made ${saved.createdAt}`;
    const baseOf = (cluster: SavedCluster): ClusterBase => {
      const planned = plannedIn(cluster.saved, sealingFor(cluster.saved.plan, saved.createdAt, planKey));
      return {
        description,
        check: (kafkaClusterId) => checkSameCluster(cluster, kafkaClusterId),
        attribute: (change) => attributeChange(change, planned(change)),
      };
    };
    return new Map(matchClusters(saved, clusters).map((cluster) => [cluster.label, baseOf(cluster)]));
  };
}

function neverApplied(file: string, reason: string): ConnectSyncError {
  return new ConnectSyncError({
    code: 'saved-plan-refused',
    message: `${file} was never applied, so it cannot be the base: ${reason}`,
    hint: 'use the plan that was applied last, or --since REF',
    category: 'plan-refused',
  });
}

function plannedIn(
  saved: Pick<SavedClusterPlan, 'plan' | 'fingerprints'>,
  sealing: Sealing | undefined,
): (change: ActiveChange) => DriftBase {
  const views = new Map(saved.plan.changes.map((view) => [view.name, view]));
  const fingerprints = new Map(saved.fingerprints.map((one) => [one.name, one]));
  return (change) => {
    const [view, fingerprint] = [views.get(change.name), fingerprints.get(change.name)];
    if (!view || !fingerprint) return { kind: 'unknown' };
    if (!view.after) return { kind: 'absent' };
    return presentBase({ after: view.after, fingerprint }, change, sealing);
  };
}

interface Planned {
  readonly after: NonNullable<ChangeView['after']>;
  readonly fingerprint: ConnectorFingerprint;
}

function presentBase(
  { after, fingerprint }: Planned,
  change: ActiveChange,
  sealing: Sealing | undefined,
): DriftBase {
  const { name, secrets, seal } = fingerprint;
  const extents = new Map(secrets.map(({ key, extent }) => [key, extent]));
  const ignoreKeys = ignoredKeys(change);
  const isProven = (config: Config | undefined) =>
    config !== undefined &&
    sealing !== undefined &&
    seal?.desired === configSeal(name, config, { sealing, ignoreKeys });
  const proven = {
    live: isProven(liveConfig(change)),
    desired: isProven('target' in change ? change.target : undefined),
  };
  return {
    kind: 'present',
    state: after.state,
    keys: Object.keys(after.config),
    isSame: (key, value, side) => {
      if (proven[side]) return true;
      const shown = ownValue(after.config, key) ?? undefined;
      if (shown === undefined || value === undefined) return shown === value;
      const extent = extents.get(key);
      if (extent === undefined) return shown === value;
      if (extent === 'part' && withoutNumbers(shown) !== maskSecrets(value)) return false;
      return undefined;
    },
  };
}
