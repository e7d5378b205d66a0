import type { DriftBase } from '../diff/attribute-drift.ts';
import type { Config } from '../model/config.ts';
import type { ChangeView } from '../model/plan-view.ts';
import type { ConnectorFingerprint, SavedClusterPlan } from '../model/saved-plan.ts';
import { configSeal, maskSecrets, type Sealing, withoutNumbers } from './fingerprint.ts';

/** The configurations that are held against a saved plan, by connector. */
export interface ComparedConfigs {
  readonly live: Config | undefined;
  readonly wished: Config | undefined;
  readonly ignoreKeys: readonly string[];
}

/**
 * The base that a saved plan gives: what it was to make of each connector that it changes. It holds no secrets, so that
 * of a secret key nobody can tell, unless the seal over the whole configuration fits one of the sides.
 */
export function basesOfPlan(
  saved: Pick<SavedClusterPlan, 'plan' | 'fingerprints'>,
  sealing: Sealing | undefined,
): (name: string, compared: ComparedConfigs) => DriftBase {
  const changes = new Map(saved.plan.changes.map((change) => [change.name, change]));
  const fingerprints = new Map(saved.fingerprints.map((one) => [one.name, one]));
  return (name, compared) => {
    const [change, fingerprint] = [changes.get(name), fingerprints.get(name)];
    if (!change || !fingerprint) return { kind: 'unknown' };
    if (!change.after) return { kind: 'absent' };
    return presentBase({ after: change.after, fingerprint }, compared, sealing);
  };
}

interface Planned {
  readonly after: NonNullable<ChangeView['after']>;
  readonly fingerprint: ConnectorFingerprint;
}

function presentBase(
  { after, fingerprint }: Planned,
  { live, wished, ignoreKeys }: ComparedConfigs,
  sealing: Sealing | undefined,
): DriftBase {
  const extents = new Map(fingerprint.secrets.map(({ key, extent }) => [key, extent]));
  const isSealed = (config: Config | undefined) =>
    config !== undefined &&
    sealing !== undefined &&
    fingerprint.seal?.desired === configSeal(fingerprint.name, config, { sealing, ignoreKeys });
  const proven = { live: isSealed(live), wished: isSealed(wished) };
  return {
    kind: 'present',
    state: after.state,
    keys: Object.keys(after.config),
    isSame: (key, value, side) => {
      if (proven[side]) return true;
      const shown = after.config[key];
      if (shown === undefined || value === undefined) return shown === value;
      const extent = extents.get(key);
      if (extent === undefined) return shown === value;
      if (extent === 'part' && withoutNumbers(shown) !== maskSecrets(value)) return false;
      return undefined;
    },
  };
}
