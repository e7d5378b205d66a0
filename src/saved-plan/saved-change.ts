import { type Config, compareText, ownValue } from '../model/config.ts';
import type { ActiveChange } from '../model/plan.ts';
import type { ChangeView, ConnectorDocument } from '../model/plan-view.ts';
import type { ConnectorFingerprint, SavedSecret } from '../model/saved-plan.ts';
import {
  configDigest,
  configSeal,
  type Fingerprinting,
  mask,
  maskSecrets,
  type Sealing,
  withoutNumbers,
} from './fingerprint.ts';

/**
 * Makes the fingerprint of a change, which later shows whether its desired or live configuration has changed. `view` is
 * the redacted view of the change: values that differ in it are secret.
 */
export function fingerprintChange(
  change: ActiveChange,
  view: Pick<ChangeView, 'before' | 'after'>,
  sealing: Sealing | undefined,
): ConnectorFingerprint {
  const { name } = change;
  const [live, desired] = [liveConfig(change), desiredConfig(change)];
  const ignoreKeys = ignoredKeys(change);
  const secrets = findMasked([
    { config: live, shown: view.before?.config ?? {} },
    { config: desired, shown: view.after?.config ?? {} },
  ]).map(({ key, extent }) => ({
    key,
    extent,
    comparison: compareSecret(live?.get(key), desired?.get(key)),
  }));
  const fingerprinting: Fingerprinting = { secrets, ignoreKeys };
  const digestOf = (config: Config | undefined) => (config ? configDigest(config, fingerprinting) : null);
  const sealOf = (config: Config | undefined) =>
    config && sealing ? configSeal(name, config, { sealing, ignoreKeys }) : null;
  return {
    name,
    desired: digestOf(desired),
    live: digestOf(live),
    secrets,
    seal: sealing ? { desired: sealOf(desired), live: sealOf(live) } : null,
  };
}

/** Compares the desired value of a key with a secret with the live one; undefined: the key is not set. */
export function compareSecret(
  live: string | undefined,
  desired: string | undefined,
): SavedSecret['comparison'] {
  if (live === desired) return 'equal';
  if (live === undefined) return 'added';
  return desired === undefined ? 'removed' : 'different';
}

/** The keys of a change that are managed elsewhere. */
export function ignoredKeys(change: ActiveChange): readonly string[] {
  return 'desired' in change ? change.desired.ignoreKeys : [];
}

/** The live configuration of a change; undefined for a connector to be created. */
export function liveConfig(change: ActiveChange): Config | undefined {
  return 'live' in change ? change.live.config : undefined;
}

/** A change of the state or a restart keeps the live configuration. */
function desiredConfig(change: ActiveChange): Config | undefined {
  if ('target' in change) return change.target;
  return change.kind === 'delete' ? undefined : change.live.config;
}

interface Side {
  readonly config: Config | undefined;
  readonly shown: ConnectorDocument['config'];
}

function findMasked(sides: readonly Side[]): Pick<SavedSecret, 'key' | 'extent'>[] {
  const extents = new Map<string, SavedSecret['extent']>();
  for (const { config, shown } of sides) {
    for (const [key, value] of config ?? []) {
      const text = ownValue(shown, key) ?? '';
      if (text === value) continue;
      // Only if masking by structure gives exactly what is shown, the rest of the value is known to be free of secrets.
      const isPart = withoutNumbers(text) !== mask && withoutNumbers(text) === maskSecrets(value);
      extents.set(key, isPart && extents.get(key) !== 'whole' ? 'part' : 'whole');
    }
  }
  return [...extents]
    .map(([key, extent]) => ({ key, extent }))
    .sort((one, other) => compareText(one.key, other.key));
}
